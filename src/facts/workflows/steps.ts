import { isMap, type Node } from "yaml";
import type { Expression } from "./expression.ts";
import { conditionOf } from "./conditions.ts";
import {
  child,
  type Entry,
  entriesOf,
  entry,
  entryLines,
  itemsOf,
  type LineRange,
  textOf,
  type YamlSource,
} from "./yaml-source.ts";

/** One step of a job or composite action. */
export interface Step {
  readonly node: Node;
  readonly lines: LineRange;
  readonly condition: Expression | null;
  /** The script of a `run:` step. */
  readonly run: Entry | null;
  readonly uses: Entry | null;
  /** The reference after `uses:`, taken apart; `null` for `run:` steps. */
  readonly action: ActionReference | null;
  readonly inputs: readonly Entry[];
  readonly environment: readonly Entry[];
  readonly workingDirectory: string | null;
}

/** What stands after `uses:`. */
export interface ActionReference {
  readonly text: string;
  /** `owner/name` in lower case without a sub-path, the image, or the local path. */
  readonly name: string;
  readonly version: string | null;
  readonly source: "repository" | "image" | "local";
}

/** The steps of a mapping with a `steps:` list. */
export function stepsOf(source: YamlSource, owner: Node | null): Step[] {
  return itemsOf(source, child(source, owner, "steps")).flatMap((node) => (isMap(node) ? [stepOf(source, node)] : []));
}

function stepOf(source: YamlSource, node: Node): Step {
  const usesText = textOf(child(source, node, "uses"));
  return {
    node,
    lines: source.linesAt(node),
    condition: conditionOf(child(source, node, "if")),
    run: entry(source, node, "run"),
    uses: entry(source, node, "uses"),
    action: usesText === null ? null : actionReference(usesText),
    inputs: entriesOf(source, child(source, node, "with")),
    environment: entriesOf(source, child(source, node, "env")),
    workingDirectory: textOf(child(source, node, "working-directory")),
  };
}

/** Takes `owner/name/path@version`, `./local` and `docker://image` apart. */
export function actionReference(text: string): ActionReference {
  if (text.startsWith("./") || text.startsWith("../")) return { text, name: text, version: null, source: "local" };
  if (text.startsWith("docker://")) return imageReference(text);
  const [location = "", version = null] = text.split("@");
  const name = location.split("/").slice(0, 2).join("/").toLowerCase();
  return { text, name, version, source: "repository" };
}

function imageReference(text: string): ActionReference {
  const image = text.slice("docker://".length);
  const [name = image, digest] = image.split("@");
  const tag = /:([^:/]+)$/u.exec(name)?.[1] ?? null;
  return { text, name: name.replace(/:[^:/]+$/u, ""), version: digest ?? tag, source: "image" };
}

/** The value of an action's input, whose names are case-insensitive. */
export function inputOf(step: Step, name: string): Node | null {
  return step.inputs.find((input) => input.key.toLowerCase() === name)?.value ?? null;
}

/** The lines of a step's `uses:` or `run:` key, where people look for it. */
export function headLines(source: YamlSource, step: Step): LineRange {
  const head = step.uses ?? step.run;
  if (!head) return step.lines;
  const { start } = entryLines(source, head);
  return step.uses ? entryLines(source, head) : { start, end: start };
}
