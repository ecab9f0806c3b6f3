import { UsageError } from "../domain/errors.ts";
import { type CliCommand, EXIT } from "./command.ts";

/** `threatdiff serve` */
export const serve: CliCommand = {
  name: "serve",
  summary: "Run the service, set up by environment variables; without them it says what is missing and how to get it",
  options: {
    web: { description: "Take webhooks only; other processes do the work. Needs DATABASE_URL" },
    worker: { description: "Do the work only; other processes take webhooks. Needs DATABASE_URL" },
  },
  run: async ({ switches }) => {
    const roles = ["web", "worker"].filter((role) => switches.has(role));
    if (roles.length > 1) throw new UsageError("serve takes --web or --worker; without either it does both.");
    if (roles[0] !== undefined) process.env["THREATDIFF_ROLE"] = roles[0];
    // The service is a program of its own: it listens until a signal stops it, and marks a wrong environment here.
    await import("../main.ts");
    return process.exitCode === EXIT.usage ? EXIT.usage : EXIT.ok;
  },
};
