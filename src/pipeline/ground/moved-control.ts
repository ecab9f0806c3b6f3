import type { Fact, Scope } from "../../domain/fact.ts";
import type { Judgement } from "./judgements.ts";
import { type ScopeText, wordsIn } from "./scope-text.ts";
import { withoutText } from "./without-text.ts";

/** True when a control works inside a function that this scope calls. */
export type ProtectedByCall = (scope: Scope, control: string) => boolean;

/** Looks the controls of functions in view up by what the lines of a scope call or name as a guard. */
export function protectedByCalls(scopes: readonly Scope[], code: ScopeText): ProtectedByCall {
  const functions = scopes.filter(({ element, entryPoint }) => element === "process" && entryPoint === null);
  const holders = functions.flatMap((scope) =>
    scope.facts.filter(works).map((fact) => ({ name: lastName(scope), key: `${scope.side} ${fact.name}` })),
  );
  const namesByControl = Map.groupBy(holders, ({ key }) => key);
  return (scope, control) => {
    const names = namesByControl.get(`${scope.side} ${control}`) ?? [];
    const lines = [...code(scope), withoutText(scope.entryPoint?.quote ?? "", scope.entryPoint?.path ?? "")].join("\n");
    return names.some(({ name }) => lines.includes(`${name}(`) || wordsIn(lines).has(name));
  };
}

function lastName({ name }: Scope): string {
  return name.split(/[.#]/u).at(-1) ?? name;
}

/**
 * True when a control that is no longer seen on a path went along with the code it stood in, or into a function that
 * the path calls: then nothing shows that it was lost.
 */
export function isMoved({ kind, pair, effect }: Judgement, protectedByCall: ProtectedByCall): boolean {
  const [having, lacking] = effect === "resolved" ? [pair.head, pair.base] : [pair.base, pair.head];
  const { lostControl } = kind;
  if (lostControl === undefined || effect === null || having === null || lacking === null) return false;
  if (protectedByCall(lacking, lostControl) && !protectedByCall(having, lostControl)) return true;
  const controls = having.facts.filter((fact) => works(fact) && fact.name === lostControl);
  return controls.every(({ attributes }) => attributes["via"] === "inline") && workLeft(having, lacking);
}

function works({ kind, attributes }: Fact): boolean {
  return kind === "control" && attributes["effective"] === true;
}

const WORK: ReadonlySet<string> = new Set(["data_store", "external_service", "sink"]);

/** True when something that one side does is not done on the other. */
function workLeft(having: Scope, lacking: Scope): boolean {
  const left = new Set(lacking.facts.map(workOf));
  return having.facts.some((fact) => WORK.has(fact.kind) && !left.has(workOf(fact)));
}

function workOf({ kind, name }: Fact): string {
  return `${kind} ${name}`;
}
