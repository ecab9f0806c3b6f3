import type { Fact, Scope } from "../../domain/fact.ts";
import { actionFacts } from "./actions.ts";
import { scriptInjectionFacts } from "./script-injection.ts";
import { stepsOf } from "./steps.ts";
import { child, entry, entryLines, type YamlSource } from "./yaml-source.ts";

const SYMBOL = "runs";

/** True for the file that defines an action. */
export function isActionFile(path: string): boolean {
  return /(^|\/)action\.ya?ml$/u.test(path);
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
