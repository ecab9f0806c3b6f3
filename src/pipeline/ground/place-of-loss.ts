import { type ChangedFile, type HunkLine, otherSide, type Side } from "../../domain/change-set.ts";
import type { DeclaredField, Safeguard, SafeguardFamily } from "../../domain/fact.ts";
import { numberOn, startOfEdit } from "../../domain/hunks.ts";
import { codeLines } from "./code-lines.ts";
import { withoutText } from "./without-text.ts";

/** How far behind the place of a lost safeguard what it was about is looked for. */
const NEAR = 20;
/** Lines of machine-made code are no evidence that a person can read. */
const LONGEST = 500;

/** The side without the safeguard. */
export interface Lacking {
  readonly lacking: Side;
  /** The fields of schemas that it has. */
  readonly fields: readonly DeclaredField[];
  /** Where lines stand that did not change but say nothing there. */
  readonly silenced: ReadonlyMap<number, number>;
}

/**
 * The line on the side that lacks a safeguard where what it was about is used without it; `null` when it is used no
 * more, or when something else with a telling name has taken its place.
 */
export function placeOfLoss(use: Safeguard, file: ChangedFile, { lacking, fields, silenced }: Lacking): number | null {
  const place = silenced.get(use.startLine) ?? nextLine(use, file, lacking);
  if (place === null) return null;
  if (use.ofField) return lineOfField(use, fields, place);
  const from = { lacking, from: place };
  return lineOfUse(use.about, file, from) ?? (use.madeOf === undefined ? null : lineOfUse(use.madeOf, file, from));
}

/** The line behind a safeguard that was taken out; `null` where something else took its place. */
function nextLine(use: Safeguard, file: ChangedFile, lacking: Side): number | null {
  const having = otherSide(lacking);
  const hunk = file.hunks.find(({ lines }) => lines.some((line) => numberOn(line, having) === use.startLine));
  if (!hunk || isReplaced(use, hunk.lines, { lacking, path: file.path })) return null;
  const at = startOfEdit(
    hunk.lines,
    hunk.lines.findIndex((line) => numberOn(line, having) === use.startLine),
  );
  const near = [...hunk.lines.slice(at), ...hunk.lines.slice(0, at).toReversed()];
  return near.map((line) => numberOn(line, lacking)).find((number) => number !== null) ?? null;
}

/** Where the same field stands now, nearest to its old place. */
function lineOfField({ about, symbol }: Safeguard, fields: readonly DeclaredField[], from: number): number | null {
  const lines = fields
    .filter((field) => field.name === about && field.symbol === symbol)
    .map(({ startLine }) => startLine)
    .toSorted((a, b) => Math.abs(a - from) - Math.abs(b - from));
  return lines[0] ?? null;
}

/** Comments and texts use nothing. */
function lineOfUse(about: string | null, file: ChangedFile, { lacking, from }: { lacking: Side; from: number }) {
  const fits = (line: string) => isReadable(line) && (about === null ? /\w/u.test(line) : mentions(line, about));
  const offset = codeLines(file, lacking)
    .slice(from - 1, from - 1 + NEAR)
    .findIndex(fits);
  return offset < 0 ? null : from + offset;
}

function isReadable(line: string): boolean {
  return line.trim() !== "" && line.length <= LONGEST;
}

function mentions(line: string, name: string): boolean {
  return line.match(/[\w$@]+/gu)?.includes(name) ?? false;
}

const REPLACES =
  /valid|check|sanit|escap|clean|safe|allow|auth|verif|normal|resolve|guard|encod|quote|secur|assert|ensure|polic|perm|require|filter|purif|strip|restrict|trust|schema|parse|^refine|^custom|^rule/iu;

/** What does in another way what a safeguard of some families did. */
const STANDS_IN: Readonly<Partial<Record<SafeguardFamily, RegExp>>> = {
  file: /uuid|nanoid|ulid|random|slug/iu,
  session: /delete|destroy|remove|sign_?out|log_?out|end|revoke|clear|invalidate/iu,
};

/** What Go's own library calls taking a text apart, which keeps nothing out: `url.Parse`, `net.ParseIP`. */
const READS_ONLY = /^Parse(?:RequestURI|Query|IP|CIDR|Int|Uint|Float|Duration|MediaType|Form|MultipartForm)?$/u;

/** A rule of a record, which Ruby calls without brackets. */
const RULE_OF_RECORD = /^\s{0,80}validates(?:_\w{1,60})?\s/u;

/** True when the lines that came in the same place call something that sounds like a safeguard as well. */
function isReplaced(
  { what, family, ofField }: Safeguard,
  lines: readonly HunkLine[],
  { lacking, path }: { lacking: Side; path: string },
): boolean {
  const added = lacking === "head" ? "added" : "removed";
  const came = lines.filter(({ type }) => type === added).map(({ text }) => text);
  if (!ofField && path.endsWith(".rb") && came.some((text) => RULE_OF_RECORD.test(text))) return true;
  const left = lines.filter(({ type }) => type !== added).map(({ text }) => text);
  const known = new Set([...callsIn(left, path), ...what.split(/[ .]/u)]);
  const only = path.endsWith(".go") ? READS_ONLY : null;
  const replaces = (name: string) => REPLACES.test(name) || STANDS_IN[family]?.test(name) === true;
  return callsIn(came, path).some((name) => replaces(name) && !known.has(name) && only?.test(name) !== true);
}

function callsIn(lines: readonly string[], path: string): string[] {
  const code = withoutText(lines.join("\n"), path);
  return [...code.matchAll(/(?<![\w$])([\w$]{1,100}[?!]?)\s{0,9}(?:<[^<>()]{0,99}>)?\(/gu)].map(
    ([, name = ""]) => name,
  );
}
