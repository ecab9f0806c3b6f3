import { posix } from "node:path";
import type { RepositoryConfig } from "../../config/repository-config.ts";
import type { AttributeValue, Fact, Scope } from "../../domain/fact.ts";
import { type RiskFactors, riskFactorsSchema } from "../../domain/risk.ts";
import type { Claim } from "../../domain/threat.ts";
import type { Condition, ThreatKind } from "../../domain/threat-kind.ts";
import { type MatchedFact, matchCondition } from "./conditions.ts";

/** One open threat as the facts show it. */
interface Reading {
  readonly scope: Scope;
  readonly applies: readonly MatchedFact[];
  readonly claim: Omit<Claim, "quoteFound">;
}

/** Protocols that callers reach over a network, so that the repository's exposure is theirs. */
const NETWORK = new Set<AttributeValue | undefined>(["http", "webhook", "websocket", "rpc"]);

/** Controls that tell callers apart; an effective one means that strangers do not get in. */
const AUTHENTICATING = new Set(["authn", "authz", "ownership", "signature"]);

/** The enums that decide the risk: the kind's own, then what facts show, then the kind's rules and the repository's. */
export function riskFactorsOf(kind: ThreatKind, reading: Reading, config: RepositoryConfig): RiskFactors {
  const { scope } = reading;
  const rules = kind.riskWhen.filter((rule) => matchCondition(rule.if, scope) !== null).map((rule) => rule.set);
  return riskFactorsSchema.parse(
    Object.assign(
      { control: controlOf(kind, reading), evidence: evidenceOf(reading), tenancy: "same" },
      kind.risk,
      { access: accessOf(kind, scope), exposure: exposureOf(kind, scope, config) },
      reading.claim.reachable === "yes" ? {} : { evidence: "inferred" },
      ...rules,
      dataOf(scope, config),
    ),
  );
}

function accessOf(kind: ThreatKind, scope: Scope): RiskFactors["access"] {
  const { access } = kind.risk;
  if (access !== "remote_auth" || scope.blindSpot !== null || !isNetworked(scope.entryPoint)) return access;
  return scope.facts.some(isAuthenticating) ? access : "remote_unauth";
}

function isAuthenticating(fact: Fact): boolean {
  return fact.kind === "control" && AUTHENTICATING.has(fact.name) && fact.attributes["effective"] === true;
}

function isNetworked(entryPoint: Fact | null): boolean {
  return entryPoint !== null && NETWORK.has(entryPoint.attributes["protocol"]);
}

/** The repository says where its service listens; of anything else the entry point or the kind may know. */
function exposureOf(kind: ThreatKind, scope: Scope, config: RepositoryConfig): RiskFactors["exposure"] {
  if (isService(scope) && config.system.exposure) return config.system.exposure;
  const said = riskFactorsSchema.shape.exposure.safeParse(scope.entryPoint?.attributes["exposure"]);
  if (said.success && said.data !== "unknown") return said.data;
  return kind.risk.exposure ?? (isBuild(scope) ? "build_time" : "unknown");
}

function isService({ element, entryPoint }: Scope): boolean {
  return element === "process" && (entryPoint === null || isNetworked(entryPoint));
}

function isBuild({ element }: Scope): boolean {
  return element === "ci" || element === "image";
}

function controlOf(kind: ThreatKind, { scope, claim }: Reading): RiskFactors["control"] {
  if (claim.controlAbsent !== "yes") return "unknown";
  return kind.mitigatedIf && isPartlyMet(kind.mitigatedIf, scope) ? "partial" : "none";
}

/** True when some of several controls that are needed together is there. */
function isPartlyMet(condition: Condition, scope: Scope): boolean {
  return "all" in condition && condition.all.some((part) => (matchCondition(part, scope) ?? []).length > 0);
}

function evidenceOf({ scope, applies }: Reading): RiskFactors["evidence"] {
  const isTainted = applies.some(({ fact }) => fact.attributes["tainted"] === true);
  return isTainted && scope.entryPoint !== null ? "exploit_path" : "verified_quote";
}

const DATA_CLASSES = riskFactorsSchema.shape.data.options;

/** The class that the repository gives to what this scope touches, if it gives any. */
function dataOf(scope: Scope, config: RepositoryConfig): Partial<RiskFactors> {
  if (config.paths.critical.some((glob) => posix.matchesGlob(scope.path, glob))) return { data: "restricted" };
  const touched = new Set(scope.facts.flatMap(namesOfData));
  const classes = config.system.assets.filter(({ name }) => touched.has(name.toLowerCase())).map(({ data }) => data);
  const highest = DATA_CLASSES.findLast((data) => classes.includes(data));
  return highest === undefined ? {} : { data: highest };
}

function namesOfData({ attributes }: Fact): string[] {
  return [attributes["collection"], attributes["field"]]
    .filter((value) => typeof value === "string")
    .map((value) => value.toLowerCase());
}
