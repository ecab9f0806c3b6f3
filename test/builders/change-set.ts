import { createHash } from "node:crypto";
import type { Blob, ChangeSet, ChangedFile, FileStatus } from "../../src/domain/change-set.ts";
import { NO_PACKS } from "../../src/domain/pack.ts";
import { diffTexts } from "../../src/domain/hunks.ts";

interface FileTexts {
  /** Text before the change; leave out for an added file. */
  readonly base?: string;
  /** Text after the change; leave out for a removed file. */
  readonly head?: string;
  readonly previousPath?: string;
  readonly omitted?: ChangedFile["omitted"];
}

interface ChangeTexts extends Partial<Omit<ChangeSet, "files" | "context">> {
  readonly files?: Readonly<Record<string, FileTexts>>;
  /** Unchanged files by path. */
  readonly context?: Readonly<Record<string, string>>;
}

/** A change set from texts by path, with true hunks and git object ids. */
export function buildChange({ files = {}, context = {}, ...given }: ChangeTexts = {}): ChangeSet {
  const paths = [...Object.keys(files), ...Object.keys(context)];
  return {
    subject: { repository: "acme/shop", number: 7, webUrl: "https://github.com/acme/shop" },
    title: "Change",
    body: "",
    baseSha: "b".repeat(40),
    mergeBaseSha: "b".repeat(40),
    headSha: "a".repeat(40),
    files: Object.entries(files).map(([path, texts]) => buildChangedFile(path, texts)),
    context: Object.entries(context).map(([path, text]) => ({ path, blob: buildBlob(text) })),
    contextLimits: { importers: [], graph: null },
    map: { paths: paths.toSorted(), truncated: false, aliases: [] },
    config: null,
    packs: NO_PACKS,
    filesMissing: null,
    ...given,
  };
}

export function buildChangedFile(path: string, texts: FileTexts): ChangedFile {
  const { base, head, previousPath = null, omitted = null } = texts;
  return {
    path,
    previousPath,
    status: statusOf(texts),
    base: base === undefined ? null : buildBlob(base),
    head: head === undefined ? null : buildBlob(head),
    hunks: omitted ? [] : (diffTexts(base ?? "", head ?? "") ?? []),
    omitted,
  };
}

/** A blob with the id that git would give it. */
export function buildBlob(text: string): Blob {
  const size = Buffer.byteLength(text);
  return { sha: createHash("sha1").update(`blob ${size}\0${text}`).digest("hex"), text };
}

/** The same change the other way round: what reverting it would look like. */
export function reverseChange(change: ChangeSet): ChangeSet {
  const files = change.files.map((file) => {
    const { base, head, previousPath, omitted } = file;
    const path = previousPath ?? file.path;
    return buildChangedFile(path, {
      ...(head && { base: head.text }),
      ...(base && { head: base.text }),
      ...(previousPath !== null && { previousPath: file.path }),
      omitted,
    });
  });
  return { ...change, baseSha: change.headSha, mergeBaseSha: change.headSha, headSha: change.mergeBaseSha, files };
}

function statusOf({ base, head, previousPath, omitted }: FileTexts): FileStatus {
  if (previousPath !== undefined) return "renamed";
  if (omitted) return "modified";
  if (base === undefined) return "added";
  return head === undefined ? "removed" : "modified";
}
