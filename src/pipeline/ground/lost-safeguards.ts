import { type ChangedFile, type ChangeSet, linesOf, otherSide, pathOn, type Side } from "../../domain/change-set.ts";
import { askedKey, type Fact, type FileFacts, type Safeguard, type Scope } from "../../domain/fact.ts";
import { changedLines, diffTexts } from "../../domain/hunks.ts";
import { toldAlone } from "./came-beside.ts";
import { withHelpers } from "./helped-by.ts";
import { type Comparison, countBy, isNowhere, silencedLines, totalsOf } from "./moved-safeguard.ts";
import type { ScopePair } from "./pair-scopes.ts";
import { type Lacking, placeOfLoss } from "./place-of-loss.ts";

const SIDES: readonly Side[] = ["base", "head"];

/** What one side of a changed file has that the other lacks. */
interface Loss {
  readonly lacking: Side;
  readonly file: ChangedFile;
  readonly use: Safeguard;
  readonly fact: Fact;
  /** The safeguard where it still stands, as evidence. */
  readonly stood: Fact;
}

/**
 * Adds to the pairs a fact about every safeguard that stood on one side and is gone from the other while what it was
 * about is still used there; a function that is no scope yet becomes one.
 */
export function withLostSafeguards(
  pairs: readonly ScopePair[],
  change: ChangeSet,
  facts: readonly FileFacts[],
): ScopePair[] {
  const useless = { base: uselessGuards(pairs, "base"), head: uselessGuards(pairs, "head") };
  const losses = lossesIn(change, facts).filter(({ lacking, use }) => !useless[lacking].has(lastPart(use.symbol)));
  const byPair = Map.groupBy(losses, (loss) => pairOf(loss, pairs));
  const kept = pairs.map((pair) => completed(pair, byPair.get(pair) ?? []));
  const alone = Map.groupBy(byPair.get(null) ?? [], ({ file, use }) => `${file.path} ${use.symbol}`);
  return [...kept, ...[...alone.values()].map(ownPair)];
}

/** Guards that protect nothing on a side: every route that one of them stands in front of tells it already. */
function uselessGuards(pairs: readonly ScopePair[], side: Side): ReadonlySet<string> {
  const routes = pairs.flatMap((pair) => (pair[side]?.entryPoint ? [pair[side]] : []));
  const controls = routes.flatMap(({ facts }) => facts.filter(({ kind }) => kind === "control"));
  const useless = controls.filter(({ attributes }) => attributes["effective"] === false && "callee" in attributes);
  return new Set(useless.map(({ attributes }) => lastPart(String(attributes["callee"]))));
}

function lastPart(name: string | null): string {
  return name?.split(".").at(-1) ?? "";
}

function completed(pair: ScopePair, all: readonly Loss[]): ScopePair {
  const { base, head } = pair;
  const losses = all.filter((loss) => !cameInFront(loss, pair));
  const add = (scope: Scope | null) => {
    const told = scope === null ? [] : toldAlone(toldOn(scope.side, losses), pair);
    return scope === null || told.length === 0 ? scope : { ...scope, facts: [...scope.facts, ...told] };
  };
  return { base: add(base), head: add(head) };
}

/** True for a check of rights in whose stead something came in front of the code: a middleware, a decorator, an attribute. */
function cameInFront({ lacking, use }: Loss, pair: ScopePair): boolean {
  const before = new Set((pair[otherSide(lacking)]?.facts ?? []).flatMap(inFront));
  return use.family === "permission" && (pair[lacking]?.facts ?? []).flatMap(inFront).some((key) => !before.has(key));
}

function inFront({ kind, name, attributes }: Fact): string[] {
  const protects = kind === "control" && /^(?:authn|authz|ownership)$/u.test(name) && attributes["effective"] === true;
  return protects && attributes["via"] !== "inline" ? [`${name} ${attributes["via"]} ${attributes["callee"]}`] : [];
}

/** What one side lacks, and what it has that the other lacks. */
function toldOn(side: Side, losses: readonly Loss[]): Fact[] {
  return losses.map(({ lacking, fact, stood }) => (lacking === side ? fact : stood));
}

/** The scope that the function of a loss is or belongs to; entry points come first. */
function pairOf({ lacking, use, fact }: Loss, pairs: readonly ScopePair[]): ScopePair | null {
  const holds = (scope: Scope | null) =>
    scope !== null && scope.path === fact.path && scope.element === "process" && isAround(scope, fact);
  const named = (scope: Scope | null) => scope?.path === fact.path && scope.name === use.symbol;
  const around = pairs.filter((pair) => holds(pair[lacking]));
  return (
    around.find((pair) => pair[lacking]?.entryPoint) ??
    pairs.find((pair) => named(pair[lacking]) && pair.base !== null && pair.head !== null) ??
    null
  );
}

function isAround({ entryPoint, startLine, endLine }: Scope, { startLine: line }: Fact): boolean {
  return entryPoint !== null && startLine <= line && line <= endLine;
}

