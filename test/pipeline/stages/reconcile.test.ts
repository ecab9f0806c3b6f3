import { describe, expect, it } from "vitest";
import { DEFAULT_CONFIG, type RepositoryConfig } from "../../../src/config/repository-config.ts";
import type { Assumption, Decision, Disposition } from "../../../src/domain/disposition.ts";
import { evidenceSchema } from "../../../src/domain/evidence.ts";
import { evidenceHash, factorsHash } from "../../../src/domain/fingerprint.ts";
import { assessRisk } from "../../../src/domain/risk.ts";
import type { Threat } from "../../../src/domain/threat.ts";
import { reconcile } from "../../../src/pipeline/stages/reconcile.ts";
import { invoiceReport } from "../../builders/report.ts";
import { buildKind } from "../../builders/threat.ts";
import { buildDisposition } from "../../builders/disposition.ts";

const risk = assessRisk({
  access: "remote_auth",
  exposure: "internet",
  complexity: "trivial",
  control: "none",
  evidence: "verified_quote",
  data: "confidential",
  effect: "read_many",
  tenancy: "same",
});
const evidence = evidenceSchema.parse({
  path: "a.ts",
  side: "head",
  startLine: 1,
  endLine: 1,
  quote: "load(id)",
  blobSha: "1",
  role: "sink",
  match: "exact",
});
const threat: Threat = {
  id: "T-AAAAAAAA",
  kind: "missing-ownership-check",
  title: "Any signed-in user can read any invoice",
  statement: {
    source: "",
    prerequisites: "",
    action: "",
    impact: "",
    goals: ["confidentiality"],
    assets: ["invoices"],
  },
  stride: "I",
  cwe: [639],
  owasp: [],
  asvs: [],
  capec: [],
  element: "GET /invoices/:id",
  zoneCrossing: "internet>application",
  steps: [],
  evidence: [evidence],
  claim: { quoteFound: true, reachable: "yes", controlAbsent: "yes" },
  origin: "rule",
  corroboration: ["rule"],
  risk,
  confidence: "high",
  effect: "introduced",
  mitigations: [],
  breakIt: "",
  test: "",
  falsePositives: "",
  fix: null,
  abuseTest: null,
  disposition: null,
  assumed: null,
  late: false,
};
const accepted = buildDisposition({
  threatId: threat.id,
  boundTo: { evidenceHash: evidenceHash(["load(id)"]), factorsHash: factorsHash(risk.factors) },
});
const now = new Date("2026-11-23T00:00:00Z");

const QUESTION = {
  text: "Are invoices public?",
  answers: { yes: { data: "public", effect: "none" }, no: {} },
} as const;
const HEAD = "f".repeat(40);
const view = {
  headSha: HEAD,
  now,
  catalogue: { version: "1", kinds: [buildKind({ id: threat.kind, question: QUESTION })] },
  config: DEFAULT_CONFIG,
};

function reconcileOne(decisions: Decision[], changed: Threat = threat, config = view.config) {
  return reconcile([changed], { previous: null, decisions }, { ...view, config });
}

function decide(decisions: Decision[], changed: Threat = threat) {
  return reconcileOne(decisions, changed).threats[0]?.disposition;
}

describe("reconcile", () => {
  it("keeps a decision while the evidence and the factors are the same, whatever the layout", () => {
    expect(decide([accepted])).toEqual(accepted);
    const reformatted = { ...threat, evidence: [{ ...evidence, quote: "load( id )" }] };
    expect(decide([accepted], reformatted)).toEqual(accepted);
  });

  it("drops a decision when the evidence changes", () => {
    expect(decide([accepted], { ...threat, evidence: [{ ...evidence, quote: "loadAll()" }] })).toBeNull();
  });

  it("drops a decision when a risk factor changes", () => {
    const worse = assessRisk({ ...risk.factors, access: "remote_unauth" });
    expect(decide([accepted], { ...threat, risk: worse })).toBeNull();
  });

  it("drops a decision that has expired", () => {
    expect(decide([{ ...accepted, expires: "2026-11-22T00:00:00Z" }])).toBeNull();
  });

  it("lets a later reopening win over an earlier acceptance, in any order", () => {
    const reopened: Disposition = { ...accepted, verb: "reopen", at: "2026-11-02T00:00:00Z" };
    expect(decide([reopened, accepted])).toBeNull();
  });

  it.each<[string, Disposition, Threat, string]>([
    ["its code changes", accepted, { ...threat, evidence: [{ ...evidence, quote: "loadAll()" }] }, "evidence_changed"],
    [
      "its risk changes",
      accepted,
      { ...threat, risk: assessRisk({ ...risk.factors, access: "remote_unauth" }) },
      "risk_changed",
    ],
    ["its time is over", { ...accepted, expires: "2026-11-22T00:00:00Z" }, threat, "expired"],
  ])("says that a decision lapsed when %s", (_, decision, changed, why) => {
    const { lapsed, threats } = reconcileOne([decision], changed);
    expect(lapsed).toEqual([{ threatId: threat.id, verb: "accept", by: "ann", why, since: HEAD }]);
    expect(threats[0]?.disposition).toBeNull();
  });

  it("remembers the head at which it lapsed, so that later heads need not repeat it", () => {
    const expired = { ...accepted, expires: "2026-11-22T00:00:00Z" };
    const [first] = reconcileOne([expired]).lapsed;
    const previous = invoiceReport({ threats: [], lapsed: first ? [first] : [] });
    const later = { ...view, headSha: "e".repeat(40) };
    expect(reconcile([threat], { previous, decisions: [expired] }, later).lapsed).toEqual([first]);
    const bob = { ...expired, by: "bob" };
    expect(reconcile([threat], { previous, decisions: [bob] }, later).lapsed).toMatchObject([{ since: later.headSha }]);
  });

  it("says nothing of what was taken back, and nothing of what holds", () => {
    expect(reconcileOne([accepted]).lapsed).toEqual([]);
    const reopened: Disposition = { ...accepted, verb: "reopen", at: "2026-11-02T00:00:00Z" };
    expect(reconcileOne([accepted, reopened]).lapsed).toEqual([]);
  });
});

