import { describe, expect, it } from "vitest";
import type { Disposition } from "../../../src/domain/disposition.ts";
import { evidenceSchema } from "../../../src/domain/evidence.ts";
import { evidenceHash, factorsHash } from "../../../src/domain/fingerprint.ts";
import { assessRisk } from "../../../src/domain/risk.ts";
import type { Threat } from "../../../src/domain/threat.ts";
import { reconcile } from "../../../src/pipeline/stages/reconcile.ts";

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
  disposition: null,
};
const accepted: Disposition = {
  verb: "accept",
  threatId: threat.id,
  by: "ann",
  role: "write",
  reason: "internal tool",
  at: "2026-11-01T00:00:00Z",
  expires: null,
  boundTo: { evidenceHash: evidenceHash(["load(id)"]), factorsHash: factorsHash(risk.factors) },
};
const now = new Date("2026-11-23T00:00:00Z");

function decide(dispositions: Disposition[], changed: Threat = threat) {
  return reconcile([changed], { previous: null, dispositions }, now)[0]?.disposition;
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
});