function ownPair(losses: readonly Loss[]): ScopePair {
  const [first] = losses;
  if (!first) throw new Error("A scope of lost safeguards needs one.");
  const { file, use } = first;
  const name = use.symbol ?? file.path.slice(file.path.lastIndexOf("/") + 1);
  const scopeOn = (side: Side): Scope => {
    const told = toldOn(side, losses);
    const lines = told.flatMap(({ startLine, endLine }) => [startLine, endLine]);
    const place = { startLine: Math.min(...lines, use.startLine), endLine: Math.max(...lines, use.endLine) };
    const path = pathOn(file, side);
    return { element: "process", name, path, side, entryPoint: null, facts: told, ...place, blindSpot: null };
  };
  return { base: scopeOn("base"), head: scopeOn("head") };
}

function lossesIn(change: ChangeSet, facts: readonly FileFacts[]): Loss[] {
  const known = new Map(facts.map((file) => [`${file.side}:${file.path}`, file.safeguards]));
  const totals = totalsOf(facts);
  return change.files.map(withPlainEnds).flatMap((file) => {
    const [base, head] = SIDES.map((side) => known.get(`${side}:${pathOn(file, side)}`));
    if (!base || !head || file.hunks.length === 0) return [];
    return [
      ...lossesOn({ lacking: "head", file, having: base, other: head, totals }),
      ...lossesOn({ lacking: "base", file, having: head, other: base, totals }),
    ];
  });
}

/** Lines that only end in another way did not change; else everything would have been replaced by everything. */
function withPlainEnds(file: ChangedFile): ChangedFile {
  const { base, head } = file;
  if (base === null || head === null || base.text.includes("\r\n") === head.text.includes("\r\n")) return file;
  return { ...file, hunks: diffTexts(plain(base.text), plain(head.text)) ?? file.hunks };
}

function plain(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

/** Safeguards of one family stand in for each other within a function, or within the rules of one field. */
function familyKey({ symbol, family, about, ofField }: Safeguard): string {
  return `${symbol} ${family} ${ofField ? about : ""}`;
}

function lossesOn(comparison: Comparison): Loss[] {
  const { lacking, file, other } = comparison;
  const having = withHelpers(comparison);
  const changed = changedLines(file.hunks, otherSide(lacking));
  const [had, has] = [countBy(having.uses, familyKey), countBy(other.uses, familyKey)];
  const symbols = new Set<string | null>([null, ...other.symbols]);
  const stays = new Set(other.uses.flatMap((use) => (use.symbol === null ? [] : [whatKey(use), aboutKey(use)])));
  const asked = new Set(other.asked);
  const mayBeLost = having.uses.filter(
    (use) =>
      symbols.has(use.symbol) &&
      !asked.has(askedKey(use.symbol, use.what.split(" "))) &&
      !stays.has(whatKey(use)) &&
      !stays.has(aboutKey(use)) &&
      (had.get(familyKey(use)) ?? 0) > (has.get(familyKey(use)) ?? 0),
  );
  if (mayBeLost.length === 0) return [];
  const [nowhere, silenced] = [isNowhere(comparison), silencedLines(file, lacking)];
  const isGone = ({ startLine }: Safeguard) => changed.has(startLine) || silenced.has(startLine);
  const lost = mayBeLost
    .filter((use) => isGone(use) && nowhere(use))
    .flatMap((use): Loss[] => {
      const fact = lostFact(use, file, { lacking, fields: other.fields, silenced });
      return fact === null ? [] : [{ lacking, file, use, fact, stood: stoodFact(use, file, fact) }];
    });
  return [...Map.groupBy(lost, ({ use }) => familyKey(use)).values()].flatMap(([first]) => first ?? []);
}

function whatKey({ symbol, what }: Safeguard): string {
  return `${symbol} what ${what}`;
}

/** What a function still asks about the same thing may have been put together with what is gone. */
function aboutKey({ symbol, family, about }: Safeguard): string {
  return `${symbol} ${family} about ${about}`;
}

function lostFact(use: Safeguard, file: ChangedFile, side: Lacking): Fact | null {
  const { lacking } = side;
  const line = placeOfLoss(use, file, side);
  if (line === null) return null;
  const quote = linesOf(file[lacking]?.text ?? "")[line - 1] ?? "";
  return {
    kind: "control",
    name: "safeguard",
    path: pathOn(file, lacking),
    side: lacking,
    startLine: line,
    endLine: line,
    quote,
    symbol: use.symbol,
    attributes: {
      effective: false,
      via: "inline",
      protects: use.family,
      callee: use.what,
      about: use.about ?? "what it is given",
    },
  };
}

function stoodFact({ startLine, endLine }: Safeguard, file: ChangedFile, lost: Fact): Fact {
  const side = otherSide(lost.side);
  const last = Math.min(endLine, startLine + MOST_LINES - 1);
  const quote = linesOf(file[side]?.text ?? "")
    .slice(startLine - 1, last)
    .join("\n");
  const attributes = { ...lost.attributes, effective: true };
  return { ...lost, path: pathOn(file, side), side, startLine, endLine: last, quote, attributes };
}

/** Lines of a call that are shown; more would bury what is said. */
const MOST_LINES = 5;
