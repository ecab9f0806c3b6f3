import type { Fact, Scope } from "../domain/fact.ts";
import type { SummaryItem } from "../domain/report.ts";
import type { ChangedScope, ControlCoverage, SystemDelta } from "../domain/system-model.ts";
import { factsOf } from "./ground/conditions.ts";
import { controlWords, textOf } from "./ground/words.ts";
import { codeSpan } from "./model/code-span.ts";
import { isLost } from "./model/lost-control.ts";
import { type SummaryDraft, draftOfNewFact } from "./model/new-fact-words.ts";

/** Most important first; the position of `topic change` in this list is the order of the summary. */
const ORDER: readonly string[] = [
  "entry_point added",
  "control removed",
  "control changed",
  "entry_point changed",
  "secret added",
  "privilege added",
  "flow added",
  "other added",
  "store added",
  "dependency added",
  "control added",
  "entry_point removed",
];

/** What the change does to the system, from facts alone; each text completes "This change …". */
export function summaryItemsOf(delta: SystemDelta): SummaryItem[] {
  const drafts = [
    ...delta.changedScopes.flatMap(entryPointDrafts),
    ...delta.controls.flatMap(controlDrafts),
    ...delta.changedScopes.flatMap(newFactDrafts),
  ];
  const unique = new Map(drafts.map((draft) => [draft.text, draft]));
  return [...unique.values()].toSorted((a, b) => rankOf(a) - rankOf(b)).map(toItem);
}

function toItem({ text, change, topic, fact }: SummaryDraft): SummaryItem {
  return { text, change, topic, path: fact.path, side: fact.side, line: fact.startLine, origin: "rule" };
}

function rankOf({ topic, change }: SummaryDraft): number {
  const place = ORDER.indexOf(`${topic} ${change}`);
  return place === -1 ? ORDER.length : place;
}

const EXPOSURES: Readonly<Record<string, { readonly anyone: string; readonly signedIn: string }>> = {
  internet: { anyone: " to the internet", signedIn: " to signed-in users" },
  partner: { anyone: " to partners", signedIn: " to partners who sign in" },
  internal: { anyone: " to callers inside", signedIn: " to callers inside who sign in" },
};

function entryPointDrafts({ name, base, head }: ChangedScope): SummaryDraft[] {
  const before = base?.entryPoint ?? null;
  const fact = head?.entryPoint ?? null;
  const topic = "entry_point";
  if (fact === null)
    return before ? [{ text: closingWords(before, name), change: "removed", topic, fact: before }] : [];
  if (before && sameReach(before, fact)) return [];
  return [
    { text: openingWords(fact, name) + reachWords(fact, head), change: before ? "changed" : "added", topic, fact },
  ];
}

function sameReach(before: Fact, after: Fact): boolean {
  return ["exposure", "trigger", "untrusted"].every((name) => before.attributes[name] === after.attributes[name]);
}

function openingWords(fact: Fact, scopeName: string): string {
  if (isTrigger(fact)) return `runs ${jobWords(fact, scopeName)}`;
  const name = codeSpan(fact.name);
  const words = OPENINGS[String(fact.attributes["protocol"])];
  return words?.(name) ?? `opens ${name}`;
}

/** Who reaches a route: everyone there, or those of them who signed in. */
function reachWords(entryPoint: Fact, scope: Scope | null): string {
  const where = isTrigger(entryPoint) ? undefined : EXPOSURES[String(entryPoint.attributes["exposure"])];
  if (where === undefined || OPENINGS[String(entryPoint.attributes["protocol"])]) return "";
  return scope !== null && hasSignIn(scope) ? where.signedIn : where.anyone;
}

function hasSignIn({ facts }: Scope): boolean {
  return facts.some(
    ({ kind, name, attributes }) => kind === "control" && name === "authn" && attributes["effective"] === true,
  );
}

/** The entry point of a workflow is named after what triggers it; the job that runs is its scope. */
function isTrigger({ attributes }: Fact): boolean {
  return attributes["protocol"] === "workflow";
}

function jobWords(fact: Fact, job: string): string {
  const trigger = textOf(fact, "trigger");
  return trigger === null ? `${codeSpan(job)} in the build` : `${codeSpan(job)} on ${codeSpan(trigger)}`;
}

const OPENINGS: Readonly<Record<string, (name: string) => string>> = {
  cli: (name) => `adds the command ${name}`,
  cron: (name) => `runs ${name} on a schedule`,
  queue: (name) => `takes messages from a queue in ${name}`,
  agent_tool: (name) => `offers ${name} to a language model`,
};

function closingWords(fact: Fact, scopeName: string): string {
  if (isTrigger(fact)) return `stops running ${jobWords(fact, scopeName)}`;
  return `${fact.attributes["protocol"] === "cli" ? "removes the command" : "closes"} ${codeSpan(fact.name)}`;
}

function controlDrafts({ path, control, base, head, evidence }: ControlCoverage): SummaryDraft[] {
  if (evidence === null) return [];
  const words = controlWords(control);
  const shared = { topic: "control", fact: evidence } as const;
  if (isLost({ base, head })) {
    const text =
      head === "absent" ? `removes ${words} from ${codeSpan(path)}` : `removes ${words} seen on ${codeSpan(path)}`;
    return [{ ...shared, change: "removed", text }];
  }
  if (base === "absent" && head === "present") {
    return [{ ...shared, change: "added", text: `adds ${words} to ${codeSpan(path)}` }];
  }
  return [];
}

/** Facts that the scope has at the head and did not have before, whatever their lines. */
function newFactDrafts({ base, head }: ChangedScope): SummaryDraft[] {
  if (head === null) return [];
  const before = new Set((base ? factsOf(base) : []).map(meaningOf));
  const added = factsOf(head).filter((fact) => !before.has(meaningOf(fact)));
  return added.flatMap((fact) => draftOfNewFact(fact, head) ?? []);
}

/** Another version of a package is the same package. */
const OF_A_VERSION = new Set(["range", "pinned"]);

function meaningOf({ kind, name, attributes: all }: Fact): string {
  const isPackage = kind === "dependency" && name === "package";
  const attributes = Object.fromEntries(Object.entries(all).filter(([key]) => !isPackage || !OF_A_VERSION.has(key)));
  return JSON.stringify([kind, name, Object.entries(attributes).toSorted(([a], [b]) => a.localeCompare(b))]);
}
