import { z } from "zod";

/** The enums that decide a score; a model or a person may choose an enum value, never a number. */
export const riskFactorsSchema = z.strictObject({
  access: z
    .enum(["remote_unauth", "remote_auth", "supply_chain", "adjacent_network", "local_user", "insider", "local_admin"])
    .describe("Who can attempt it"),
  exposure: z
    .enum(["internet", "partner", "build_time", "unknown", "internal"])
    .describe("Where the entry point listens"),
  complexity: z.enum(["trivial", "moderate", "hard"]).describe("How hard the attack is once it can be attempted"),
  control: z.enum(["none", "partial", "unknown", "full"]).describe("What stands in the way, as verified in code"),
  evidence: z
    .enum(["exploit_path", "verified_quote", "inferred"])
    .describe("How much of the attack path the quoted lines show"),
  data: z.enum(["public", "internal", "confidential", "restricted"]).describe("The highest class of data within reach"),
  effect: z
    .enum(["exec", "write", "read_many", "auth_bypass", "read_one", "deny_all", "none", "deny_one"])
    .describe("What the attacker gains"),
  tenancy: z.enum(["cross_tenant", "same"]).describe("Whether the effect crosses tenants"),
});
export type RiskFactors = z.infer<typeof riskFactorsSchema>;
type FactorName = keyof RiskFactors;

/** Points per enum value; what they mean and where they come from is in docs/risk.md. */
const POINTS: { [Name in FactorName]: Record<RiskFactors[Name], number> } = {
  access: {
    remote_unauth: 3,
    remote_auth: 2,
    supply_chain: 2,
    adjacent_network: 1,
    local_user: 1,
    insider: 1,
    local_admin: 0,
  },
  exposure: { internet: 2, partner: 1, build_time: 1, unknown: 1, internal: 0 },
  complexity: { trivial: 1, moderate: 0, hard: -1 },
  control: { none: 1, partial: 0, unknown: 0, full: -2 },
  evidence: { exploit_path: 1, verified_quote: 0, inferred: -1 },
  data: { public: 1, internal: 2, confidential: 3, restricted: 4 },
  effect: { exec: 2, write: 1, read_many: 1, auth_bypass: 1, read_one: 0, deny_all: 0, none: 0, deny_one: -1 },
  tenancy: { cross_tenant: 1, same: 0 },
};

export const SEVERITIES = ["info", "low", "medium", "high", "critical"] as const;
export const severitySchema = z.enum(SEVERITIES);
export type Severity = z.infer<typeof severitySchema>;

export const riskSchema = z.strictObject({
  factors: riskFactorsSchema,
  likelihood: z.int().min(1).max(5),
  impact: z.int().min(1).max(5),
  score: z.int().min(1).max(25).describe("likelihood × impact"),
  severity: severitySchema,
  arithmetic: z.string().describe("The sum as printed, such as `L4 = signed-in user 2 · internet 2 …`"),
  counterfactual: z.string().nullable().describe("The one changed factor that would lower the severity most"),
});
export type Risk = z.infer<typeof riskSchema>;

const LIKELIHOOD_FACTORS = ["access", "exposure", "complexity", "control", "evidence"] as const;
const IMPACT_FACTORS = ["data", "effect", "tenancy"] as const;

/** What each enum value says to people, as a term of the sum. */
const WORDS: { [Name in FactorName]: Record<RiskFactors[Name], string> } = {
  access: {
    remote_unauth: "anyone remote",
    remote_auth: "signed-in user",
    supply_chain: "supply chain",
    adjacent_network: "same network",
    local_user: "local user",
    insider: "insider",
    local_admin: "local administrator",
  },
  exposure: {
    internet: "internet",
    partner: "partners",
    build_time: "build time",
    unknown: "unknown exposure",
    internal: "inside only",
  },
  complexity: { trivial: "trivial", moderate: "moderate effort", hard: "hard" },
  control: { none: "no control", partial: "partial control", unknown: "unknown control", full: "full control" },
  evidence: { exploit_path: "whole path quoted", verified_quote: "quote only", inferred: "inferred" },
  data: {
    public: "public data",
    internal: "internal data",
    confidential: "confidential data",
    restricted: "restricted data",
  },
  effect: {
    exec: "runs code",
    write: "writes",
    read_many: "reads many",
    auth_bypass: "bypasses sign-in",
    read_one: "reads one",
    deny_all: "stops it for all",
    none: "no direct effect",
    deny_one: "stops it for one",
  },
  tenancy: { cross_tenant: "crosses tenants", same: "same tenant" },
};

