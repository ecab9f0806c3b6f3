import { type Blob, type ChangedFile, type ChangeSet, type Hunk, pathOn } from "../../domain/change-set.ts";
import { diffTexts } from "../../domain/hunks.ts";
import { isName, looksSecret } from "../../domain/secret-shape.ts";
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
 * Replaces every secret in the change by a stable placeholder, before anything is stored, shown or sent. A value that is
 * known as a secret from one text is masked in all of them. Blob ids stay those of the original bytes. Throws nothing of
 * its own; a scanner that fails fails the run.
 */
export async function redact(change: ChangeSet, scanner: SecretScanner): Promise<ChangeSet> {
  const mask = await maskerFor(textsOf(change), scanner);
  // Files first, so that words in the title do not renumber what stands in the code.
  const files = change.files.map((file) => redactFile(file, mask));
  const context = change.context.map((file) => ({ ...file, blob: redactBlob(file.blob, mask) }));
  return { ...change, files, context, title: mask(change.title), body: mask(change.body) };
}

/** Replaces the secrets of one text; see `redact`. */
export async function redactText(text: string, scanner: SecretScanner): Promise<string> {
  return (await maskerFor([["text", text]], scanner))(text);
}

/** Values looked for in every text; a change that plants thousands must not cost a scan for each. */
const MOST_TOLD_VALUES = 200;

type Mask = (text: string) => string;

/** Every text with the path that it is scanned under. */
function textsOf({ title, body, files, context }: ChangeSet): [path: string, text: string][] {
  const versions = files.flatMap((file): [string, string][] => [
    ...(file.base ? [[pathOn(file, "base"), file.base.text] as [string, string]] : []),
    ...(file.head ? [[file.path, file.head.text] as [string, string]] : []),
  ]);
  return [
    ["title", title],
    ["body", body],
    ...versions,
    ...context.map(({ path, blob }): [string, string] => [path, blob.text]),
  ];
}

async function maskerFor(texts: readonly [path: string, text: string][], scanner: SecretScanner): Promise<Mask> {
  const found = new Map<string, readonly SecretRange[]>();
  const known = new Map<string, string>();
  for (const [path, text] of texts) {
    const ranges = await scanner.scan(path, text);
    found.set(text, [...(found.get(text) ?? []), ...ranges]);
    for (const { start, end, type } of ranges) known.set(text.slice(start, end), type);
  }
  // A password such as `shop` is a word of many texts.
  const telling = [...known].filter(([value]) => looksSecret(value) && !isName(value)).slice(0, MOST_TOLD_VALUES);
  const book = new PlaceholderBook();
  return (text) => {
    const ranges = [...(found.get(text) ?? []), ...telling.flatMap(([value, type]) => placesOf(value, type, text))];
    return ranges.length === 0 ? text : maskRanges(text, ranges, book);
  };
}

function placesOf(value: string, type: string, text: string): SecretRange[] {
  const places: SecretRange[] = [];
  for (let start = text.indexOf(value); start !== -1; start = text.indexOf(value, start + value.length)) {
    places.push({ start, end: start + value.length, type });
  }
  return places;
}

function redactFile(file: ChangedFile, mask: Mask): ChangedFile {
  const base = file.base && redactBlob(file.base, mask);
  const head = file.head && redactBlob(file.head, mask);
  if (base === file.base && head === file.head) return file;
  return { ...file, base, head, hunks: redactedHunks(file.hunks, base, head) };
}

function redactBlob(blob: Blob, mask: Mask): Blob {
  const text = mask(blob.text);
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
