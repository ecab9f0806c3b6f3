import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The bundled shop before and after its pull request, as text by path. */
export interface Sample {
  readonly title: string;
  readonly body: string;
  readonly base: Readonly<Record<string, string>>;
  readonly head: Readonly<Record<string, string>>;
}

/** Reads the sample from the source tree, also when the demo runs from `dist`. */
export function readSample(): Sample {
  const root = fileURLToPath(new URL("../../src/demo/sample/", import.meta.url));
  return {
    title: "Invoices as PDF, and tell customers when an order ships",
    body: "Adds a PDF of every invoice and a call to the customer's own system when an order ships. Also tidies CI.",
    base: readTree(join(root, "base")),
    head: readTree(join(root, "head")),
  };
}

function readTree(directory: string): Record<string, string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  return Object.fromEntries(paths.map((path) => [path.slice(directory.length + 1), readFileSync(path, "utf8")]));
}
