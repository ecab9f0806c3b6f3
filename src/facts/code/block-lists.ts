import type { BinaryNode, CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { contains, dottedPath, lastName } from "../syntax/walk.ts";

/** Finds what a name was last given. */
export interface Lookup {
  get(name: string): SyntaxNode | undefined;
}

/** A value that is refused when it holds something forbidden, and what is forbidden. */
export interface Refusal {
  /** The path that is tested, such as `query` or `req.body.url`. */
  readonly path: string;
  /** Where the forbidden words stand. */
  readonly list: SyntaxNode;
}

/** Fewer words are a rule about one thing, such as `..` in a path, and no attempt to name everything that is bad. */
const FEWEST_WORDS = 3;

/** The refusals of a condition behind which code leaves: lists of forbidden words or patterns, and long alternations. */
export function refusedWords(condition: SyntaxNode, lookup: Lookup): Refusal[] {
  if (condition.type === "binary" && /^(?:\|\||or|&&|and)$/u.test(condition.operator)) {
    return [...refusedWords(condition.left, lookup), ...refusedWords(condition.right, lookup)];
  }
  if (condition.type === "binary") return heldIn(condition, lookup);
  if (condition.type === "call") return testedBy(condition, lookup);
  return [];
}

/** `word in query` inside a loop over words, and `command in FORBIDDEN`. */
function heldIn({ operator, left, right }: BinaryNode, lookup: Lookup): Refusal[] {
  if (operator !== "in") return [];
  return [...refusal(right, left, lookup), ...refusal(left, right, lookup)];
}

const TESTS =
  /^(?:search|match|test|fullmatch|findall|exec|includes|contains|has|indexOf|preg_match|any|some|in_array)$/u;

/** `PATTERN.test(query)`, `re.search(PATTERN, query)`, `WORDS.some((word) => query.includes(word))`, `any(w in q for w in WORDS)`. */
function testedBy(node: CallNode, lookup: Lookup): Refusal[] {
  const name = lastName(node.callee) ?? "";
  if (!TESTS.test(name)) return [];
  const receiver = node.callee.type === "member" ? [node.callee.object] : [];
  const given = node.arguments.map(({ value }) => value);
  if (name === "some" || name === "any") return eachTested(node, lookup);
  const parts = [...receiver, ...given];
  return parts.flatMap((list) => parts.filter((one) => one !== list).flatMap((value) => refusal(value, list, lookup)));
}

function eachTested(node: CallNode, lookup: Lookup): Refusal[] {
  const [callback] = node.arguments;
  if (node.callee.type === "member" && callback?.value.type === "function") {
    const list = node.callee.object;
    const inner = [...tests(callback.value.body)];
    const paths = inner.flatMap((test) => pathsTested(test, callback.value));
    return paths.flatMap((path) => listed(path, list, lookup));
  }
  return comprehended(
    node.arguments.map(({ value }) => value),
    lookup,
  );
}

/** The parts of `any(word in query for word in WORDS)`, in whatever group the grammar puts them. */
function comprehended(nodes: readonly SyntaxNode[], lookup: Lookup): Refusal[] {
  const loops = nodes.flatMap(assignsIn);
  const lists = loops.map(({ value }) => value);
  const names = new Set(loops.flatMap(({ target }) => dottedPath(target) ?? []));
  const paths = nodes.flatMap((node) => [...tests(node)].flatMap(pathsOf)).filter((path) => !names.has(path));
  return lists.flatMap((list) => paths.flatMap((path) => listed(path, list, lookup)));
}

function assignsIn(node: SyntaxNode): { target: SyntaxNode; value: SyntaxNode }[] {
  if (node.type === "assign") return [node];
  return node.type === "branch" || node.type === "group" || node.type === "list" || node.type === "parameter"
    ? childrenIn(node).flatMap(assignsIn)
    : [];
}

function childrenIn(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === "branch" || node.type === "group") return node.children;
  return node.type === "list" ? node.items : [];
}

function* tests(node: SyntaxNode): Generator<SyntaxNode> {
  if (node.type === "binary" && node.operator === "in") yield node;
  if (node.type === "call" && TESTS.test(lastName(node.callee) ?? "")) yield node;
  for (const child of node.type === "exit" && node.value ? [node.value] : childrenIn(node)) yield* tests(child);
}

/** The paths that a test is about, without the parameters of the callback that it stands in. */
function pathsTested(test: SyntaxNode, callback: SyntaxNode): string[] {
  const own = callback.type === "function" ? callback.parameters.map(({ pattern }) => dottedPath(pattern)) : [];
  return pathsOf(test).filter((path) => !own.includes(path));
}

function pathsOf(test: SyntaxNode): string[] {
  if (test.type === "binary") return [test.left, test.right].flatMap((side) => dottedPath(side) ?? []);
  if (test.type !== "call") return [];
  const receiver = test.callee.type === "member" ? [test.callee.object] : [];
  return [...receiver, ...test.arguments.map(({ value }) => value)].flatMap((part) => dottedPath(part) ?? []);
}

function refusal(value: SyntaxNode, list: SyntaxNode, lookup: Lookup): Refusal[] {
  const path = dottedPath(value);
  return path === null ? [] : listed(path, list, lookup);
}

function listed(path: string, list: SyntaxNode, lookup: Lookup): Refusal[] {
  const found = forbidden(list, lookup, 3);
  return found === null ? [] : [{ path, list: found }];
}

/** Follows a name to the words or patterns that it stands for; `null` for anything else. */
function forbidden(node: SyntaxNode, lookup: Lookup, hops: number): SyntaxNode | null {
  if (node.type === "name") {
    const defined = hops > 0 ? lookup.get(node.name) : undefined;
    return defined ? forbidden(defined, lookup, hops - 1) : null;
  }
  if (node.type === "call") return madeOf(node, lookup, hops);
  if (node.type === "list") return node.items.filter(isWordOrPattern).length >= FEWEST_WORDS ? node : null;
  return isAlternation(node) ? node : null;
}

/** `new Set([…])` and `re.compile("…")` are what they are made of. */
function madeOf(node: CallNode, lookup: Lookup, hops: number): SyntaxNode | null {
  if (/^(?:Set|set|frozenset|tuple|compile|RegExp)$/u.test(lastName(node.callee) ?? "")) {
    const [first] = node.arguments;
    return first ? forbidden(first.value, lookup, hops) : null;
  }
  return null;
}

function isWordOrPattern(node: SyntaxNode): boolean {
  if (node.type === "text") return /[a-z]{2}/iu.test(node.value);
  if (node.type === "literal") return node.text.startsWith("/");
  return node.type === "call" && lastName(node.callee) === "compile" && contains(node, (one) => one.type === "text");
}

/** A pattern that names words one by one and says nothing about the whole text. */
function isAlternation(node: SyntaxNode): boolean {
  const pattern =
    node.type === "text" ? node.value : node.type === "literal" && node.text.startsWith("/") ? node.text : "";
  if (/^\/?\^/u.test(pattern) && /\$(?:\/[a-z]*)?$/u.test(pattern)) return false;
  const words = pattern.split("|").filter((part) => /[a-z]{3}/iu.test(part));
  return words.length >= FEWEST_WORDS;
}
