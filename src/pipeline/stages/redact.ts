import { type Blob, type ChangedFile, type ChangeSet, type Hunk, pathOn } from "../../domain/change-set.ts";
import { diffTexts } from "../../domain/hunks.ts";
import type { SecretRange, SecretScanner } from "../../ports/secret-scanner.ts";

/** Numbers each secret value once per run, so that the same value has the same placeholder in every file. */
class PlaceholderBook {
  readonly #known = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** `<secret:TYPE:N>`, followed by as many line breaks as the secret had, so that line numbers stay true. */
  placeholderFor(value: string, type: string): string {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const number = (this.#counts.get(type) ?? 0) + 1;
    this.#counts.set(type, number);
    const placeholder = `<secret:${type}:${number}>${"\n".repeat(value.split("\n").length - 1)}`;
    this.#known.set(value, placeholder);
    return placeholder;
  }
}

/**
 * Replaces every secret in the change by a stable placeholder, before anything is stored, shown or sent.
 * Blob ids stay those of the original bytes. Throws nothing of its own; a scanner that fails fails the run.
 */
export async function redact(change: ChangeSet, scanner: SecretScanner): Promise<ChangeSet> {
  const mask = masker(scanner);
  const files: ChangedFile[] = [];
  for (const file of change.files) files.push(await redactFile(file, mask));
  const context = [];
  for (const file of change.context) context.push({ ...file, blob: await redactBlob(file.path, file.blob, mask) });
  return {
    ...change,
    title: await mask("title", change.title),
    body: await mask("body", change.body),
    files,
    context,
  };
}

type Mask = (path: string, text: string) => Promise<string>;

function masker(scanner: SecretScanner): Mask {
  const book = new PlaceholderBook();
  return async (path, text) => {
    const ranges = await scanner.scan(path, text);
    return ranges.length === 0 ? text : maskRanges(text, ranges, book);
  };
}

async function redactFile(file: ChangedFile, mask: Mask): Promise<ChangedFile> {
  const base = file.base && (await redactBlob(pathOn(file, "base"), file.base, mask));
  const head = file.head && (await redactBlob(file.path, file.head, mask));
  if (base === file.base && head === file.head) return file;
  return { ...file, base, head, hunks: redactedHunks(file.hunks, base, head) };
}

async function redactBlob(path: string, blob: Blob, mask: Mask): Promise<Blob> {
  const text = await mask(path, blob.text);
  return text === blob.text ? blob : { ...blob, text };
}

/** Hunks are taken anew from the masked texts: a line that holds half of a secret cannot be masked by itself. */
function redactedHunks(original: readonly Hunk[], base: Blob | null, head: Blob | null): readonly Hunk[] {
  if (original.length === 0) return original;
  return diffTexts(base?.text ?? "", head?.text ?? "") ?? [];
}

function maskRanges(text: string, ranges: readonly SecretRange[], book: PlaceholderBook): string {
  let masked = "";
  let end = 0;
  for (const range of mergeOverlaps(ranges)) {
    masked += text.slice(end, range.start) + book.placeholderFor(text.slice(range.start, range.end), range.type);
    end = range.end;
  }
  return masked + text.slice(end);
}

function mergeOverlaps(ranges: readonly SecretRange[]): SecretRange[] {
  const merged: SecretRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last && range.start < last.end) merged[merged.length - 1] = { ...last, end: Math.max(last.end, range.end) };
    else merged.push(range);
  }
  return merged;
}
