import type { Fact, Scope } from "../../domain/fact.ts";
import type { Element } from "../../domain/system-model.ts";
import { textOf } from "./words.ts";

/** Another element that a fact shows the scope to exchange data with. */
export interface Touch {
  readonly element: Element;
  readonly label: string;
  /** True when the scope takes something in. */
  readonly inward: boolean;
}

/** What a scope touches outside itself. Of a sink and a fact that mean one call, the one that names the other end counts. */
export function touchesOf(scope: Scope): Touch[] {
  const named = new Set(scope.facts.map(sinkNamedBy));
  const calls = scope.facts.some((fact) => fact.kind === "sink" && fact.name === "outbound_http");
  const keeps = scope.facts.some((fact) => isStore(fact) && textOf(fact, "collection") !== null);
  return scope.facts
    .filter((fact) => !(fact.kind === "sink" && named.has(fact.name)) && !(calls && isUnnamedCall(fact)))
    .filter((fact) => !(keeps && isStore(fact) && textOf(fact, "collection") === null))
    .map((fact) => touchOf(fact, scope))
    .filter((touch) => touch !== null);
}

function touchOf(fact: Fact, scope: Scope): Touch | null {
  if (fact.kind === "data_store") return storeTouch(fact);
  if (fact.kind === "external_service") return serviceTouch(fact);
  if (fact.kind === "dependency") return dependencyTouch(fact, scope);
  return fact.kind === "sink" ? sinkTouch(fact) : null;
}

/** The sink whose other end this fact says more precisely, or `null`. */
function sinkNamedBy({ kind, name, attributes }: Fact): string | null {
  if (kind === "data_store") return name === "upload" ? "file" : "sql";
  if (kind !== "external_service") return null;
  if (name === "model") return "model_prompt";
  return attributes["host"] === undefined ? null : "outbound_http";
}

/** Uploads are kept elsewhere than records. */
function isStore({ kind, name }: Fact): boolean {
  return kind === "data_store" && name !== "upload";
}

function isUnnamedCall({ kind, name, attributes }: Fact): boolean {
  return kind === "external_service" && name === "http" && attributes["host"] === undefined;
}

function storeTouch(fact: Fact): Touch {
  const name = textOf(fact, "collection") ?? (fact.name === "upload" ? "uploads" : "records");
  const zone = fact.name === "upload" ? "filesystem" : "data";
  return {
    element: { id: `store:${name}`, kind: "store", name, zone, path: fact.path },
    label: textOf(fact, "operation") ?? "use",
    inward: false,
  };
}

function serviceTouch(fact: Fact): Touch {
  const transport = textOf(fact, "transport");
  const label = transport === null || transport === "unknown" ? "call" : transport;
  if (fact.name === "model") return { element: modelElement(fact), label, inward: false };
  const name = textOf(fact, "host") ?? `${fact.name} service`;
  return { element: thirdParty(name, fact), label, inward: false };
}

/** What a registry serves under its name is the ordinary case; only what comes from elsewhere is another party. */
function isOrdinaryPackage({ name, attributes }: Fact): boolean {
  return name === "package" && attributes["source"] !== "git" && attributes["source"] !== "url";
}

/** Builds take in what they depend on; the version belongs to the flow, so that an update changes no element. */
function dependencyTouch(fact: Fact, { element }: Scope): Touch | null {
  if (element === "process" || isOrdinaryPackage(fact)) return null;
  const reference = textOf(fact, "reference");
  if (reference === null) return null;
  const name = reference.replace(/(@|:(?!\/\/)[^/]*$).*$/u, "");
  const label = `uses, pinned by ${textOf(fact, "pinned") ?? "nothing"}`;
  return { element: thirdParty(name || reference, fact), label, inward: true };
}

function sinkTouch(fact: Fact): Touch | null {
  if (fact.name === "sql") return { element: store("database", "data", fact), label: "query", inward: false };
  if (fact.name === "file" || fact.name === "archive") {
    return { element: store("files", "filesystem", fact), label: textOf(fact, "operation") ?? "use", inward: false };
  }
  if (fact.name === "model_prompt") return { element: modelElement(fact), label: "prompt", inward: false };
  if (fact.name !== "outbound_http") return null;
  const name = textOf(fact, "host") ?? (fact.attributes["tainted"] === true ? "any address" : "another service");
  return { element: thirdParty(name, fact), label: "request", inward: false };
}

function store(name: string, zone: Element["zone"], fact: Fact): Element {
  return { id: `store:${name}`, kind: "store", name, zone, path: fact.path };
}

function thirdParty(name: string, fact: Fact): Element {
  return { id: `third_party:${name}`, kind: "third_party", name, zone: "third_party", path: fact.path };
}

function modelElement(fact: Fact): Element {
  const name = textOf(fact, "host") ?? "Language model";
  return { id: `model:${name}`, kind: "model", name, zone: "model", path: fact.path };
}
