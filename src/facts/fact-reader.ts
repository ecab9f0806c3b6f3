import type { Side } from "../domain/change-set.ts";
import type { FileFacts } from "../domain/fact.ts";

/** One version of one file, as a reader gets it. */
export interface SourceFile {
  readonly path: string;
  readonly side: Side;
  readonly text: string;
  /** `owner/name` of the repository, where it has an owner. */
  readonly repository?: string;
}

/** Turns the text of one kind of file into facts. It sees one file at a time, and must survive any text. */
export interface FactReader {
  /** Names the reader in messages, such as `code` or `github-workflow`. */
  readonly id: string;
  /** Decides by path alone; the first reader in the list that says yes reads the file. */
  reads(path: string): boolean;
  /** Longer files are named in the coverage ledger instead of being read; the default suits what people write. */
  readonly maxBytes?: number;
  read(file: SourceFile): FileFacts | Promise<FileFacts>;
}
