import type { Fact } from "../../domain/fact.ts";
import { conditionOf } from "./conditions.ts";
import type { Expression } from "./expression.ts";
import { type GuardVerdict, judgeGuard } from "./guards.ts";
import { stepsOf } from "./steps.ts";
import type { Trigger } from "./triggers.ts";
import {
  child,
  type Entry,
  entriesOf,
  entry,
  entryLines,
  factOn,
  itemsOf,
  textOf,
  type YamlSource,
} from "./yaml-source.ts";

/** Functions that let a job run although a job it needs was skipped or failed. */
const IGNORES_NEEDS = /\b(always|failure|cancelled)\(\)/u;
/** A step that asks the code host for the actor's permission. */
const PERMISSION_CHECK =
  /getCollaboratorPermissionLevel|collaborators\/[^\s]{1,120}\/permission|check-(user-)?permission|get-user-teams-membership/u;

/**
 * What keeps outsiders out of a job: its `if:`, its environment, a step that looks the permission up, and the same of
 * the jobs it needs, because a skipped or failed job skips those that need it.
 */
export function guardFacts(source: YamlSource, job: Entry, triggers: readonly Trigger[]): Fact[] {
  return guardsAlongNeeds(source, job, { triggers, symbol: job.key, seen: new Set() });
}

interface Search {
  readonly triggers: readonly Trigger[];
  readonly symbol: string;
  readonly seen: Set<string>;
}

function guardsAlongNeeds(source: YamlSource, job: Entry, search: Search): Fact[] {
  if (search.seen.has(job.key)) return [];
  search.seen.add(job.key);
  const own = [
    ...conditionGuards(source, job, search),
    ...environmentGuards(source, job, search.symbol),
    ...permissionChecks(source, job, search.symbol),
  ];
  const condition = textOf(child(source, job.value, "if")) ?? "";
  if (IGNORES_NEEDS.test(condition)) return own;
  const needs = itemsOf(source, child(source, job.value, "needs")).flatMap((item) => textOf(item) ?? []);
  const jobs = entriesOf(source, child(source, source.root, "jobs"));
  const needed = jobs.filter((candidate) => needs.includes(candidate.key));
  return [...own, ...needed.flatMap((other) => guardsAlongNeeds(source, other, search))];
}

function conditionGuards(source: YamlSource, job: Entry, { triggers, symbol }: Search): Fact[] {
  const guard = entry(source, job.value, "if");
  const verdict = jointVerdict(conditionOf(guard?.value ?? null), triggers);
  if (!guard || !verdict) return [];
  const reason = verdict.weakness === null ? {} : { reason: verdict.weakness };
  return [
    factOn(source, entryLines(source, guard), {
      kind: "control",
      name: "authz",
      symbol,
      attributes: { effective: !verdict.admitsOutsiders, via: "inline", callee: "if", protects: "job", ...reason },
    }),
  ];
}

/** The verdict over all triggers; `null` when the condition is no protection and does not look like one. */
function jointVerdict(condition: Expression | null, triggers: readonly Trigger[]): GuardVerdict | null {
  if (!condition || triggers.length === 0) return null;
  const verdicts = triggers.map((trigger) => judgeGuard(condition, trigger));
  const admitsOutsiders = verdicts.some((verdict) => verdict.admitsOutsiders);
  const weakness = verdicts.find((verdict) => verdict.weakness !== null)?.weakness ?? null;
  return admitsOutsiders && weakness === null ? null : { admitsOutsiders, weakness };
}

/** A named environment can hold reviewers and branch rules; they are kept on the code host, not in the file. */
function environmentGuards(source: YamlSource, job: Entry, symbol: string): Fact[] {
  const environment = entry(source, job.value, "environment");
  if (!environment?.value) return [];
  return [
    factOn(source, entryLines(source, environment), {
      kind: "control",
      name: "authz",
      symbol,
      attributes: { effective: true, via: "setting", callee: "environment", protects: "environment" },
    }),
  ];
}

function permissionChecks(source: YamlSource, job: Entry, symbol: string): Fact[] {
  return stepsOf(source, job.value)
    .filter((step) => PERMISSION_CHECK.test(source.rawText(step.node).text))
    .slice(0, 1)
    .map((step) =>
      factOn(source, step.lines, {
        kind: "control",
        name: "authz",
        symbol,
        attributes: { effective: true, via: "inline", callee: "permission check", protects: "job" },
      }),
    );
}
