import { spawn } from "node:child_process";
import { resolve } from "node:path";

export const LAUNCHER = resolve(import.meta.dirname, "../../bin/threatdiff.js");

/** How one command line ended. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly directory?: string;
  /** Added to a bare environment. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly node?: string;
  readonly launcher?: string;
}

/** Runs the command line as a process of its own, with nothing of this one's environment but the path. */
export function runThreatdiff(words: readonly string[], surroundings: Surroundings = {}): Promise<Outcome> {
  const { directory = "/", variables = {}, node = process.execPath, launcher = LAUNCHER } = surroundings;
  const env = { PATH: process.env["PATH"] ?? "", HOME: "/dev/null", ...variables };
  const child = spawn(node, [launcher, ...words], { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => (output[name] += text));
  }
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (status) => done({ status, ...output }));
  });
}
