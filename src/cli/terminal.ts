import type { Writable } from "node:stream";

/** Where a command runs: its streams, directory and environment. */
export interface Terminal {
  /** Writes a piece of the result to standard output; resolves when it is taken, also when nobody reads any more. */
  write(text: string): Promise<void>;
  /** Writes a line about the work to standard error. */
  readonly say: (line: string) => void;
  readonly directory: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C or a request to stop. */
  readonly signal: AbortSignal;
  /** Whether standard output shows colours. */
  readonly color: boolean;
  /** Columns of standard output, when it is a terminal that knows them. */
  readonly width: number | undefined;
  /** Standard error, when it is a terminal that can redraw a line; otherwise `null`. */
  readonly status: Writable | null;
}

/** The terminal of this process. A reader that goes away early, such as `head`, is no failure. */
export function openTerminal(signal: AbortSignal): Terminal {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) stream.on("error", rethrowUnlessClosed);
  return {
    write: (text) => new Promise((resolve) => stdout.write(text, () => resolve())),
    say: (line) => void stderr.write(`${line}\n`),
    directory: process.cwd(),
    variables: env,
    signal,
    color: wantsColor(env, stdout.isTTY),
    width: (stdout.isTTY && stdout.columns) || undefined,
    status: stderr.isTTY && env["TERM"] !== "dumb" ? stderr : null,
  };
}

function wantsColor(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (env["NO_COLOR"]) return false;
  if (env["FORCE_COLOR"]) return env["FORCE_COLOR"] !== "0";
  return isTerminal && env["TERM"] !== "dumb";
}

function rethrowUnlessClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
