import { type CliCommand, EXIT } from "./command.ts";

/** `threatdiff serve` */
export const serve: CliCommand = {
  name: "serve",
  summary: "Run the service, set up by environment variables; without them it says what is missing and how to get it",
  options: {},
  run: async () => {
    // The service is a program of its own: it listens until a signal stops it, and marks a wrong environment here.
    await import("../main.ts");
    return process.exitCode === EXIT.usage ? EXIT.usage : EXIT.ok;
  },
};
