import { describe, expect, it } from "vitest";
import { type RiskFactors, assessRisk, compareFactors, riskFactorsSchema } from "../../src/domain/risk.ts";

const idor: RiskFactors = {
  access: "remote_auth",
  exposure: "internet",
  complexity: "trivial",
  control: "none",
  evidence: "verified_quote",
  data: "confidential",
  effect: "read_many",
  tenancy: "cross_tenant",
};

describe("assessRisk", () => {
  it.each<[string, Partial<RiskFactors>, number, string]>([
    ["cross-tenant IDOR", {}, 25, "critical"],
    [
      "pull_request_target execution",
      {
        access: "remote_unauth",
        exposure: "build_time",
        complexity: "moderate",
        evidence: "exploit_path",
        data: "restricted",
        effect: "exec",
        tenancy: "same",
      },
      25,
      "critical",
    ],
    [
      "unsigned webhook",
      { access: "remote_unauth", evidence: "exploit_path", effect: "write", tenancy: "same" },
      20,
      "critical",
    ],
    ["authenticated SSRF", { complexity: "moderate", tenancy: "same" }, 16, "high"],
    ["personal data in a log", { access: "insider", exposure: "internal", tenancy: "same" }, 8, "medium"],
    [
      "internal, no rate limit",
      {
        access: "insider",
        exposure: "internal",
        complexity: "moderate",
        evidence: "inferred",
        data: "internal",
        effect: "deny_one",
        tenancy: "same",
      },
      1,
      "info",
    ],
  ])("scores %s by the published table", (_, change, score, severity) => {
    expect(assessRisk({ ...idor, ...change })).toMatchObject({ score, severity });
  });

  it("prints the sum and the one change that would lower it most", () => {
    const risk = assessRisk(idor);
    expect(risk.arithmetic).toBe(
      "L5 = signed-in user 2 · internet 2 · trivial 1 · no control 1 · quote only 0, less 1; I5 = confidential data 3 · reads many 1 · crosses tenants 1",
    );
    expect(risk.counterfactual).toBe("high with a full control on the path");
    expect(assessRisk({ ...idor, complexity: "hard" }).arithmetic).toContain("internet 2 · hard −1 · no control 1");
  });

  it("never lowers the score when one factor gets worse, over all 80,640 inputs", () => {
    const worse: [keyof RiskFactors, string, string][] = [
      ["control", "full", "none"],
      ["access", "remote_auth", "remote_unauth"],
      ["data", "public", "restricted"],
      ["effect", "read_one", "exec"],
      ["tenancy", "same", "cross_tenant"],
      ["exposure", "internal", "internet"],
      ["evidence", "inferred", "exploit_path"],
    ];
    const inputs = allFactors();
    expect(inputs).toHaveLength(80_640);
    const scores = new Map(inputs.map((factors) => [JSON.stringify(factors), assessRisk(factors).score]));
    const violations = worse.flatMap(([name, better, bad]) =>
      inputs.filter(
        (factors) =>
          factors[name] === better &&
          (scores.get(JSON.stringify({ ...factors, [name]: bad })) ?? 0) < (scores.get(JSON.stringify(factors)) ?? 0),
      ),
    );
    expect(violations).toEqual([]);
  });
});

describe("compareFactors", () => {
  it("sees a factor get worse when the score is at its limit already", () => {
    const worse: RiskFactors = { ...idor, access: "remote_unauth" };
    expect(assessRisk(worse).score).toBe(assessRisk(idor).score);
    expect(compareFactors(worse, idor)).toBeGreaterThan(0);
    expect(compareFactors(idor, worse)).toBeLessThan(0);
    expect(compareFactors(idor, idor)).toBe(0);
  });
});

function allFactors(): RiskFactors[] {
  const names = Object.entries(riskFactorsSchema.shape);
  const combinations = names.reduce<Record<string, string>[]>(
    (partial, [name, schema]) => partial.flatMap((one) => schema.options.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
  return combinations.map((factors) => riskFactorsSchema.parse(factors));
}
