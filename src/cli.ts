import { runCli } from "./cli/run-cli.ts";
import { openTerminal } from "./cli/terminal.ts";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
process.exitCode = await runCli(process.argv.slice(2), openTerminal(stop.signal));
