import type { Fact, Scope } from "../../domain/fact.ts";
import { normaliseElement } from "../../domain/fingerprint.ts";
import { meaningfulLines, type ScopeText } from "./scope-text.ts";

/** The same place in the system before and after the change; `null` where it does not exist. */
export interface ScopePair {
  readonly base: Scope | null;
  readonly head: Scope | null;
}

/** What pairing needs to know beyond the scopes themselves. */
export interface PairingView {
  /** The path at the head of a file that has this path at the base. */
  readonly headPath: (basePath: string) => string;
  readonly text: ScopeText;
}

/** Share of common lines from which two scopes of different names are the same code, renamed or moved. */
const SAME_CODE = 0.6;

/** Lines that many scopes share, such as `return next()`, say nothing about which scope is which. */
const COMMON_LINE = 8;

/** Pairs by name and file, then by name anywhere, then by the lines of code. Every scope is in exactly one pair. */
export function pairScopes(base: readonly Scope[], head: readonly Scope[], view: PairingView): ScopePair[] {
  const pairs: ScopePair[] = [];
  let left: Unpaired = { base, head };
  const pathOf = (scope: Scope) => (scope.side === "base" ? view.headPath(scope.path) : scope.path);
  left = pairByKey(left, (scope) => `${nameKey(scope)} ${pathOf(scope)}`, pairs);
  left = pairByKey(left, nameKey, pairs);
  left = pairByCode(left, view.text, pairs);
  return [
    ...pairs,
    ...left.base.map((scope) => ({ base: scope, head: null })),
    ...left.head.map((scope) => ({ base: null, head: scope })),
  ];
}

interface Unpaired {
  readonly base: readonly Scope[];
  readonly head: readonly Scope[];
}

function nameKey(scope: Scope): string {
  return `${scope.element} ${normaliseElement(scope.name)}`;
}

/** Scopes of one key pair in file order, so that two handlers of one route stay apart. */
function pairByKey(scopes: Unpaired, keyOf: (scope: Scope) => string, pairs: ScopePair[]): Unpaired {
  const waiting = Map.groupBy(scopes.base, keyOf);
  const head = scopes.head.filter((scope) => {
    const partner = waiting.get(keyOf(scope))?.shift();
    if (partner) pairs.push({ base: partner, head: scope });
    return partner === undefined;
  });
  return { base: [...waiting.values()].flat(), head };
}

interface Likeness {
  readonly base: Scope;
  readonly head: Scope;
  readonly share: number;
  /** Tells equal likenesses apart without regard to which side is which. */
  readonly order: string;
}

/** Most alike first; equal likeness is ordered by names and lines, the same for a change and its reverse. */
function pairByCode(scopes: Unpaired, text: ScopeText, pairs: ScopePair[]): Unpaired {
  const taken = new Set<Scope>();
  for (const { base, head } of likenesses(scopes, text).sort(byLikeness)) {
    if (taken.has(base) || taken.has(head)) continue;
    taken.add(base).add(head);
    pairs.push({ base, head });
  }
  const isFree = (scope: Scope) => !taken.has(scope);
  return { base: scopes.base.filter(isFree), head: scopes.head.filter(isFree) };
}

function likenesses(scopes: Unpaired, text: ScopeText): Likeness[] {
  const base = new Map(scopes.base.map((scope) => [scope, codeLines(scope, text)]));
  const head = new Map(scopes.head.map((scope) => [scope, codeLines(scope, text)]));
  const [baseByLine, headByLine] = [holdersByLine(base), holdersByLine(head)];
  return [...head].flatMap(([scope, lines]) => {
    const telling = [...lines].filter((line) => (headByLine.get(line)?.length ?? 0) <= COMMON_LINE);
    const holders = telling.map((line) => baseByLine.get(line) ?? []).filter((list) => list.length <= COMMON_LINE);
    return [...new Set(holders.flat())]
      .filter((other) => other.element === scope.element)
      .map((other) => likenessOf([other, base.get(other) ?? new Set()], [scope, lines]))
      .filter(({ share }) => share >= SAME_CODE);
  });
}

/** For each line, the scopes that have it. */
function holdersByLine(lines: ReadonlyMap<Scope, ReadonlySet<string>>): Map<string, Scope[]> {
  const holders = new Map<string, Scope[]>();
  for (const [scope, own] of lines) {
    for (const line of own) {
      const list = holders.get(line);
      if (list) list.push(scope);
      else holders.set(line, [scope]);
    }
  }
  return holders;
}

/** The lines of a scope and of its facts, without those that give it its name and controls that many scopes share. */
function codeLines(scope: Scope, text: ScopeText): Set<string> {
  const naming = scope.entryPoint === null ? [] : quoteLines(scope.entryPoint);
  const own = scope.facts.filter((fact) => fact.kind !== "control");
  const lines = new Set([...text(scope), ...own.flatMap(quoteLines)]);
  for (const line of naming) lines.delete(line);
  return new Set([...lines].filter((line) => /\w{3}/u.test(line)));
}

function quoteLines(fact: Fact): string[] {
  return meaningfulLines(fact.quote.split("\n"));
}

type ScopeLines = readonly [Scope, ReadonlySet<string>];

function likenessOf(base: ScopeLines, head: ScopeLines): Likeness {
  const order = [base, head]
    .map(([scope, lines]) => [scope.name, ...lines].join("\n"))
    .toSorted()
    .join("\n\n");
  return { base: base[0], head: head[0], share: shareOf(base[1], head[1]), order };
}

function shareOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((line) => other.has(line)).length;
  return common / (one.size + other.size - common);
}

function byLikeness(one: Likeness, other: Likeness): number {
  return other.share - one.share || one.order.localeCompare(other.order);
}