/** Computes likelihood, impact, score and severity from enums, by the published tables (docs/risk.md). */
export function assessRisk(factors: RiskFactors): Risk {
  const { likelihood, impact, score, severity } = scoreOf(factors);
  return {
    factors,
    likelihood,
    impact,
    score,
    severity,
    arithmetic: explain(factors, likelihood, impact),
    counterfactual: counterfactual(factors),
  };
}

/** True when `severity` is at or above `floor`. */
export function atLeast(severity: Severity, floor: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(floor);
}

/** Positive when `one` is worse than `other`, negative when better; sees differences that the limits of a score hide. */
export function compareFactors(one: RiskFactors, other: RiskFactors): number {
  const names = [...LIKELIHOOD_FACTORS, ...IMPACT_FACTORS];
  return sum(names, one) - sum(names, other);
}

/** The number that SARIF's `security-severity` wants, by severity. */
export const SECURITY_SEVERITY: Record<Severity, string> = {
  info: "1.0",
  low: "3.0",
  medium: "5.5",
  high: "8.0",
  critical: "9.5",
};

function scoreOf(factors: RiskFactors) {
  const likelihood = clamp(sum(LIKELIHOOD_FACTORS, factors) - 1);
  const impact = clamp(sum(IMPACT_FACTORS, factors));
  const score = likelihood * impact;
  return { likelihood, impact, score, severity: severityOf(score) };
}

function severityOf(score: number): Severity {
  if (score >= 20) return "critical";
  if (score >= 10) return "high";
  if (score >= 5) return "medium";
  return score >= 3 ? "low" : "info";
}

function sum(names: readonly FactorName[], factors: RiskFactors): number {
  return names.reduce((total, name) => total + pointsOf(name, factors), 0);
}

function pointsOf<Name extends FactorName>(name: Name, factors: Pick<RiskFactors, Name>): number {
  return POINTS[name][factors[name]];
}

function clamp(value: number): number {
  return Math.min(5, Math.max(1, value));
}

function explain(factors: RiskFactors, likelihood: number, impact: number): string {
  const terms = (names: readonly FactorName[]) =>
    names
      .map((name) => {
        const points = pointsOf(name, factors);
        return `${wordsOf(name, factors)} ${points < 0 ? "−" : ""}${Math.abs(points)}`;
      })
      .join(" · ");
  return `L${likelihood} = ${terms(LIKELIHOOD_FACTORS)}, less 1; I${impact} = ${terms(IMPACT_FACTORS)}`;
}

function wordsOf<Name extends FactorName>(name: Name, factors: Pick<RiskFactors, Name>): string {
  return WORDS[name][factors[name]];
}

/** People can change where something listens, what stands in the way and who gets in; the rest is the threat itself. */
function counterfactual(factors: RiskFactors): string | null {
  const now = scoreOf(factors);
  const options: { change: Partial<RiskFactors>; words: string }[] = [
    { change: { control: "full" }, words: "with a full control on the path" },
    { change: { exposure: "internal" }, words: "if it is reachable from inside only" },
    { change: { access: "remote_auth" }, words: "behind authentication" },
  ];
  const better = options
    .map((option) => ({ ...option, risk: scoreOf({ ...factors, ...option.change }) }))
    .filter((option) => option.risk.score < now.score && option.risk.severity !== now.severity)
    .sort((a, b) => a.risk.score - b.risk.score)[0];
  return better ? `${better.risk.severity} ${better.words}` : null;
}
