import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/** Creates an absolute directory and the ones above it. Throws the file system's error. */
export function createDirectory(path: string): void {
  if (existsSync(path)) return;
  // Node's own recursive mode never ends where the system says "no such file" below a directory that exists, as /proc.
  if (dirname(path) !== path) createDirectory(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
}
