import { positiveMatches } from "../../catalogue/placeholders.ts";
import type { Fact, Scope } from "../../domain/fact.ts";
import type { Zone } from "../../domain/system-model.ts";
import type { FactMatch, ThreatKind } from "../../domain/threat-kind.ts";

/** Where a protocol lets input in from; the others start inside. */
const SOURCES: Readonly<Record<string, Zone>> = {
  http: "internet",
  webhook: "internet",
  websocket: "internet",
  rpc: "internet",
  agent_tool: "model",
};

const SINK_ZONES: Readonly<Record<string, Zone>> = {
  sql: "data",
  file: "filesystem",
  archive: "filesystem",
  outbound_http: "third_party",
  html: "browser",
  redirect: "browser",
  model_prompt: "model",
};

/**
 * `from>to` of the boundary that a threat of this kind crosses at this scope, empty when there is none. It is part of
 * the threat's identity, so it follows from the kind and the entry point's protocol, not from the facts that matched.
 */
export function zoneCrossing(kind: ThreatKind, scope: Scope): string {
  const from = scope.element === "process" ? callerZone(scope) : buildSource(kind);
  const to = targetZone(kind, scope);
  return from === null || from === to ? "" : `${from}>${to}`;
}

function callerZone({ entryPoint }: Scope): Zone | null {
  return SOURCES[String(entryPoint?.attributes["protocol"])] ?? null;
}

/** Builds take in what others publish, and whatever a kind about untrusted triggers says that they take in. */
function buildSource(kind: ThreatKind): Zone | null {
  const matches = positiveMatches(kind.appliesIf);
  if (matches.some(({ fact }) => fact === "dependency")) return "third_party";
  return matches.some(({ attributes }) => attributes?.["untrusted"] === true) ? "internet" : null;
}

function targetZone(kind: ThreatKind, scope: Scope): Zone {
  if (scope.element === "ci" || scope.element === "image") return "build";
  const zones = positiveMatches(kind.appliesIf).map(zoneOfMatch);
  return zones.find((zone) => zone !== null) ?? "application";
}

function zoneOfMatch({ fact, name }: FactMatch): Zone | null {
  return zoneTouched({ kind: fact, name: [name ?? ""].flat()[0] ?? "" });
}

/** The zone that such a fact reaches into, or `null` when it stays in its own. */
export function zoneTouched({ kind, name }: Pick<Fact, "kind" | "name">): Zone | null {
  if (kind === "sink") return SINK_ZONES[name] ?? null;
  if (kind === "data_store") return name === "upload" ? "filesystem" : "data";
  if (kind === "external_service") return name === "model" ? "model" : "third_party";
  return null;
}
