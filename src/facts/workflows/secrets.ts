import type { Node } from "yaml";
import type { Fact } from "../../domain/fact.ts";
import type { SourceFile } from "../fact-reader.ts";
import { isThirdParty, pinningOf } from "./actions.ts";
import { embeddedExpressions } from "./embedded-expressions.ts";
import type { Step } from "./steps.ts";
import { pathsIn } from "./taint.ts";
import {
  type Entry,
  entriesOf,
  entry,
  entryLines,
  factOn,
  type LineRange,
  textOf,
  type YamlSource,
} from "./yaml-source.ts";

type Exposure = "step" | "job" | "untrusted_step" | "log" | "inherited";

interface Use {
  /** The secret's name in upper case, or `all` for the whole set. */
  readonly variable: string;
  readonly lines: LineRange;
}

/** The secrets of the job's and the workflow's `env:`, which every step gets. */
export function environmentSecretFacts(source: YamlSource, job: Entry): Fact[] {
  const environments = [entry(source, source.root, "env"), entry(source, job.value, "env")];
  const uses = environments.flatMap((environment) =>
    entriesOf(source, environment?.value ?? null).flatMap((variable) => secretsIn(source, variable.value)),
  );
  return uses.map((use) => secretFact(source, use, "job", job.key));
}

/** `secrets: inherit` of a job that calls a reusable workflow. */
export function inheritedSecretFacts(source: YamlSource, job: Entry): Fact[] {
  const secrets = entry(source, job.value, "secrets");
  if (textOf(secrets?.value ?? null) !== "inherit" || !secrets) return [];
  return [secretFact(source, { variable: "all", lines: entryLines(source, secrets) }, "inherited", job.key)];
}

/**
 * The secrets that a step gets. A step is untrusted when it is someone else's action at a branch, whose code can
 * change at any time, or when it runs after a pull request's code.
 */
export function stepSecretFacts(source: YamlSource, step: Step, place: { symbol: string; untrusted: boolean }): Fact[] {
  const exposure = place.untrusted || isMovingAction(step, source.file) ? "untrusted_step" : "step";
  const passed = [...step.inputs, ...step.environment].flatMap((input) => secretsIn(source, input.value));
  const printed = printedSecrets(source, step);
  const inScript = secretsIn(source, step.run?.value ?? null).filter(
    (use) => !printed.some((other) => other.lines.start === use.lines.start),
  );
  return [
    ...[...passed, ...inScript].map((use) => secretFact(source, use, exposure, place.symbol)),
    ...printed.map((use) => secretFact(source, use, "log", place.symbol)),
  ];
}

function isMovingAction({ action }: Step, file: SourceFile): boolean {
  return action !== null && isThirdParty(action, file) && ["branch", "latest", "none"].includes(pinningOf(action));
}

function secretFact(source: YamlSource, { variable, lines }: Use, exposure: Exposure, symbol: string): Fact {
  return factOn(source, lines, {
    kind: "secret_use",
    name: "workflow",
    symbol,
    attributes: { variable, type: variable === "all" ? "all" : "one", exposed_to: exposure },
  });
}

/** Secrets that a scalar's expressions mention; the job's own token is what `permissions:` is about. */
function secretsIn(source: YamlSource, node: Node | null): Use[] {
  return embeddedExpressions(source, node).flatMap(({ expression, line }) =>
    pathsIn(expression).flatMap((path) => {
      const variable = secretName(path);
      return variable === null ? [] : [{ variable, lines: { start: line, end: line } }];
    }),
  );
}

function secretName(path: string): string | null {
  if (path === "secrets" || path === "secrets.*") return "all";
  const name = /^secrets\.([\w-]+)$/u.exec(path)?.[1]?.toUpperCase();
  return name === undefined || name === "GITHUB_TOKEN" ? null : name;
}

/** A command that writes its arguments to the log, with nothing that takes its output elsewhere. */
const PRINTS = /(^|[;&|]\s*)(echo|printf|Write-Host|Write-Output)\s/u;
const TAKEN_ELSEWHERE = />|\|\s*(?!base64|rev|xxd|od|tr|fold|sed)\w|::add-mask::/u;

/** Secrets that a script writes to the log; the masking there does not survive a change of encoding. */
function printedSecrets(source: YamlSource, step: Step): Use[] {
  const node = step.run?.value;
  if (!node) return [];
  const { text, offset } = source.rawText(node);
  const direct = secretsIn(source, node);
  const named = step.environment.flatMap(({ key, value }) =>
    secretsIn(source, value).map(({ variable }) => ({ key, variable })),
  );
  return text.split("\n").flatMap((script, index) => {
    const line = source.lineAt(offset) + index;
    if (!PRINTS.test(script.trim()) || TAKEN_ELSEWHERE.test(script)) return [];
    const mentioned = named.filter(({ key }) => mentions(script, key));
    return [
      ...direct.filter((use) => use.lines.start === line),
      ...mentioned.map(({ variable }) => ({ variable, lines: { start: line, end: line } })),
    ];
  });
}

function mentions(script: string, variable: string): boolean {
  const plain = script.split(`$${variable}`).slice(1);
  return script.includes(`\${${variable}}`) || plain.some((rest) => !/^\w/u.test(rest));
}
