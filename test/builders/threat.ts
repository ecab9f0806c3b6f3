import { type Evidence, evidenceSchema } from "../../src/domain/evidence.ts";
import { type RiskFactors, assessRisk } from "../../src/domain/risk.ts";
import { type Threat, type ThreatCandidate, confidenceOf } from "../../src/domain/threat.ts";
import { type ThreatKind, threatKindSchema } from "../../src/domain/threat-kind.ts";

const FACTORS: RiskFactors = {
  access: "remote_auth",
  exposure: "internet",
  complexity: "trivial",
  control: "none",
  evidence: "verified_quote",
  data: "confidential",
  effect: "read_many",
  tenancy: "same",
};

const STATEMENT: Threat["statement"] = {
  source: "signed-in user",
  prerequisites: "with an account",
  action: "read any invoice by its number",
  impact: "disclosure of other customers' invoices",
  goals: ["confidentiality"],
  assets: ["invoices"],
};

/** What a threat and a candidate have in common. */
const DESCRIPTION = {
  kind: "missing-ownership-check",
  title: "Any signed-in user can read any invoice",
  statement: STATEMENT,
  stride: "I",
  cwe: [639],
  owasp: ["A01:2025"],
  asvs: ["v5.0.0-8.2.2"],
  capec: [],
  element: "GET /invoices/:id",
  zoneCrossing: "internet>data",
  steps: [{ text: "The invoice is loaded by id alone", path: "src/invoices.ts", side: "head", line: 7 }],
  mitigations: [{ text: "Compare the owner before answering", effort: "S" }],
  breakIt: "Sign in, open my own invoice, count the number down.",
  test: "As user B, request A's invoice: expect 404.",
  falsePositives: "Invoices are public by design.",
} satisfies Partial<Threat>;

export function buildEvidence(given: Partial<Evidence> = {}): Evidence {
  return evidenceSchema.parse({
    path: "src/invoices.ts",
    side: "head",
    startLine: 7,
    endLine: 7,
    quote: "return invoices.get(request.params.id);",
    blobSha: "c".repeat(40),
    role: "sink",
    match: "exact",
    ...given,
  });
}

/** A published threat whose risk and confidence follow from its factors and claim, as they do in a run. */
export function buildThreat(given: Partial<Threat> & { factors?: Partial<RiskFactors> } = {}): Threat {
  const { factors, ...fields } = given;
  const claim = fields.claim ?? { quoteFound: true, reachable: "yes", controlAbsent: "yes" };
  const corroboration = fields.corroboration ?? ["rule"];
  return {
    ...DESCRIPTION,
    id: "T-4KX2M7QD",
    evidence: [buildEvidence()],
    claim,
    origin: "rule",
    corroboration,
    risk: assessRisk({ ...FACTORS, ...factors }),
    confidence: confidenceOf(claim, corroboration),
    effect: "introduced",
    fix: null,
    abuseTest: null,
    disposition: null,
    assumed: null,
    late: false,
    ...fields,
  };
}

export function buildCandidate(given: Partial<ThreatCandidate> = {}): ThreatCandidate {
  return {
    ...DESCRIPTION,
    origin: "rule",
    anchors: [
      {
        path: "src/invoices.ts",
        side: "head",
        startLine: 7,
        endLine: 7,
        quote: "return invoices.get(request.params.id);",
        role: "sink",
      },
    ],
    claim: { reachable: "yes", controlAbsent: "yes" },
    factors: FACTORS,
    effect: "introduced",
    notes: [],
    ...given,
  };
}

/** A catalogue kind: SQL built from request values, mitigated by validation. */
export function buildKind(given: Partial<ThreatKind> = {}): ThreatKind {
  return threatKindSchema.parse({
    id: "sql-injection",
    title: "Anyone can read the database through {source}",
    stride: "T",
    cwe: [89],
    statement: {
      source: "anonymous caller",
      prerequisites: "who can call {entryPoint}",
      action: "send SQL in {source}",
      impact: "reading and changing every row",
      goals: ["confidentiality", "integrity"],
      assets: ["database"],
    },
    elements: ["process"],
    appliesIf: { fact: "sink", name: "sql", attributes: { tainted: true } },
    mitigatedIf: { fact: "control", name: "validation", attributes: { effective: true } },
    risk: { access: "remote_auth", complexity: "trivial", data: "confidential", effect: "write" },
    mitigations: [{ text: "Bind the value as a parameter", effort: "XS" }],
    breakIt: "I would send a quote and a UNION.",
    test: "Send a quote: expect 400.",
    falsePositives: "The value is a constant.",
    ...given,
  });
}
