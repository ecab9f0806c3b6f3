import type { Fact, Scope } from "../../domain/fact.ts";
import type { SummaryItem } from "../../domain/report.ts";
import { isAddressChosen } from "../ground/chosen-address.ts";
import { controlWords, safeguardParts, sinkWords, textOf } from "../ground/words.ts";
import { codeSpan } from "./code-span.ts";

/** A summary item before its place is written out; the fact shows it. */
export type SummaryDraft = Pick<SummaryItem, "text" | "change" | "topic"> & { readonly fact: Fact };

/** What a fact that was not there before means, completing "This change …"; `null` when it is not worth a line. */
export function draftOfNewFact(fact: Fact, scope: Scope): SummaryDraft | null {
  return DRAFTS[fact.kind]?.(fact, scope) ?? null;
}

type Describe = (fact: Fact, scope: Scope) => SummaryDraft | null;

const DRAFTS: Partial<Readonly<Record<Fact["kind"], Describe>>> = {
  sink: sinkDraft,
  control: brokenControlDraft,
  data_class: dataDraft,
  external_service: serviceDraft,
  data_store: (fact) => {
    const collection = textOf(fact, "collection");
    if (collection === null) return null;
    return { text: `uses the store ${codeSpan(collection)}`, change: "added", topic: "store", fact };
  },
  secret_use: secretDraft,
  privilege: privilegeDraft,
  dependency: (fact) => {
    const reference = textOf(fact, "reference");
    if (reference === null || fact.attributes["locked"] === true || fact.attributes["lookalike"] === true) return null;
    if (fact.name === "registry") return registryDraft(fact, reference);
    const verb = fact.attributes["executed"] === true ? "runs" : "takes in";
    return { text: `${verb} ${codeSpan(reference)} from outside`, change: "added", topic: "dependency", fact };
  },
  listener: (fact) => {
    if (fact.attributes["bind"] !== "all") return null;
    return { text: `listens on every address (${fact.name})`, change: "added", topic: "entry_point", fact };
  },
};

/** What a caller decides at a sink that takes a whole value rather than a part of one. */
const CHOICES: Readonly<Record<string, string>> = {
  outbound_http: "the address of an outbound request",
  file: "the path of a file",
  redirect: "where a redirect goes",
  archive: "an archive that is unpacked",
  mass_assignment: "the fields of a record",
  include: "code that is loaded",
  sign_in: "who is signed in",
};
const CALLED: ReadonlySet<unknown> = new Set(["http", "webhook", "websocket", "rpc"]);

function sinkDraft(fact: Fact, scope: Scope): SummaryDraft | null {
  if (fact.attributes["tainted"] !== true) return null;
  const source = textOf(fact, "source");
  const value = source === null ? "request input" : codeSpan(source);
  const place = codeSpan(scope.name);
  const choice = isCalled(scope) ? choiceAt(fact, scope) : undefined;
  const text =
    choice === undefined
      ? `passes ${value} to ${sinkWords(fact.name)} in ${place}`
      : `lets callers of ${place} choose ${choice}`;
  return { text, change: "added", topic: "flow", fact };
}

function isCalled({ entryPoint }: Scope): boolean {
  return CALLED.has(entryPoint?.attributes["protocol"]);
}

function choiceAt(sink: Fact, scope: Scope): string | undefined {
  const sendsPersonal = scope.facts.some(
    (fact) => fact.kind === "external_service" && carriesPersonal(fact) && isAddressChosen(fact, { facts: [sink] }),
  );
  return sendsPersonal ? "where personal data is sent" : CHOICES[sink.name];
}

function carriesPersonal({ attributes }: Fact): boolean {
  return attributes["carries"] === "personal";
}

function registryDraft(fact: Fact, reference: string): SummaryDraft {
  return { text: `fetches packages from ${codeSpan(reference)}`, change: "added", topic: "dependency", fact };
}

const SERVICES: Readonly<Record<string, string>> = {
  http: "another service",
  model: "a language model",
  mail: "a mail service",
  payment: "a payment service",
  storage: "a storage service",
  messaging: "a messaging service",
};

/** An address that callers choose has a line of its own that says what goes there. */
function serviceDraft(fact: Fact, scope: Scope): SummaryDraft | null {
  const host = textOf(fact, "host");
  const personal = carriesPersonal(fact);
  const isChosen = host === null && isAddressChosen(fact, scope);
  if (isChosen && (isCalled(scope) || !personal)) return null;
  const unnamed = isChosen ? "a host that the caller chooses" : (SERVICES[fact.name] ?? "another service");
  const text = `sends ${personal ? "personal data" : "data"} to ${host === null ? unnamed : codeSpan(host)}`;
  return { text, change: "added", topic: "flow", fact };
}

function brokenControlDraft(fact: Fact, { name }: Scope): SummaryDraft | null {
  if (fact.attributes["effective"] !== false) return null;
  const parts = safeguardParts(fact).map(codeSpan);
  const safeguard = parts.length > 1 ? `a refusal about ${parts.join(" and ")}` : parts.join("");
  const text =
    safeguard === ""
      ? `leaves ${controlWords(fact.name)} without effect in ${codeSpan(name)}`
      : `removes ${safeguard} from ${codeSpan(name)}`;
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

function secretDraft(fact: Fact, scope: Scope): SummaryDraft | null {
  const place = codeSpan(scope.name);
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

function privilegeDraft(fact: Fact, { name }: Scope): SummaryDraft | null {
  const text = PRIVILEGES[fact.name]?.(fact, codeSpan(name)) ?? null;
  return text === null ? null : { text, change: "added", topic: "privilege", fact };
}
