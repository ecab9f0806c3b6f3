import type { Blob, ChangedFile, FileStatus, Hunk, OmittedReason } from "../../domain/change-set.ts";
import { diffTexts } from "../../domain/hunks.ts";
import type { Content } from "./blobs.ts";
import type { Entry, RawChange } from "./raw-diff.ts";

/** A path that differs, with the contents of both sides; `null` where there is no file. */
export interface ReadChange extends RawChange {
  readonly baseContent: Content | null;
  readonly headContent: Content | null;
  /** As git computed them, or `null` when it did not. */
  readonly hunks: readonly Hunk[] | null;
}

/** True for a path whose bytes are the file itself: not a link, not a submodule, not absent. */
export function isFile(entry: Entry): boolean {
  return entry.mode.startsWith("100");
}

/** Makes one file of the change set, or says why its content is left out. */
export function toChangedFile(change: ReadChange): ChangedFile {
  const { path, previousPath, status } = change;
  const omitted = omittedReason(change);
  if (omitted !== null) return { path, previousPath, status, base: null, head: null, hunks: [], omitted };
  const base = asBlob(change.baseContent);
  const head = asBlob(change.headContent);
  return {
    path,
    previousPath,
    status: status === "modified" ? modifiedStatus(base, head) : status,
    base,
    head,
    hunks: hunksOf(change, base, head),
    omitted,
  };
}

function modifiedStatus(base: Blob | null, head: Blob | null): FileStatus {
  if (base === null) return "added";
  return base.sha === head?.sha ? "mode_changed" : "modified";
}

/** A link or submodule that became a file is read as a new file; what is one now has no content to read. */
function omittedReason({ status, base, head, baseContent, headContent }: ReadChange): OmittedReason | null {
  const special = specialMode(status === "removed" ? base : head);
  return special ?? [headContent, baseContent].find((content) => typeof content === "string") ?? null;
}

function specialMode(entry: Entry): OmittedReason | null {
  if (entry.mode === "160000") return "submodule";
  return entry.mode === "120000" ? "symlink" : null;
}

function asBlob(content: Content | null): Blob | null {
  return typeof content === "string" ? null : content;
}

/** Attributes can keep git from printing a text's patch; it is then computed here, so that nothing hides. */
function hunksOf(change: ReadChange, base: Blob | null, head: Blob | null): readonly Hunk[] {
  if (base?.sha === head?.sha) return [];
  const [before, after] = [base?.text ?? "", head?.text ?? ""];
  return change.hunks ?? diffTexts(before, after) ?? replaceAll(before, after);
}

/** The patch of last resort, for two texts that are too different to compare in time. */
function replaceAll(before: string, after: string): readonly Hunk[] {
  return [...(diffTexts(before, "") ?? []), ...(diffTexts("", after) ?? [])];
}