describe("what an author decided about their own change", () => {
  const own: Disposition = { ...accepted, byAuthor: true };
  const mild = { ...threat, confidence: "low" as const };

  it("holds while it blocks nothing, and lapses once it would open the gate", () => {
    expect(decide([own], mild)).toEqual(own);
    const { threats, lapsed } = reconcileOne([own]);
    expect(threats[0]?.disposition).toBeNull();
    expect(lapsed).toEqual([{ threatId: threat.id, verb: "accept", by: "ann", why: "own_change", since: HEAD }]);
  });

  it("holds where the repository allows it", () => {
    const config = { ...DEFAULT_CONFIG, gate: { ...DEFAULT_CONFIG.gate, selfAccept: true } };
    expect(reconcileOne([own], threat, config).threats[0]?.disposition).toEqual(own);
  });

  it("goes for answers too", () => {
    const answer: Assumption = {
      verb: "answer",
      question: QUESTION.text,
      answer: "yes",
      by: "bob",
      role: "write",
      reason: "",
      at: "2026-11-03T00:00:00Z",
      headSha: "a".repeat(40),
      byAuthor: true,
      boundTo: { [threat.id]: accepted.boundTo },
    };
    expect(reconcileOne([answer], mild).threats[0]?.assumed).not.toBeNull();
    expect(reconcileOne([answer])).toMatchObject({
      threats: [{ assumed: null, risk: { severity: risk.severity } }],
      lapsed: [{ verb: "answer", why: "own_change" }],
    });
  });
});

describe("an answer", () => {
  const answer: Assumption = {
    verb: "answer",
    question: QUESTION.text,
    answer: "yes",
    by: "ann",
    role: "write",
    reason: "",
    at: "2026-11-03T00:00:00Z",
    headSha: "a".repeat(40),
    byAuthor: false,
    boundTo: { [threat.id]: accepted.boundTo },
  };

  it("scores the threats that it was given for anew, and says what they were before", () => {
    const [scored] = reconcileOne([answer]).threats;
    expect(scored?.risk.severity).toBe("medium");
    expect(scored?.assumed).toEqual({ question: QUESTION.text, answer: "yes", by: "ann", before: risk.factors });
    expect(reconcileOne([{ ...answer, boundTo: {} }]).threats[0]?.risk).toEqual(risk);
  });

  it("is replaced by a later one", () => {
    const later: Assumption = { ...answer, answer: "no", at: "2026-11-04T00:00:00Z" };
    expect(reconcileOne([later, answer]).threats[0]?.risk.severity).toBe(risk.severity);
  });

  it("lapses when the code or the risk that it was given for changes", () => {
    const worse = { ...threat, risk: assessRisk({ ...risk.factors, access: "remote_unauth" as const }) };
    const { threats, lapsed } = reconcileOne([answer], worse);
    expect(threats[0]?.risk).toEqual(worse.risk);
    expect(lapsed).toEqual([{ threatId: threat.id, verb: "answer", by: "ann", why: "risk_changed", since: HEAD }]);
  });

  it("ends an acceptance that was made before it, because the risk is another", () => {
    const { threats, lapsed } = reconcileOne([accepted, answer]);
    expect(threats[0]?.disposition).toBeNull();
    expect(lapsed).toEqual([{ threatId: threat.id, verb: "accept", by: "ann", why: "risk_changed", since: HEAD }]);
  });

  it("does not change a severity that the configuration sets", () => {
    const config: RepositoryConfig = {
      ...DEFAULT_CONFIG,
      catalogue: { ...DEFAULT_CONFIG.catalogue, severity: { [threat.kind]: "high" } },
    };
    expect(reconcileOne([answer], threat, config).threats[0]?.risk.severity).toBe("high");
  });
});
