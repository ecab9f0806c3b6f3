import type { ReadableChange, Side } from "../../domain/change-set.ts";
import type { FileFacts } from "../../domain/fact.ts";

/** What the reader process is asked: the files of a change, and those that already cost a process. */
export interface ReadRequest {
  readonly change: ReadableChange;
  /** Reason by file version, for versions that must not be tried again. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** The sides to read. */
  readonly sides: readonly Side[];
}

/** What the reader process says while it works, and at the end. */
export type ReadMessage =
  | { readonly type: "begins"; readonly version: string }
  | { readonly type: "done"; readonly facts: readonly FileFacts[] }
  | { readonly type: "failed"; readonly reason: string };
