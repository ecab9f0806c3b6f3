import { closeSync, openSync, readFileSync, readlinkSync, rmSync, statSync, utimesSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { z } from "zod";
import { StoreError } from "../../domain/errors.ts";
import { createDirectory } from "./create-directory.ts";

const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** When the process started, and which process ids it can see; `null` where the system does not tell. */
  started: z.string().nullable(),
  namespace: z.string().nullable(),
});
type Holder = z.infer<typeof holderSchema>;

/** Time that a process has to write its name into a lock that it just created. */
const WRITE_GRACE_MS = 10_000;
/** A holder shows that it lives by touching its lock; across containers nothing else can be seen of it. */
const TOUCH_EVERY_MS = 5_000;
const SILENT_MS = 30_000;

/** The right of this process to open a database directory. */
export interface DirectoryLock {
  release(): void;
}

/**
 * Takes the lock of a database directory: a file beside it, because two processes in one embedded database lose data
 * without an error. Throws `StoreError` naming the directory and the process that holds it.
 */
export function lockDirectory(directory: string): DirectoryLock {
  const path = `${directory}.lock`;
  createParent(path);
  if (!create(path)) {
    takeOver(path, directory);
  }
  const touching = setInterval(() => touch(path), TOUCH_EVERY_MS).unref();
  const release = () => {
    clearInterval(touching);
    process.removeListener("exit", release);
    if (isSame(readHolder(path), self())) rmSync(path, { force: true });
  };
  process.once("exit", release);
  return { release };
}

function createParent(path: string): void {
  try {
    createDirectory(dirname(path));
  } catch (error) {
    const parent = dirname(path);
    throw new StoreError(`The directory ${parent} cannot be created; check THREATDIFF_DATA and its rights`, error);
  }
}

function self(): Holder {
  return { pid: process.pid, host: hostname(), started: startOf(process.pid), namespace: ownNamespace() };
}

function touch(path: string): void {
  const now = new Date();
  try {
    if (isSame(readHolder(path), self())) utimesSync(path, now, now);
  } catch {
    // A full or read-only disk is for the database to report; the lock itself stands.
  }
}

function create(path: string): boolean {
  try {
    const file = openSync(path, "wx", 0o600);
    writeSync(file, JSON.stringify(self()));
    closeSync(file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw new StoreError(`The lock file ${path} cannot be written; check the rights of its directory`, error);
  }
}

/** Replaces the lock of a dead process. A second file makes sure that only one process does so at a time. */
function takeOver(path: string, directory: string): void {
  refuseWhileAlive(path, directory);
  const guard = `${path}.takeover`;
  if (!create(guard)) {
    throw new StoreError(`Another process is taking over ${directory}; if none is, delete ${guard} and start again`);
  }
  try {
    refuseWhileAlive(path, directory);
    rmSync(path, { force: true });
    if (!create(path)) throw new StoreError(`Another process took ${directory} at the same moment; start again`);
  } finally {
    rmSync(guard, { force: true });
  }
}

function refuseWhileAlive(path: string, directory: string): void {
  const holder = readHolder(path);
  if (holder === "gone" || holder === "abandoned") return;
  if (holder === "unreadable") {
    throw new StoreError(`Another process is opening ${directory}; wait a few seconds and start again`);
  }
  if (holder.host !== hostname()) {
    throw new StoreError(
      `${directory} is held by process ${holder.pid} on ${holder.host}; stop it, or delete ${path} if that host is gone`,
    );
  }
  if (holder.namespace !== ownNamespace()) return refuseUntilSilent(path, directory);
  if (isAlive(holder)) {
    throw new StoreError(
      `${directory} is held by process ${holder.pid}; stop it first, or give this one another THREATDIFF_DATA`,
    );
  }
}

/** A container that was restarted sees none of its earlier processes, and none of another container by the same name. */
function refuseUntilSilent(path: string, directory: string): void {
  if (ageOf(path) > SILENT_MS) return;
  const seconds = SILENT_MS / 1_000;
  throw new StoreError(`${directory} was in use by another container just now; start again in ${seconds} seconds`);
}

function ageOf(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
}

function readHolder(path: string): Holder | "gone" | "unreadable" | "abandoned" {
  try {
    const holder = holderSchema.safeParse(JSON.parse(readFileSync(path, "utf8") || "null"));
    if (holder.success) return holder.data;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "gone";
  }
  return ageOf(path) > WRITE_GRACE_MS ? "abandoned" : "unreadable";
}

function isSame(one: ReturnType<typeof readHolder>, other: Holder): boolean {
  return typeof one === "object" && one.pid === other.pid && one.host === other.host && one.started === other.started;
}

/** A process id alone proves little: after a restart of a container the same id belongs to a new process. */
function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return holder.started === null || holder.started === startOf(holder.pid);
}

/** When a process started, in the kernel's own words; `null` where the system does not tell. */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/su, "").trim().split(" ");
    return `${boot}:${fields[19]}`;
  } catch {
    return null;
  }
}

function ownNamespace(): string | null {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return null;
  }
}
