import type { Fact } from "../domain/fact.ts";
import type { SummaryItem } from "../domain/report.ts";
import type { ChangedScope, ControlCoverage, SystemDelta } from "../domain/system-model.ts";
import { factsOf } from "./ground/conditions.ts";
import { controlWords, sinkWords, textOf } from "./ground/words.ts";
import { codeSpan } from "./model/code-span.ts";

type Draft = Pick<SummaryItem, "text" | "change" | "topic"> & { readonly fact: Fact };

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

function toItem({ text, change, topic, fact }: Draft): SummaryItem {
  return { text, change, topic, path: fact.path, side: fact.side, line: fact.startLine, origin: "rule" };
}

function rankOf({ topic, change }: Draft): number {
  const place = ORDER.indexOf(`${topic} ${change}`);
  return place === -1 ? ORDER.length : place;
}

const EXPOSURES: Readonly<Record<string, string>> = {
  internet: " to the internet",
  partner: " to partners",
  internal: " to callers inside",
};

function entryPointDrafts({ base, head }: ChangedScope): Draft[] {
  const before = base?.entryPoint ?? null;
  const fact = head?.entryPoint ?? null;
  const topic = "entry_point";
  if (fact === null) return before ? [{ text: closingWords(before), change: "removed", topic, fact: before }] : [];
  if (before && sameReach(before, fact)) return [];
  return [{ text: openingWords(fact), change: before ? "changed" : "added", topic, fact }];
}

function sameReach(before: Fact, after: Fact): boolean {
  return ["exposure", "trigger", "untrusted"].every((name) => before.attributes[name] === after.attributes[name]);
}

function openingWords(fact: Fact): string {
  const name = codeSpan(fact.name);
  const trigger = textOf(fact, "trigger");
  if (fact.attributes["protocol"] === "workflow" && trigger !== null) return `runs ${name} on ${codeSpan(trigger)}`;
  const words = OPENINGS[String(fact.attributes["protocol"])];
  return words?.(name) ?? `opens ${name}${EXPOSURES[String(fact.attributes["exposure"])] ?? ""}`;
}

const OPENINGS: Readonly<Record<string, (name: string) => string>> = {
  workflow: (name) => `runs ${name} in the build`,
  cli: (name) => `adds the command ${name}`,
  cron: (name) => `runs ${name} on a schedule`,
  queue: (name) => `takes messages from a queue in ${name}`,
  agent_tool: (name) => `offers ${name} to a language model`,
};

function closingWords(fact: Fact): string {
  return `${fact.attributes["protocol"] === "cli" ? "removes the command" : "closes"} ${codeSpan(fact.name)}`;
}

function controlDrafts({ path, control, base, head, evidence }: ControlCoverage): Draft[] {
  if (evidence === null) return [];
  const words = controlWords(control);
  const shared = { topic: "control", fact: evidence } as const;
  if (base === "present" && head === "absent") {
    return [{ ...shared, change: "removed", text: `removes ${words} from ${codeSpan(path)}` }];
  }
  if (base === "absent" && head === "present") {
    return [{ ...shared, change: "added", text: `adds ${words} to ${codeSpan(path)}` }];
  }
  return [];
}

/** Facts that the scope has at the head and did not have before, whatever their lines. */
function newFactDrafts({ name, base, head }: ChangedScope): Draft[] {
  if (head === null) return [];
  const before = new Set((base ? factsOf(base) : []).map(meaningOf));
  const added = factsOf(head).filter((fact) => !before.has(meaningOf(fact)));
  return added.flatMap((fact) => DRAFTS[fact.kind]?.(fact, codeSpan(name)) ?? []);
}

function meaningOf({ kind, name, attributes }: Fact): string {
  return JSON.stringify([kind, name, Object.entries(attributes).toSorted(([a], [b]) => a.localeCompare(b))]);
}

type Describe = (fact: Fact, place: string) => Draft[];

const DRAFTS: Partial<Readonly<Record<Fact["kind"], Describe>>> = {
  sink: sinkDraft,
  control: brokenControlDraft,
  data_class: dataDraft,
  external_service: (fact) => {
    const host = textOf(fact, "host");
    const text = `sends data to ${host === null ? `another service (${fact.name})` : codeSpan(host)}`;
    return [{ text, change: "added", topic: "flow", fact }];
  },
  data_store: (fact) => {
    const collection = textOf(fact, "collection");
    if (collection === null) return [];
    return [{ text: `uses the store ${codeSpan(collection)}`, change: "added", topic: "store", fact }];
  },
  secret_use: secretDraft,
  privilege: privilegeDraft,
  dependency: (fact) => {
    const reference = textOf(fact, "reference");
    if (reference === null) return [];
    const verb = fact.attributes["executed"] === true ? "runs" : "takes in";
    return [{ text: `${verb} ${codeSpan(reference)} from outside`, change: "added", topic: "dependency", fact }];
  },
  listener: (fact) => {
    if (fact.attributes["bind"] !== "all") return [];
    return [{ text: `listens on every address (${fact.name})`, change: "added", topic: "entry_point", fact }];
  },
};

function sinkDraft(fact: Fact, place: string): Draft[] {
  if (fact.attributes["tainted"] !== true) return [];
  const source = textOf(fact, "source");
  const value = source === null ? "request input" : codeSpan(source);
  return [{ text: `passes ${value} to ${sinkWords(fact.name)} in ${place}`, change: "added", topic: "flow", fact }];
}

function brokenControlDraft(fact: Fact, place: string): Draft[] {
  if (fact.attributes["effective"] !== false) return [];
  const text = `leaves ${controlWords(fact.name)} without effect in ${place}`;
  return [{ text, change: "changed", topic: "control", fact }];
}

const PLACES: Readonly<Record<string, string>> = {
  response: "an answer",
  log: "a log",
  model: "a language model",
  store: "a store",
};

function dataDraft(fact: Fact): Draft[] {
  const place = PLACES[String(fact.attributes["place"])];
  if (place === undefined) return [];
  const field = textOf(fact, "field");
  const data = field === null ? `${fact.name} data` : `${codeSpan(field)} (${fact.name} data)`;
  return [{ text: `puts ${data} into ${place}`, change: "added", topic: "flow", fact }];
}

function secretDraft(fact: Fact, place: string): Draft[] {
  const name = textOf(fact, "variable");
  const secret = name === null ? "a secret" : `the secret ${codeSpan(name)}`;
  const text = fact.name === "hardcoded" ? `writes ${secret} into the code` : `uses ${secret} in ${place}`;
  return [{ text, change: "added", topic: "secret", fact }];
}

function privilegeDraft(fact: Fact, place: string): Draft[] {
  const level = textOf(fact, "level")?.replaceAll("_", " ") ?? null;
  if (level === null || level === "none") return [];
  const what = fact.name.replaceAll("_", " ");
  return [{ text: `gives ${place} ${level} as its ${what}`, change: "added", topic: "privilege", fact }];
}
