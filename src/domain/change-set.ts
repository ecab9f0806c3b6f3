import type { ModuleAlias } from "./imports/module-aliases.ts";
import type { Packs } from "./pack.ts";

/** Which of the two versions a line or fact belongs to: before the change (the merge base) or after it. */
export type Side = "base" | "head";

/** How a path changed between the merge base and the head. */
export type FileStatus = "added" | "removed" | "modified" | "renamed" | "copied" | "mode_changed";

/** Why a changed file's content is not in the change set. Shown in the coverage ledger, never hidden. */
export type OmittedReason = "binary" | "submodule" | "symlink" | "too_large" | "unreadable";

/** Text of one file at one commit. */
export interface Blob {
  /** Git object id of the original bytes, also when `text` was redacted. */
  readonly sha: string;
  /** Decoded as UTF-8; line endings as stored. */
  readonly text: string;
}

/** One line of a hunk; the number of the side it does not exist on is `null`. */
export interface HunkLine {
  readonly type: "context" | "added" | "removed";
  readonly text: string;
  readonly baseLine: number | null;
  readonly headLine: number | null;
}

/** A run of changed lines with its context, as unified diffs have it. Line numbers are 1-based. */
export interface Hunk {
  readonly baseStart: number;
  readonly headStart: number;
  readonly lines: readonly HunkLine[];
}

/** One path that differs between the merge base and the head. */
export interface ChangedFile {
  readonly path: string;
  /** The path at the base when it was renamed or copied. */
  readonly previousPath: string | null;
  readonly status: FileStatus;
  /** `null` when the file does not exist at the base or was omitted. */
  readonly base: Blob | null;
  /** `null` when the file does not exist at the head or was omitted. */
  readonly head: Blob | null;
  readonly hunks: readonly Hunk[];
  readonly omitted: OmittedReason | null;
}

/** An unchanged file that was read because the change is hard to judge without it. */
export interface ContextFile {
  readonly path: string;
  readonly blob: Blob;
}

/** The paths of the repository at the head; contents are read only for changed and context files. */
export interface RepositoryMap {
  readonly paths: readonly string[];
  /** True when the host could not list every path. */
  readonly truncated: boolean;
  /** What the manifests at the head say that module names mean. */
  readonly aliases: readonly ModuleAlias[];
}

/** Where the change comes from and how people address it. */
export interface ChangeSubject {
  /** `owner/name`, or the directory's name for a local change. */
  readonly repository: string;
  /** Pull request number, or `null` for a local change. */
  readonly number: number | null;
  /** `https://…/blob/<sha>/<path>` is built from this; `null` when there is no web address. */
  readonly webUrl: string | null;
}

/** Where the configuration lives in every repository. */
export const CONFIG_PATH = ".github/threatdiff.yml";

/** `.github/threatdiff.yml` as text, with the commit that it was read from. */
export interface ConfigSource {
  readonly path: string;
  readonly sha: string;
  readonly text: string;
}

/** Files that import a changed file and were left unread, because too many do. */
export interface UnreadImporters {
  readonly path: string;
  readonly count: number;
}

/** What is not known of how the files around the change use it. */
export interface ContextLimits {
  readonly importers: readonly UnreadImporters[];
  /** One sentence when not every file's imports were looked at, else `null`. */
  readonly graph: string | null;
}

/** Everything that is known of one change. Read once, then frozen: no later step talks to the code host. */
export interface ChangeSet {
  readonly subject: ChangeSubject;
  /** Untrusted: shown to people, never to the finder or the refuter. */
  readonly title: string;
  /** Untrusted, as `title`. */
  readonly body: string;
  readonly baseSha: string;
  readonly mergeBaseSha: string;
  readonly headSha: string;
  readonly files: readonly ChangedFile[];
  readonly context: readonly ContextFile[];
  readonly contextLimits: ContextLimits;
  readonly map: RepositoryMap;
  /** The repository's configuration at the base, or `null` when it has none. */
  readonly config: ConfigSource | null;
  /** Further threat kinds that the configuration names, read at the base. */
  readonly packs: Packs;
  /** Set when the host listed fewer files than changed; one sentence that says how many are missing. */
  readonly filesMissing: string | null;
}

/** The parts of a change that facts are read from. */
export interface ReadableChange extends Pick<ChangeSet, "subject" | "context" | "map"> {
  readonly files: readonly Pick<ChangedFile, "path" | "previousPath" | "base" | "head">[];
}

/** The blob of a changed or context file on one side; looks a renamed file up by either name. */
export function blobAt(change: ChangeSet, path: string, side: Side): Blob | null {
  const context = change.context.find((file) => file.path === path);
  if (context) return context.blob;
  const file = change.files.find((candidate) => pathOn(candidate, side) === path);
  return file ? file[side] : null;
}

/** The path of a changed file on one side. */
export function pathOn(file: Pick<ChangedFile, "path" | "previousPath">, side: Side): string {
  return side === "base" ? (file.previousPath ?? file.path) : file.path;
}

/** The version that a line or fact of the given one is compared with. */
export function otherSide(side: Side): Side {
  return side === "head" ? "base" : "head";
}

/** The lines of a blob without their line endings; line 1 is index 0. */
export function linesOf(text: string): string[] {
  return text.split(/\r?\n/u);
}
