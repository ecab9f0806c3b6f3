import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import type { ChangedFile } from "../../src/domain/change-set.ts";
import { diffTexts } from "../../src/domain/hunks.ts";
import { type Evidence, evidenceSchema } from "../../src/domain/evidence.ts";
import { type ThreatReport, threatReportSchema } from "../../src/domain/report.ts";
import { assessRisk } from "../../src/domain/risk.ts";
import { elementSchema } from "../../src/domain/system-model.ts";
import { STRIDE } from "../../src/domain/threat-kind.ts";
import { type Threat, threatSchema } from "../../src/domain/threat.ts";

export const HEAD_SHA = "5e1f0c9a7b3d4e2f6a8b9c0d1e2f3a4b5c6d7e8f";
export const BASE_SHA = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";
const BLOB_SHA = "9d8c7b6a5f4e3d2c1b0a99887766554433221100";

const INVOICES_BASE = `import type { FastifyInstance } from "fastify";
import { requireUser } from "./session.ts";
import { invoices } from "./store.ts";

export function invoiceRoutes(app: FastifyInstance) {
  app.addHook("preHandler", requireUser);

  app.get("/invoices/:id", async (request, reply) => {
    const invoice = await invoices.get(request.params.id);
    if (invoice.ownerId !== request.user.id) return reply.code(404).send();
    return invoice;
  });
}
`;

const INVOICES_HEAD = `import type { FastifyInstance } from "fastify";
import { requireUser } from "./session.ts";
import { invoices } from "./store.ts";

export function invoiceRoutes(app: FastifyInstance) {
  app.get("/invoices/:id", { preHandler: requireUser }, async (request) => {
    return invoices.get(request.params.id);
  });
}

export function paymentHooks(app: FastifyInstance) {
  app.post("/hooks/payment", async (request) => {
    await invoices.markPaid(request.body.invoiceId);
    return { received: true };
  });
}
`;

const WORKFLOW_BASE = `on: pull_request
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: echo "\${{ github.event.pull_request.title }}"
`;
const WORKFLOW_HEAD = WORKFLOW_BASE.replace(
  'run: echo "${{ github.event.pull_request.title }}"',
  'run: echo "$TITLE"\n        env:\n          TITLE: ${{ github.event.pull_request.title }}',
);

/** The files of the change that `invoiceReport` speaks about, with real hunks. */
export function invoiceFiles(): ChangedFile[] {
  return [
    changedFile("src/invoices.ts", INVOICES_BASE, INVOICES_HEAD),
    changedFile(".github/workflows/ci.yml", WORKFLOW_BASE, WORKFLOW_HEAD),
    changedFile("docs/payments.md", "", "# Payments\n"),
  ];
}

/** One modified file with the hunks that git would show. */
export function changedFile(path: string, base: string, head: string): ChangedFile {
  return {
    path,
    previousPath: null,
    status: "modified",
    base: { sha: BLOB_SHA, text: base },
    head: { sha: BLOB_SHA, text: head },
    hunks: diffTexts(base, head) ?? [],
    omitted: null,
  };
}

/** Evidence as the verifier would have located it; the primary line of `GET /invoices/:id` unless told otherwise. */
export function evidenceOf(changes: Partial<Evidence> = {}): Evidence {
  return evidenceSchema.parse({
    path: "src/invoices.ts",
    side: "head",
    startLine: 7,
    endLine: 7,
    quote: "    return invoices.get(request.params.id);",
    blobSha: BLOB_SHA,
    role: "sink",
    match: "exact",
    ...changes,
  });
}

