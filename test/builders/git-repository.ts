import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A real repository in a temporary directory, deleted when the test ends. */
export interface TestRepository {
  readonly directory: string;
  readonly git: (...command: string[]) => string;
  readonly write: (path: string, content: string | Uint8Array) => void;
  /** Commits everything and returns the object id. */
  readonly commit: (subject: string) => string;
}

const IDENTITY = { name: "A", email: "a@example.com", date: "2026-01-02T03:04:05Z" };

/** Identity, dates and settings of the machine do not leak into the repository. */
const GIT_ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  HOME: tmpdir(),
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: IDENTITY.name,
  GIT_AUTHOR_EMAIL: IDENTITY.email,
  GIT_AUTHOR_DATE: IDENTITY.date,
  GIT_COMMITTER_NAME: IDENTITY.name,
  GIT_COMMITTER_EMAIL: IDENTITY.email,
  GIT_COMMITTER_DATE: IDENTITY.date,
};

/** A directory that is deleted when the test ends. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "threatdiff-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** An empty repository on branch `main`; `init` takes further arguments for `git init`. */
export function createRepository(...init: string[]): TestRepository {
  const directory = temporaryDirectory();
  const git = (...command: string[]) =>
    execFileSync("git", command, { cwd: directory, env: GIT_ENVIRONMENT, encoding: "utf8", stdio: "pipe" }).trim();
  const write = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  };
  const commit = (subject: string) => {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", subject);
    return git("rev-parse", "HEAD");
  };
  git("init", "-q", "-b", "main", ...init);
  return { directory, git, write, commit };
}
