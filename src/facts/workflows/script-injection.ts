import type { Node } from "yaml";
import type { Fact } from "../../domain/fact.ts";
import { embeddedExpressions } from "./embedded-expressions.ts";
import type { Expression } from "./expression.ts";
import { inputOf, type Step } from "./steps.ts";
import { inputSources, outsiderSources } from "./taint.ts";
import { factOn, type YamlSource } from "./yaml-source.ts";

/** Inputs of well-known actions that are run as a script. */
const SCRIPT_INPUTS: Readonly<Record<string, string>> = {
  "actions/github-script": "script",
  "appleboy/ssh-action": "script",
  "azure/cli": "inlinescript",
  "azure/powershell": "inlinescript",
  "nick-fields/retry": "command",
};

/** Inputs by these names usually carry what an outsider wrote, or words that callers put together. */
const FREE_TEXT_INPUT =
  /^inputs\.[\w-]*(?:title|body|comment|message|description|head[_-]?ref|branch|args|arguments|extra[_-]?options|flags)[\w-]*$/u;

interface Script {
  readonly node: Node | null;
  readonly callee: string;
}

/** Where a step stands, as far as it decides what a pasted text means. */
export interface ScriptPlace {
  readonly symbol: string;
  /** An outsider's event reaches the step. */
  readonly open: boolean;
  /** The step runs for a caller, whose event and inputs it gets. */
  readonly called: boolean;
}

/**
 * Where in a step an expression is pasted into a script before the shell or interpreter sees it. `format` says whether
 * the text comes from the job's own event, from the event of whoever calls, or through an input.
 */
export function scriptInjectionFacts(source: YamlSource, step: Step, place: ScriptPlace): Fact[] {
  const found = scriptsOf(step).flatMap(({ node, callee }) =>
    embeddedExpressions(source, node).flatMap(({ expression, line }) =>
      pastedIn(expression, place).map((pasted) => ({ ...pasted, line, callee })),
    ),
  );
  const distinct = new Map(found.map((one) => [`${one.path}@${one.line}`, one]));
  return [...distinct.values()].map(({ path, format, line, callee }) => {
    const tainted = place.open || place.called;
    const attributes = { tainted, source: path, format, callee, built: "concatenated", shell: callee === "run" };
    return factOn(
      source,
      { start: line, end: line },
      { kind: "sink", name: "command", symbol: place.symbol, attributes },
    );
  });
}

function pastedIn(expression: Expression, { open, called }: ScriptPlace): { path: string; format: string }[] {
  const event = called && !open ? "event_of_caller" : "event";
  const inputs = inputSources(expression).filter((input) => called && FREE_TEXT_INPUT.test(input));
  return [
    ...outsiderSources(expression).map((path) => ({ path, format: event })),
    ...inputs.map((path) => ({ path, format: "input" })),
  ];
}

function scriptsOf(step: Step): Script[] {
  const run = step.run ? [{ node: step.run.value, callee: "run" }] : [];
  const callee = step.action?.name ?? "";
  const input = SCRIPT_INPUTS[callee];
  return input === undefined ? run : [...run, { node: inputOf(step, input), callee }];
}
