import type { FileFacts } from "../../domain/fact.ts";
import type { FactReader, SourceFile } from "../fact-reader.ts";
import { roleOf } from "../file-role.ts";
import { FORMATS } from "./formats.ts";
import type { ManifestFormat } from "./manifest.ts";
import { scopesOf } from "./manifest-facts.ts";

/** Locks are long but flat, and a few passes over their text are all that it takes. */
const MAX_LOCK_BYTES = 5_000_000;

/** Reads what a project takes in from elsewhere: package manifests and the settings of package managers. */
export const manifestReader: FactReader = {
  id: "manifest",
  reads: (path) => roleOf(path) === "configuration" && formatOf(path) !== undefined,
  read,
};

/** Reads the locks of package managers, which are written by them and hold what is odd among thousands of entries. */
export const lockReader: FactReader = {
  id: "lock",
  maxBytes: MAX_LOCK_BYTES,
  reads: (path) => roleOf(path) === "lock" && formatOf(path) !== undefined,
  read,
};

function formatOf(path: string): ManifestFormat | undefined {
  return FORMATS.find((format) => format.path.test(path));
}

function read(file: SourceFile): FileFacts {
  const { path, side, text } = file;
  const format = formatOf(path);
  if (format === undefined) throw new Error(`No format is known for ${path}.`);
  try {
    return { path, side, scopes: scopesOf(file, format.read(text), format.ecosystem), limitation: null };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { path, side, scopes: [], limitation: `It could not be read: ${error.message}.` };
  }
}
