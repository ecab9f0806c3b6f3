import { UsageError } from "../domain/errors.ts";
import { type CliCommand, type CommandInput, EXIT } from "./command.ts";
import type { Terminal } from "./terminal.ts";

export const demo: CliCommand = {
  name: "demo",
  summary: "Run the whole service on a bundled repository: no account, no key",
  options: {
    recorded: { description: "Replay recorded model answers instead of running on rules alone" },
    out: { value: "DIR", description: "Where the page is written (default: demo-output)" },
  },
  async run({ values, switches }: CommandInput, terminal: Terminal) {
    const { runDemo } = await import("../demo/demo.ts").catch(explainMissing);
    await terminal.write(
      await runDemo({
        recorded: switches.has("recorded"),
        output: values["out"] ?? "demo-output",
        color: terminal.color,
        progress: (line) => terminal.say(line),
      }),
    );
    return EXIT.ok;
  },
};

/** The emulator is a development dependency, which an image does not have. */
function explainMissing(error: unknown): never {
  if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") {
    throw new UsageError(
      "The demo needs the development dependencies; run `npm ci` in a checkout, then `npm run demo`.",
    );
  }
  throw error;
}
