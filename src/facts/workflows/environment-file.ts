import type { Fact } from "../../domain/fact.ts";
import { embeddedExpressions } from "./embedded-expressions.ts";
import type { Step } from "./steps.ts";
import { outsiderSources } from "./taint.ts";
import { factOn, type YamlSource } from "./yaml-source.ts";

/** A line that adds to the variables or the search path of later steps. */
const WRITES = />>\s*["']?\$\{?(?:GITHUB_ENV|GITHUB_PATH)\b/u;
/** Texts of an outsider that can hold a line break, with which one value becomes several variables. */
const SEVERAL_LINES = /\.(?:body|message)$/u;

/**
 * Where a script writes what an outsider wrote to the environment of later steps, by way of a variable of its own:
 * there the shell is not fooled, but a line break in the text makes a new variable.
 */
export function environmentFileFacts(source: YamlSource, step: Step, symbol: string): Fact[] {
  if (!step.run?.value) return [];
  const { text, offset } = source.rawText(step.run.value);
  const first = source.lineAt(offset);
  const given = step.environment.flatMap(({ key, value }) => {
    const from = embeddedExpressions(source, value).flatMap(({ expression }) => outsiderSources(expression));
    return from.filter((path) => SEVERAL_LINES.test(path)).map((path) => ({ key, path }));
  });
  return text.split("\n").flatMap((line, index) => {
    const used = WRITES.test(line)
      ? given.find(({ key }) => new RegExp(String.raw`\$\{?${key}\b`, "u").test(line))
      : undefined;
    if (!used) return [];
    const lines = { start: first + index, end: first + index };
    const attributes = { tainted: true, source: used.path, callee: "run" };
    return [factOn(source, lines, { kind: "sink", name: "environment_file", symbol, attributes })];
  });
}