/** A lost ownership check on `GET /invoices/:id`: high, introduced by losing a control, with a proven fix. */
export function ownershipThreat(changes: Partial<Threat> = {}): Threat {
  return threatSchema.parse({
    id: "T-4KX2M7QD",
    kind: "missing-ownership-check",
    title: "Any signed-in user can read any invoice",
    statement: {
      source: "a signed-in user",
      prerequisites: "who can count",
      action: "read the invoice of another customer through `GET /invoices/:id`",
      impact: "names, addresses and amounts of every customer being disclosed",
      goals: ["confidentiality"],
      assets: ["invoices"],
    },
    stride: "I",
    cwe: [639],
    owasp: ["A01:2025"],
    asvs: ["v5.0.0-8.2.2"],
    capec: [],
    element: "GET /invoices/:id",
    zoneCrossing: "internet>application",
    steps: [
      { text: "The id comes from the URL", path: "src/invoices.ts", side: "head", line: 6 },
      { text: "The invoice is loaded by that id alone", path: "src/invoices.ts", side: "head", line: 7 },
    ],
    evidence: [
      evidenceOf(),
      evidenceOf({
        side: "base",
        startLine: 10,
        endLine: 10,
        quote: "    if (invoice.ownerId !== request.user.id) return reply.code(404).send();",
        role: "missing_control",
      }),
    ],
    claim: { quoteFound: true, reachable: "yes", controlAbsent: "yes" },
    origin: "rule",
    corroboration: ["rule"],
    risk: assessRisk({
      access: "remote_auth",
      exposure: "internet",
      complexity: "trivial",
      control: "none",
      evidence: "verified_quote",
      data: "confidential",
      effect: "read_one",
      tenancy: "same",
    }),
    confidence: "high",
    effect: "mitigation_weakened",
    mitigations: [{ text: "Load the invoice by id and owner together", effort: "XS" }],
    breakIt: "Sign in, open my own invoice, count the number down.",
    test: "As user B, request A's invoice: expect 404.",
    falsePositives: "Not a threat when invoices are public by design.",
    fix: {
      path: "src/invoices.ts",
      startLine: 7,
      endLine: 7,
      replacement: "    return invoices.getOwned(request.params.id, request.user.id);",
    },
    disposition: null,
    ...changes,
  });
}

/** A new webhook without a signature check: introduced, no fix. */
export function webhookThreat(changes: Partial<Threat> = {}): Threat {
  return ownershipThreat({
    id: "T-B2NQ5VEA",
    kind: "unsigned-webhook",
    title: "Anyone who finds the URL can mark invoices as paid",
    statement: {
      source: "anyone on the internet",
      prerequisites: "who finds the URL",
      action: "send `POST /hooks/payment` a forged payment",
      impact: "unpaid invoices being marked as paid",
      goals: ["integrity"],
      assets: ["invoices"],
    },
    stride: "S",
    cwe: [345],
    owasp: ["A08:2025"],
    asvs: ["v5.0.0-4.1.5"],
    element: "POST /hooks/payment",
    steps: [{ text: "The body is trusted as it arrives", path: "src/invoices.ts", side: "head", line: 13 }],
    evidence: [
      evidenceOf({
        startLine: 12,
        endLine: 13,
        quote:
          '  app.post("/hooks/payment", async (request) => {\n    await invoices.markPaid(request.body.invoiceId);',
        role: "missing_control",
      }),
    ],
    risk: assessRisk({
      access: "remote_unauth",
      exposure: "unknown",
      complexity: "trivial",
      control: "none",
      evidence: "verified_quote",
      data: "internal",
      effect: "write",
      tenancy: "same",
    }),
    effect: "introduced",
    mitigations: [{ text: "Verify the provider's signature over the raw body before reading it", effort: "S" }],
    breakIt: "Post my own invoice number to the URL with `curl`; nothing asks who I am.",
    test: "Send the hook without a signature: expect 401 and an unpaid invoice.",
    fix: null,
    abuseTest: null,
    ...changes,
  });
}

/** Script injection in a workflow that the change removes. */
export function resolvedThreat(changes: Partial<Threat> = {}): Threat {
  return ownershipThreat({
    id: "T-Q7C3HRZK",
    kind: "workflow-script-injection",
    title: "Pull-request titles reach a shell",
    stride: "E",
    cwe: [78],
    owasp: ["CICD-SEC-4"],
    asvs: [],
    element: "ci.yml#build",
    steps: [],
    evidence: [
      evidenceOf({
        path: ".github/workflows/ci.yml",
        side: "base",
        startLine: 6,
        endLine: 6,
        quote: '      - run: echo "${{ github.event.pull_request.title }}"',
      }),
    ],
    effect: "resolved",
    fix: null,
    abuseTest: null,
    ...changes,
  });
}

/** A report of a change that opens a webhook, loses an ownership check and repairs a workflow. */
export function invoiceReport(changes: Partial<ThreatReport> = {}): ThreatReport {
  return threatReportSchema.parse({
    version: 1,
    repository: "acme/billing",
    number: 42,
    webUrl: "https://github.com/acme/billing",
    baseSha: BASE_SHA,
    mergeBaseSha: BASE_SHA,
    headSha: HEAD_SHA,
    summary: [
      summaryItem("opens `POST /hooks/payment` to the internet", "added", 12),
      summaryItem("removes the ownership check from `GET /invoices/:id`", "removed", 10),
    ],
    elements: invoiceElements(),
    flows: invoiceFlows(),
    threats: [ownershipThreat(), webhookThreat(), resolvedThreat()],
    rejected: [
      rejected("verify", "No rate limit on `GET /invoices/:id`", "the quoted line is not in the file"),
      rejected("rank", "The session cookie can be stolen", "the cookie is `httpOnly` and `secure`"),
    ],
    questions: [
      {
        id: "Q1",
        text: "Is `/hooks/payment` reachable from outside the cluster?",
        threatIds: ["T-B2NQ5VEA"],
        answers: [{ answer: "internal", severity: "medium", factors: { exposure: "internal" } }],
      },
    ],
    coverage: { files: invoiceFilesCovered(), cells: invoiceCells(), gaps: [] },
    gate: {
      conclusion: "failure",
      reason: "threats",
      failing: ["T-4KX2M7QD", "T-B2NQ5VEA"],
      accepted: [],
      complete: true,
    },
    run: {
      engine: "0.4.0",
      catalogue: "2026.11",
      prompts: null,
      model: null,
      calls: [],
      startedAt: "2026-11-23T09:00:00.000Z",
      seconds: 1.24,
    },
    ...changes,
  });
}

