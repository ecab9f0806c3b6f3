import type { FileFacts, Scope } from "../../domain/fact.ts";
import type { Change, ElementChange, FlowChange, SystemDelta, SystemModel } from "../../domain/system-model.ts";
import { controlMatrix } from "./control-matrix.ts";
import type { ScopePair } from "./pair-scopes.ts";
import { buildSystemModel, elementOf } from "./system-model.ts";

/** Compares the system on both sides; a renamed element is the same element, changed. */
export function systemDelta(
  pairs: readonly ScopePair[],
  changed: ReadonlySet<ScopePair>,
  files: readonly FileFacts[],
): SystemDelta {
  const base = buildSystemModel(scopesOn("base", pairs));
  const head = buildSystemModel(scopesOn("head", pairs));
  const rename = renamesOf(pairs, head);
  return {
    base,
    head,
    elements: elementChanges(base, head, { rename, touched: touchedElements(changed) }),
    flows: flowChanges(base, head, rename),
    controls: controlMatrix(pairs, changed),
    changedScopes: [...changed].map(toChangedScope),
    files,
  };
}

function scopesOn(side: "base" | "head", pairs: readonly ScopePair[]): Scope[] {
  return pairs.map((pair) => pair[side]).filter((scope) => scope !== null);
}

/** The id at the head of an element that has this id at the base. */
type Rename = (baseId: string) => string;

/** Elements that are still there under their own id are not renamed, also when some of their code moved away. */
function renamesOf(pairs: readonly ScopePair[], head: SystemModel): Rename {
  const present = new Set(head.elements.map(({ id }) => id));
  const renamed = new Map<string, string>();
  for (const pair of pairs) {
    if (pair.base === null || pair.head === null) continue;
    const [from, to] = [elementOf(pair.base).id, elementOf(pair.head).id];
    if (!present.has(from) && !renamed.has(from)) renamed.set(from, to);
  }
  return (baseId) => renamed.get(baseId) ?? baseId;
}

/** Ids at the head of the elements whose own code or facts differ. */
function touchedElements(changed: ReadonlySet<ScopePair>): Set<string> {
  return new Set(
    [...changed].flatMap(({ base, head }) => [base, head].flatMap((scope) => (scope ? elementOf(scope).id : []))),
  );
}

function elementChanges(
  base: SystemModel,
  head: SystemModel,
  { rename, touched }: { readonly rename: Rename; readonly touched: ReadonlySet<string> },
): ElementChange[] {
  const before = new Map(base.elements.map((element) => [rename(element.id), element]));
  const after = new Set(head.elements.map(({ id }) => id));
  const changeOf = (id: string): Change => {
    if (!before.has(id)) return "added";
    return touched.has(id) ? "changed" : "unchanged";
  };
  return [
    ...head.elements.map((element): ElementChange => ({ element, change: changeOf(element.id) })),
    ...[...before]
      .filter(([id]) => !after.has(id))
      .map(([, element]): ElementChange => ({ element, change: "removed" })),
  ];
}

function flowChanges(base: SystemModel, head: SystemModel, rename: Rename): FlowChange[] {
  const before = new Map(base.flows.map((flow) => [`${rename(flow.from)} ${rename(flow.to)}`, flow]));
  const after = new Set(head.flows.map(({ from, to }) => `${from} ${to}`));
  const changeOf = (key: string, label: string): Change => {
    const old = before.get(key);
    if (!old) return "added";
    return old.label === label ? "unchanged" : "changed";
  };
  return [
    ...head.flows.map((flow): FlowChange => ({ flow, change: changeOf(`${flow.from} ${flow.to}`, flow.label) })),
    ...[...before].filter(([key]) => !after.has(key)).map(([, flow]): FlowChange => ({ flow, change: "removed" })),
  ];
}

function toChangedScope({ base, head }: ScopePair): SystemDelta["changedScopes"][number] {
  return { name: head?.name ?? base?.name ?? "", path: head?.path ?? base?.path ?? "", base, head };
}
