import { type ExecFileException, execFile } from "node:child_process";
import { ThreatModelError, UsageError } from "../../domain/errors.ts";

/** Native git in one directory. It only reads: no hook, filter daemon, pager, external diff or network is ever started. */
export interface Git {
  /** Standard output of one command. Throws `UsageError` where the person can do something, else `ThreatModelError`. */
  run(command: readonly string[], input?: string): Promise<Buffer>;
  /** Like `run`, but `null` when git answers "no" (exit status 1). */
  find(command: readonly string[]): Promise<string | null>;
}

const SAFE_SETTINGS = [
  "--literal-pathspecs",
  "--no-replace-objects",
  ...[
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.bigFileThreshold=1m",
    "log.showSignature=false",
  ].flatMap((setting) => ["-c", setting]),
];

/** Git as a subprocess of ours; aborting the signal ends it. */
export function openGit(directory: string, signal: AbortSignal): Git {
  const run = (command: readonly string[], input = "") =>
    new Promise<Buffer>((resolve, reject) => {
      const options = {
        encoding: "buffer" as const,
        env: safeEnvironment(),
        maxBuffer: Number.MAX_SAFE_INTEGER,
        signal,
      };
      const child = execFile(
        "git",
        ["-C", directory, ...SAFE_SETTINGS, ...command],
        options,
        (error, stdout, stderr) => {
          if (error)
            reject(
              signal.aborted ? asError(signal.reason) : new GitFailure(error, command, stderr.toString(), directory),
            );
          else resolve(stdout);
        },
      );
      // A git that fails early closes its input; the exit status says why.
      child.stdin?.on("error", () => {});
      child.stdin?.end(input);
    });
  return {
    run: (command, input) => run(command, input).catch((error: unknown) => Promise.reject(explain(error))),
    find: async (command) => {
      try {
        return (await run(command)).toString().trim();
      } catch (error) {
        if (error instanceof GitFailure && error.exitCode === 1) return null;
        throw explain(error);
      }
    },
  };
}

class GitFailure extends Error {
  readonly exitCode: unknown;
  readonly command: string;
  readonly stderr: string;
  readonly directory: string;

  constructor(cause: ExecFileException, command: readonly string[], stderr: string, directory: string) {
    super(cause.message, { cause });
    this.exitCode = cause.code;
    this.command = command[0] ?? "";
    this.stderr = stderr;
    this.directory = directory;
  }
}

/** Variables of a surrounding git (a hook, `git rebase --exec`) would point at another repository or run programs. */
function safeEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return {
    ...Object.fromEntries(own),
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1",
    // Older versions do not know the variable above; without a transport they cannot fetch either.
    GIT_ALLOW_PROTOCOL: "none",
    GIT_OPTIONAL_LOCKS: "0",
  };
}

function explain(error: unknown): Error {
  if (!(error instanceof GitFailure)) return asError(error);
  const { directory, stderr } = error;
  if (error.exitCode === "ENOENT") return new UsageError("git was not found; install it or put it on the PATH.");
  if (stderr.includes("cannot change to")) return new UsageError(`There is no directory ${directory}.`);
  if (stderr.includes("not a git repository")) return new UsageError(`${directory} is not inside a git repository.`);
  if (stderr.includes("dubious ownership")) {
    const remedy = `git config --global --add safe.directory ${directory}`;
    return new UsageError(`git does not trust ${directory} because another user owns it; if you do, run: ${remedy}`);
  }
  if (stderr.includes("promisor remote")) {
    const remedy = "run `git diff --stat BASE HEAD` once, which fetches them";
    return new UsageError(`${directory} is a partial clone without the contents of this change; ${remedy}.`);
  }
  const [firstLine = ""] = stderr.trim().split("\n");
  return new ThreatModelError("git", `git ${error.command} failed: ${firstLine || error.message}`, { cause: error });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
