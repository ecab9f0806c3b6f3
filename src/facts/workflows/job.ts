import type { Fact, Scope } from "../../domain/fact.ts";
import { actionFacts, dependencyFacts } from "./actions.ts";
import type { OwnCall } from "./called-code.ts";
import { conditionOf } from "./conditions.ts";
import { environmentFileFacts } from "./environment-file.ts";
import { judgeGuard, runsOn } from "./guards.ts";
import { guardFacts } from "./job-guards.ts";
import { permissionFacts, tokenLimit } from "./permissions.ts";
import { containerFacts } from "./job-containers.ts";
import { persistedCredentialFacts } from "./persisted-credentials.ts";
import { runnerFacts } from "./runner.ts";
import { scriptInjectionFacts } from "./script-injection.ts";
import { environmentSecretFacts, inheritedSecretFacts, stepSecretFacts } from "./secrets.ts";
import { type ActionReference, actionReference, type Step, stepsOf } from "./steps.ts";
import { entryPointOf, isUntrusted, PRIVILEGED_EVENTS, type Trigger } from "./triggers.ts";
import { untrustedCheckoutFacts } from "./untrusted-checkout.ts";
import { type Entry, entry, entryLines, textOf, type YamlSource } from "./yaml-source.ts";

/** The calls of the repository's own code in steps of a job that outsiders can start with its rights. */
export function ownCallsOf(source: YamlSource, job: Entry, triggers: readonly Trigger[]): OwnCall[] {
  const privileged = triggersReaching(source, job, triggers).filter(({ event }) => PRIVILEGED_EVENTS.has(event));
  if (privileged.length === 0) return [];
  const steps = stepsOf(source, job.value).filter((step) => isOpen(step, privileged));
  const called = steps.flatMap(({ action, inputs }) => (action ? ownCall(action, inputs) : []));
  const workflow = textOf(entry(source, job.value, "uses")?.value ?? null);
  return [...called, ...(workflow === null ? [] : ownCall(actionReference(workflow), []))];
}

function ownCall({ source, name, text }: ActionReference, inputs: readonly Entry[]): OwnCall[] {
  const given = inputs.map(({ key }) => key.toLowerCase());
  if (source === "local") return [{ target: name.replace(/^\.\/|\/+$/gu, ""), inputs: given }];
  const isRoot = source === "repository" && text.split("@")[0]?.toLowerCase() === name;
  return isRoot ? [{ target: null, inputs: given }] : [];
}

function triggersReaching(source: YamlSource, job: Entry, triggers: readonly Trigger[]): Trigger[] {
  const condition = conditionOf(entry(source, job.value, "if")?.value ?? null);
  return triggers.filter((trigger) => runsOn(condition, trigger)).toSorted(byTrust);
}

/** The facts of one workflow job, with the workflow's triggers and permissions that apply to it. */
export function jobScope(source: YamlSource, job: Entry, triggers: readonly Trigger[]): Scope {
  const reaching = triggersReaching(source, job, triggers);
  const entryPoints = reaching.map((trigger) => entryPointOf(source, trigger, job.key));
  const { path, side } = source.file;
  const lines = entryLines(source, job);
  return {
    element: "ci",
    name: `${path.slice(path.lastIndexOf("/") + 1)}#${job.key}`,
    path,
    side,
    entryPoint: entryPoints[0] ?? null,
    facts: [...entryPoints, ...jobFacts(source, job, reaching)],
    startLine: lines.start,
    endLine: lines.end,
    blindSpot: null,
  };
}

function jobFacts(source: YamlSource, job: Entry, reaching: readonly Trigger[]): Fact[] {
  const untrusted = reaching.filter(({ event }) => isUntrusted(event));
  return [
    ...permissionFacts(source, job),
    ...tokenLimit(source, job),
    ...containerFacts(source, job),
    ...guardFacts(source, job, untrusted),
    ...runnerFacts(source, job),
    ...reusableWorkflowFacts(source, job),
    ...inheritedSecretFacts(source, job),
    ...environmentSecretFacts(source, job),
    ...stepFacts(source, job, reaching),
  ];
}

function stepFacts(source: YamlSource, job: Entry, reaching: readonly Trigger[]): Fact[] {
  const symbol = job.key;
  const untrusted = reaching.filter(({ event }) => isUntrusted(event));
  const steps = stepsOf(source, job.value);
  const privileged = untrusted.filter(({ event }) => PRIVILEGED_EVENTS.has(event));
  const checkouts =
    privileged.length === 0
      ? []
      : untrustedCheckoutFacts(source, steps, {
          symbol,
          commentTriggered: privileged.some(({ event }) => event === "issue_comment"),
          isOpen: (step) => isOpen(step, privileged),
        });
  // What a reusable workflow is called with, and by which event, is the caller's choice.
  const called = reaching.some(({ event }) => event === "workflow_call");
  const running = checkouts.find((fact) => fact.attributes["tainted"] === true);
  return [
    ...checkouts,
    ...persistedCredentialFacts(source, steps, symbol),
    ...steps.flatMap((step) => [
      ...actionFacts(source, step, symbol),
      ...scriptInjectionFacts(source, step, { symbol, open: isOpen(step, untrusted), called }),
      ...(isOpen(step, privileged) ? environmentFileFacts(source, step, symbol) : []),
      ...stepSecretFacts(source, step, {
        symbol,
        untrusted: running !== undefined && step.lines.start > running.endLine,
      }),
    ]),
  ];
}

/** True when an outsider's event can reach a step past its own `if:`. */
function isOpen(step: Step, untrusted: readonly Trigger[]): boolean {
  const { condition } = step;
  if (condition === null) return untrusted.length > 0;
  return untrusted.some((trigger) => judgeGuard(condition, trigger).admitsOutsiders);
}

function reusableWorkflowFacts(source: YamlSource, job: Entry): Fact[] {
  const uses = entry(source, job.value, "uses");
  const text = textOf(uses?.value ?? null);
  if (!uses || text === null) return [];
  return dependencyFacts(source, actionReference(text), entryLines(source, uses), job.key);
}

/** What outsiders cause with the most privilege comes first: it is the way in that matters. */
function byTrust(left: Trigger, right: Trigger): number {
  return rank(left) - rank(right);
}

function rank({ event }: Trigger): number {
  if (PRIVILEGED_EVENTS.has(event)) return 0;
  return isUntrusted(event) ? 1 : 2;
}
