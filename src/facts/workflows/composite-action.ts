import type { Fact, Scope } from "../../domain/fact.ts";
import { actionFacts } from "./actions.ts";
import type { Callable } from "./called-code.ts";
import { scriptInjectionFacts } from "./script-injection.ts";
import { stepsOf } from "./steps.ts";
import { untrustedCheckoutFacts } from "./untrusted-checkout.ts";
import { child, entriesOf, entry, entryLines, type YamlSource } from "./yaml-source.ts";

const SYMBOL = "runs";

/** True for the file that defines an action. */
export function isActionFile(path: string): boolean {
  return /(^|\/)action\.ya?ml$/u.test(path);
}

/** What callers of the same repository need to know of an action: its folder, its inputs, what it checks out. */
export function actionCallable(source: YamlSource): Callable {
  const { path } = source.file;
  const steps = stepsOf(source, child(source, source.root, "runs"));
  return {
    path: path.slice(0, Math.max(0, path.lastIndexOf("/"))),
    inputs: new Set(entriesOf(source, child(source, source.root, "inputs")).map(({ key }) => key.toLowerCase())),
    whenOpen: untrustedCheckoutFacts(source, steps, { symbol: SYMBOL, commentTriggered: false, isOpen: () => true }),
  };
}

/** The steps of a composite action; actions in a programming language have none. */
export function compositeScope(source: YamlSource): Scope[] {
  const runs = entry(source, source.root, "runs");
  if (!runs || !child(source, runs.value, "steps")) return [];
  const { path, side } = source.file;
  const lines = entryLines(source, runs);
  return [
    {
      element: "ci",
      name: `${path.split("/").slice(-2).join("/")}#${SYMBOL}`,
      path,
      side,
      entryPoint: null,
      facts: stepsOf(source, runs.value).flatMap((step): Fact[] => [
        ...actionFacts(source, step, SYMBOL),
        ...scriptInjectionFacts(source, step, { symbol: SYMBOL, open: false, called: true }),
      ]),
      startLine: lines.start,
      endLine: lines.end,
      blindSpot: "Which workflows use this action, and what they pass to it.",
    },
  ];
}
