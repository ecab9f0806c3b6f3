import type { Fact } from "../../domain/fact.ts";
import type { SummaryItem } from "../../domain/report.ts";
import { controlWords, sinkWords, textOf } from "../ground/words.ts";
import { codeSpan } from "./code-span.ts";

/** A summary item before its place is written out; the fact shows it. */
export type SummaryDraft = Pick<SummaryItem, "text" | "change" | "topic"> & { readonly fact: Fact };

/** What a fact that was not there before means, completing "This change …"; `null` when it is not worth a line. */
export function draftOfNewFact(fact: Fact, place: string): SummaryDraft | null {
  return DRAFTS[fact.kind]?.(fact, place) ?? null;
}

type Describe = (fact: Fact, place: string) => SummaryDraft | null;

const DRAFTS: Partial<Readonly<Record<Fact["kind"], Describe>>> = {
  sink: sinkDraft,
  control: brokenControlDraft,
  data_class: dataDraft,
  external_service: (fact) => {
    const host = textOf(fact, "host");
    const text = `sends data to ${host === null ? `another service (${fact.name})` : codeSpan(host)}`;
    return { text, change: "added", topic: "flow", fact };
  },
  data_store: (fact) => {
    const collection = textOf(fact, "collection");
    if (collection === null) return null;
    return { text: `uses the store ${codeSpan(collection)}`, change: "added", topic: "store", fact };
  },
  secret_use: secretDraft,
  privilege: privilegeDraft,
  dependency: (fact) => {
    const reference = textOf(fact, "reference");
    if (reference === null) return null;
    const verb = fact.attributes["executed"] === true ? "runs" : "takes in";
    return { text: `${verb} ${codeSpan(reference)} from outside`, change: "added", topic: "dependency", fact };
  },
  listener: (fact) => {
    if (fact.attributes["bind"] !== "all") return null;
    return { text: `listens on every address (${fact.name})`, change: "added", topic: "entry_point", fact };
  },
};

function sinkDraft(fact: Fact, place: string): SummaryDraft | null {
  if (fact.attributes["tainted"] !== true) return null;
  const source = textOf(fact, "source");
  const value = source === null ? "request input" : codeSpan(source);
  return { text: `passes ${value} to ${sinkWords(fact.name)} in ${place}`, change: "added", topic: "flow", fact };
}

function brokenControlDraft(fact: Fact, place: string): SummaryDraft | null {
  if (fact.attributes["effective"] !== false) return null;
  const text = `leaves ${controlWords(fact.name)} without effect in ${place}`;
  return { text, change: "changed", topic: "control", fact };
}

const PLACES: Readonly<Record<string, string>> = {
  response: "an answer",
  log: "a log",
  model: "a language model",
  store: "a store",
};

function dataDraft(fact: Fact): SummaryDraft | null {
  const place = PLACES[String(fact.attributes["place"])];
  if (place === undefined) return null;
  const field = textOf(fact, "field");
  const data = field === null ? `${fact.name} data` : `${codeSpan(field)} (${fact.name} data)`;
  return { text: `puts ${data} into ${place}`, change: "added", topic: "flow", fact };
}

function secretDraft(fact: Fact, place: string): SummaryDraft | null {
  const name = textOf(fact, "variable");
  const secret = name === null ? "a secret" : `the secret ${codeSpan(name)}`;
  const text = fact.name === "hardcoded" ? `writes ${secret} into the code` : `uses ${secret} in ${place}`;
  return { text, change: "added", topic: "secret", fact };
}

/** Rights that a scope gets; narrower ones than before say nothing. */
const PRIVILEGES: Readonly<Record<string, (fact: Fact, place: string) => string | null>> = {
  workflow_permissions: tokenWords,
  persisted_credentials: (_, place) => `leaves the token of ${place} where later steps can read it`,
  container_user: (fact, place) => (fact.attributes["level"] === "root" ? `runs ${place} as root` : null),
  container_capability: (fact, place) => `gives ${place} the capability ${codeSpan(textOf(fact, "target") ?? "all")}`,
  runner: (fact, place) => (fact.attributes["self_hosted"] === true ? `runs ${place} on a self-hosted runner` : null),
};

const TOKEN_LEVELS: Readonly<Record<string, (place: string, target: string | null) => string>> = {
  write_all: (place) => `lets the token of ${place} write everything`,
  write: (place, target) => `lets the token of ${place} write${target === null ? "" : ` ${codeSpan(target)}`}`,
  default: (place) => `leaves the token of ${place} with the repository's default permissions`,
};

function tokenWords(fact: Fact, place: string): string | null {
  return TOKEN_LEVELS[textOf(fact, "level") ?? ""]?.(place, textOf(fact, "target")) ?? null;
}

function privilegeDraft(fact: Fact, place: string): SummaryDraft | null {
  const text = PRIVILEGES[fact.name]?.(fact, place) ?? null;
  return text === null ? null : { text, change: "added", topic: "privilege", fact };
}
