import { FORMATS } from "./formats.ts";

/** Sums of what other files name, and locks of package managers that no reader knows. */
const CHECKSUMS = /(^|\/)(go\.sum|go\.work\.sum|[\w.-]+\.lockb?)$/u;

/** What a file says about foreign code, from its path alone; `null` when it is no such file. */
export function manifestRole(path: string): "configuration" | "lock" | "checksums" | null {
  const format = FORMATS.find((one) => one.path.test(path));
  if (format) return format.role;
  return CHECKSUMS.test(path) ? "checksums" : null;
}