/** A report of a change that touches nothing that matters: complete, green, silent. */
export function quietReport(changes: Partial<ThreatReport> = {}): ThreatReport {
  return invoiceReport({
    summary: [],
    elements: [],
    flows: [],
    threats: [],
    rejected: [],
    questions: [],
    coverage: {
      files: [{ path: "docs/payments.md", state: "skipped", reason: "documentation", matters: false }],
      cells: [],
      gaps: [],
    },
    gate: {
      conclusion: "success",
      reason: "clean",
      failing: [],
      accepted: [],
      complete: true,
      policy: DEFAULT_CONFIG.gate,
    },
    ...changes,
  });
}

function summaryItem(text: string, change: "added" | "removed", line: number): ThreatReport["summary"][number] {
  const topic = change === "added" ? "entry_point" : "control";
  const side = change === "added" ? "head" : "base";
  return { text, change, topic, path: "src/invoices.ts", side, line, origin: "rule" };
}

function rejected(stage: "verify" | "rank", title: string, reason: string): ThreatReport["rejected"][number] {
  return { kind: "other/cwe-770", title, element: "GET /invoices/:id", origin: "model", stage, reason };
}

const ZONE_OF = {
  external: "internet",
  process: "application",
  store: "data",
  third_party: "third_party",
  ci: "build",
  model: "model",
} as const;

type ElementChange = ThreatReport["elements"][number];

function elementChange(id: string, name: string, change: ElementChange["change"]): ElementChange {
  const kind = elementSchema.shape.kind.parse(id.split(":")[0]);
  return { element: { id, kind, name, zone: ZONE_OF[kind], path: "src/invoices.ts" }, change };
}

function invoiceElements(): ThreatReport["elements"] {
  return [
    elementChange("external:client", "Client", "unchanged"),
    elementChange("third_party:provider", "Payment provider", "unchanged"),
    elementChange("process:GET /invoices/:id", "GET /invoices/:id", "changed"),
    elementChange("process:POST /hooks/payment", "POST /hooks/payment", "added"),
    elementChange("store:invoices", "invoices", "unchanged"),
  ];
}

function invoiceFlows(): ThreatReport["flows"] {
  return [
    { flow: { from: "external:client", to: "process:GET /invoices/:id", label: "invoice id" }, change: "unchanged" },
    { flow: { from: "process:GET /invoices/:id", to: "store:invoices", label: "reads by id" }, change: "changed" },
    {
      flow: { from: "third_party:provider", to: "process:POST /hooks/payment", label: "payment result" },
      change: "added",
    },
    { flow: { from: "process:POST /hooks/payment", to: "store:invoices", label: "marks as paid" }, change: "added" },
  ];
}

function invoiceFilesCovered(): ThreatReport["coverage"]["files"] {
  return [
    { path: "src/invoices.ts", state: "analysed", reason: null, matters: true },
    { path: ".github/workflows/ci.yml", state: "analysed", reason: null, matters: true },
    { path: "docs/payments.md", state: "skipped", reason: "documentation", matters: false },
  ];
}

type Cell = ThreatReport["coverage"]["cells"][number];

function cells(element: string, results: Record<Cell["stride"], Cell["result"]>): Cell[] {
  return STRIDE.map((stride) => ({
    element,
    path: "src/invoices.ts",
    stride,
    result: results[stride],
    why: results[stride] === "mitigated" ? "requireUser runs before the handler" : "no such flow",
  }));
}

function invoiceCells(): Cell[] {
  const none = "not_applicable";
  return [
    ...cells("GET /invoices/:id", { S: "mitigated", T: none, R: none, I: "threat", D: none, E: none }),
    ...cells("POST /hooks/payment", { S: "threat", T: none, R: none, I: none, D: none, E: none }),
  ];
}
