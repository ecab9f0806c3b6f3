/** One value of a structured text, whatever its syntax, with the 1-based lines that it and its key stand on. */
export interface DataNode {
  /** The text of a scalar; `null` for mappings, lists and null. */
  readonly text: string | null;
  readonly entries: ReadonlyMap<string, DataNode>;
  readonly items: readonly DataNode[];
  readonly startLine: number;
  readonly endLine: number;
}

/** Deeper nesting is no configuration that people or tools write. */
export const MAX_DEPTH = 100;

/** The value behind a path of keys, or `null`. */
export function at(node: DataNode | null, ...keys: readonly string[]): DataNode | null {
  return keys.reduce<DataNode | null>((inner, key) => inner?.entries.get(key) ?? null, node);
}

/** The text behind a path of keys, or `null`. */
export function textAt(node: DataNode | null, ...keys: readonly string[]): string | null {
  return at(node, ...keys)?.text ?? null;
}

/** The entries of the mapping behind a path of keys; none when there is no mapping. */
export function entriesAt(node: DataNode | null, ...keys: readonly string[]): [string, DataNode][] {
  return [...(at(node, ...keys)?.entries ?? [])];
}

/** The items of the list behind a path of keys; none when there is no list. */
export function itemsAt(node: DataNode | null, ...keys: readonly string[]): readonly DataNode[] {
  return at(node, ...keys)?.items ?? [];
}

/** The text of the first of these keys that has one, or `null`. */
export function firstText(node: DataNode | null, ...keys: readonly string[]): string | null {
  return keys.map((key) => textAt(node, key)).find((text) => text !== null) ?? null;
}
