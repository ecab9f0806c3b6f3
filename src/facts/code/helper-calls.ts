import type { HelperCall, Safeguard } from "../../domain/fact.ts";
import { descendants, lastName } from "../syntax/walk.ts";
import type { CallNode } from "../syntax/syntax-node.ts";
import type { ModuleModel, NamedFunction } from "./module-model.ts";

/** How many helpers may stand between a function and a safeguard. */
const MOST_STEPS = 2;

/** Calls of functions of the same file that have safeguards themselves, or call one that has. */
export function helperCalls(module: ModuleModel, uses: readonly Safeguard[]): HelperCall[] {
  const guarded = new Set(uses.flatMap(({ symbol }) => symbol ?? []));
  if (guarded.size === 0) return [];
  const calls = module.functions.flatMap((named) => callsIn(named, module));
  for (let step = 1; step < MOST_STEPS; step += 1) {
    for (const { symbol, helper } of calls.filter((one) => guarded.has(one.helper)))
      if (helper !== symbol) guarded.add(symbol);
  }
  return calls.filter(({ helper }) => guarded.has(helper));
}

/** The names of what each function of a file calls, by its symbol. */
export function namesCalled({ functions }: ModuleModel): Map<string, string[]> {
  return new Map(
    functions.map(({ symbol, node }) => {
      const names = [...descendants(node.body)].flatMap((one) =>
        one.type === "call" ? (lastName(one.callee) ?? []) : [],
      );
      return [symbol, [...new Set(names)]];
    }),
  );
}

function callsIn(named: NamedFunction, { symbols }: ModuleModel): HelperCall[] {
  const { symbol } = named;
  return [...descendants(named.node.body)].flatMap((node) => {
    const helper = node.type === "call" ? calledOf(node, named) : null;
    return helper !== null && helper !== symbol && symbols.has(helper)
      ? [{ symbol, helper, startLine: node.startLine }]
      : [];
  });
}

/** `clean(x)`, and a method of the same object: `this.clean(x)`, `s.clean(x)` on the receiver `s`. */
function calledOf({ callee }: CallNode, { className, node }: NamedFunction): string | null {
  if (callee.type === "name") return callee.name;
  if (callee.type !== "member" || callee.object.type !== "name" || className === null) return null;
  const own = node.receiver ?? "this";
  return callee.object.name === own ? `${className}.${callee.property}` : null;
}
