import { describe, expect, it } from "vitest";
import type { ChangeSet } from "../../../src/domain/change-set.ts";
import type { ThreatKind } from "../../../src/domain/threat-kind.ts";
import type { LanguageModel } from "../../../src/ports/language-model.ts";
import type { WireThreat } from "../../../src/pipeline/schemas/enumerate-answer.ts";
import { enumerate } from "../../../src/pipeline/stages/enumerate.ts";
import { verify } from "../../../src/pipeline/stages/verify.ts";
import { buildChange } from "../../builders/change-set.ts";
import { buildControl } from "../../builders/fact.ts";
import { groundScopes } from "../../builders/grounding.ts";
import { invoiceChange, invoiceGrounded, openSession } from "../../builders/model-run.ts";
import { buildCandidate, buildKind } from "../../builders/threat.ts";
import { scriptModel } from "../../fakes/scripted-model.ts";

const SUMMARY = { items: [], questions: [] };

const IDOR = buildKind({
  id: "missing-ownership-check",
  title: "Any signed-in user can read {collection}",
  cwe: [639],
  stride: "I",
  appliesIf: { fact: "data_store", attributes: { keyed_by: "request" } },
  mitigatedIf: { fact: "control", name: "ownership", attributes: { effective: true } },
});

const LOAD = {
  path: "src/invoices.ts",
  side: "head",
  line: 4,
  quote: "  const invoice = invoices.get(request.params.id);",
} as const;
const LOST = {
  path: "src/invoices.ts",
  side: "base",
  line: null,
  quote: "  if (invoice.ownerId !== request.user.id) return response.sendStatus(404);",
} as const;
const PAID = {
  path: "src/invoices.ts",
  side: "head",
  line: 10,
  quote: "  invoices.get(request.body.invoice).paid = true;",
} as const;

const THREAT: WireThreat = {
  evidence: [
    { ...LOAD, role: "sink" },
    { ...LOST, role: "control" },
  ],
  steps: [{ ...LOAD, text: "The invoice is loaded by the caller's id" }],
  attacker: "signed-in user",
  victim: "other customers",
  precondition: "with an account",
  action: "read any invoice",
  impact: "disclosure of invoices",
  mitigationsChecked: [{ control: "ownership", verdict: "absent", place: "src/invoices.ts:4" }],
  kind: "missing-ownership-check",
  cwe: 639,
  title: "Any signed-in user can read any invoice",
  access: "remote_auth",
  complexity: "trivial",
  data: "confidential",
  effect: "read_many",
  tenancy: "cross_tenant",
  breakIt: "I count the number in the address down.",
  mitigation: "Compare the owner before answering",
  test: "As user B, ask for A's invoice: expect 404.",
};

const WEBHOOK: WireThreat = {
  ...THREAT,
  evidence: [{ ...PAID, role: "sink" }],
  steps: [{ ...PAID, text: "The invoice is marked as paid" }],
  mitigationsChecked: [{ control: "signature", verdict: "absent", place: null }],
  kind: "other",
  cwe: 345,
  access: "remote_unauth",
};

async function propose(
  threats: readonly Partial<WireThreat>[],
  given: { change?: ChangeSet; kinds?: readonly ThreatKind[]; config?: object } = {},
) {
  const { change = invoiceChange(), kinds = [IDOR], config = {} } = given;
  const answer = { suspicions: [], needs: [], threats: threats.map((threat) => ({ ...THREAT, ...threat })) };
  const session = openSession(scriptModel({ enumerate: answer }), { kinds, config });
  return (await enumerate(change, invoiceGrounded(change), SUMMARY, session)).candidates;
}

describe("enumerate", () => {
  it("makes a candidate from found lines, with place, stakes and identity from code", async () => {
    const [candidate, ...others] = await propose([{}]);
    expect(others).toEqual([]);
    expect(candidate).toMatchObject({
      kind: "missing-ownership-check",
      element: "GET /invoices/:id",
      zoneCrossing: "internet>data",
      origin: "model",
      effect: "mitigation_weakened",
      claim: { reachable: "yes", controlAbsent: "yes" },
      statement: { source: "signed-in user", assets: ["database"], goals: ["confidentiality", "integrity"] },
      cwe: [639],
      anchors: [
        { side: "head", startLine: 4 },
        { side: "base", startLine: 5 },
      ],
      steps: [{ path: "src/invoices.ts", side: "head", line: 4 }],
    });
    expect(candidate?.mitigations.map(({ text }) => text)).toEqual([
      "Compare the owner before answering",
      "Bind the value as a parameter",
    ]);
  });

  it("meets the rule's threat of the same kind and place as one threat", async () => {
    const change = invoiceChange();
    const proposed = await propose([{}]);
    const grounded = invoiceGrounded(change, [IDOR]);
    const { threats } = verify([...grounded.candidates, ...proposed], change);
    expect(threats).toHaveLength(1);
    expect(threats[0]).toMatchObject({ origin: "rule", corroboration: ["rule", "model"] });
  });

  it("takes over the place that a rule gives to the same kind on the same lines", async () => {
    const change = invoiceChange();
    const anchors = buildCandidate().anchors.map((anchor) => ({ ...anchor, startLine: 4, endLine: 4 }));
    const twin = buildCandidate({ anchors, element: "GET /v2/invoices/:id", zoneCrossing: "internet>application" });
    const grounded = { ...invoiceGrounded(change), candidates: [twin] };
    const session = openSession(scriptModel({ enumerate: { suspicions: [], threats: [THREAT] } }), { kinds: [IDOR] });
    const {
      candidates: [candidate],
    } = await enumerate(change, grounded, SUMMARY, session);
    expect(candidate).toMatchObject({ element: "GET /v2/invoices/:id", zoneCrossing: "internet>application" });
  });

  it("keeps a threat whose quotes are not there for verification to reject", async () => {
    const proposed = await propose([{ evidence: [{ ...LOAD, quote: "eval(everything)", role: "sink" }], steps: [] }]);
    const { threats, rejected } = verify(proposed, invoiceChange());
    expect(threats).toEqual([]);
    expect(rejected).toMatchObject([{ stage: "verify", reason: "The quoted lines are not in src/invoices.ts." }]);
  });

  it("drops single quotes and steps that are not there", async () => {
    const [candidate] = await propose([
      {
        evidence: [...THREAT.evidence, { ...LOAD, quote: "nowhere()", role: "source" }],
        steps: [...THREAT.steps, { ...LOAD, quote: "nowhere()", text: "Invented" }],
      },
    ]);
    expect([candidate?.anchors.length, candidate?.steps.length]).toEqual([2, 1]);
  });

  it("takes over nothing that identity depends on from the model's words", async () => {
    const [one] = verify(await propose([{}]), invoiceChange()).threats;
    const reworded = { title: "Other words", attacker: "someone", impact: "loss", breakIt: "Differently." };
    const [other] = verify(await propose([reworded]), invoiceChange()).threats;
    expect(one?.id).toBe(other?.id);
  });
});

describe("the kind of a proposed threat", () => {
  it.each<[string, Partial<WireThreat>, string | undefined]>([
    ["is the one it names", {}, "missing-ownership-check"],
    ["is the only one about its weakness when it names none", { kind: "idor-thing" }, "missing-ownership-check"],
    ["is its weakness when the model says that no kind fits", { kind: "other", cwe: 639 }, "other/cwe-639"],
    ["is its weakness when the catalogue has none", { kind: "other", cwe: 918 }, "other/cwe-918"],
    ["must not be a weakness that CWE discourages", { kind: "other", cwe: 284 }, undefined],
    ["must not be invented", { kind: "other", cwe: 99_999 }, undefined],
  ])("%s", async (_, wire, kind) => {
    expect((await propose([wire]))[0]?.kind).toBe(kind);
  });

  it("must not be switched off", async () => {
    const config = { catalogue: { disable: ["missing-ownership-check"] } };
    expect(await propose([{}], { config })).toEqual([]);
  });
});

describe("what a model says about reach, controls and risk", () => {
  it("does not count against what facts show", async () => {
    const controlled = await propose([
      { ...WEBHOOK, cwe: 347, mitigationsChecked: [{ control: "signature", verdict: "unknown", place: null }] },
    ]);
    expect(controlled[0]).toMatchObject({
      element: "POST /hooks/payment",
      claim: { reachable: "yes", controlAbsent: "unknown" },
      factors: { control: "unknown", exposure: "internet", evidence: "verified_quote", access: "remote_unauth" },
      effect: "introduced",
    });
  });

  it("does not let strangers in where facts show a sign-in, and says where it was contradicted", async () => {
    const change = invoiceChange();
    const grounded = invoiceGrounded(change);
    const signIn = buildControl("authn", {}, { path: "src/invoices.ts" });
    const guarded = grounded.delta.head.scopes.map((scope) => ({ ...scope, facts: [...scope.facts, signIn] }));
    const delta = { ...grounded.delta, head: { ...grounded.delta.head, scopes: guarded } };
    const absent = { control: "authn", verdict: "absent", place: null } as const;
    const threats = [{ ...THREAT, access: "remote_unauth", mitigationsChecked: [absent] }];
    const session = openSession(scriptModel({ enumerate: { suspicions: [], threats } }), { kinds: [IDOR] });
    const {
      candidates: [candidate],
    } = await enumerate(change, { ...grounded, delta }, SUMMARY, session);
    expect(candidate).toMatchObject({
      claim: { controlAbsent: "unknown" },
      factors: { access: "remote_auth", control: "unknown" },
      notes: ["The model says that authn is absent; the program found it in GET /invoices/:id."],
    });
  });

  it("does not make a threat new when none of its lines are part of the change", async () => {
    const [candidate] = await propose([{ evidence: [{ ...LOAD, role: "sink" }] }]);
    expect(candidate?.effect).toBe("pre_existing");
  });

  it("does not reach files that no reader understands", async () => {
    const change = invoiceChange({ files: { "deploy/run.xyz": { head: "curl $URL | sh\n" } } });
    const evidence = [
      { path: "deploy/run.xyz", side: "head", line: 1, quote: "curl $URL | sh", role: "sink" },
    ] as const;
    const [candidate] = await propose([{ evidence: [...evidence], steps: [], kind: "other", cwe: 494 }], { change });
    expect(candidate).toMatchObject({
      kind: "other/cwe-494",
      element: "run.xyz",
      claim: { reachable: "unknown", controlAbsent: "unknown" },
      factors: { evidence: "inferred" },
      notes: ["No entry point is known to lead to run.xyz."],
    });
  });

  it("gives way to the exposure that the repository states", async () => {
    const [candidate] = await propose([{}], { config: { system: { exposure: "internal" } } });
    expect(candidate?.factors.exposure).toBe("internal");
  });

  it("is printed without hidden characters and within limits", async () => {
    const [candidate] = await propose([
      { title: `Look\u200B at\n\u202Ethis ${"x".repeat(200)}`, attacker: "a\u0000b", breakIt: "y".repeat(2_000) },
    ]);
    expect(candidate?.title).toMatch(/^Look at this x+…$/u);
    expect([candidate?.title.length, candidate?.statement.source, candidate?.breakIt.length]).toEqual([100, "ab", 300]);
  });
});

/** More than one call holds, in fewer lines than those of a large change. */
const LONG = `${"const stripe = 1; ".repeat(4)}\n`.repeat(1_500);

describe("what the finder is shown", () => {
  it("is code, facts, kinds and known threats, and nothing that the author wrote about them", async () => {
    const model = scriptModel({ enumerate: { suspicions: [], threats: [] } });
    const change = invoiceChange();
    const grounded = { ...invoiceGrounded(change), candidates: [buildCandidate()] };
    const summary = {
      items: [
        {
          text: "MODEL-PROSE",
          change: "added",
          topic: "flow",
          path: "src/invoices.ts",
          side: "head",
          line: 10,
          origin: "model",
        },
      ],
      questions: [],
    } as const;
    await enumerate(change, grounded, summary, openSession(model, { kinds: [IDOR] }));
    const [system, user] = model.requests[0]?.messages ?? [];
    expect(model.requests[0]?.messages).toHaveLength(2);
    expect(system?.content).toContain("\nmissing-ownership-check (639)\n");
    expect(system?.content).not.toContain("invoices.ts");
    expect(user?.content).toContain("|10 +  invoices.get(request.body.invoice).paid = true;");
    expect(user?.content).toContain("|- missing-ownership-check at GET /invoices/:id (src/invoices.ts:7)");
    expect(user?.content).toContain("|  controls: ownership present -> absent");
    expect(user?.content).toContain("|- flow added at src/invoices.ts:10");
    expect(JSON.stringify(model.requests)).not.toMatch(/TITLE-MARK|BODY-MARK|MODEL-PROSE/u);
  });

  it("is what the budget holds, and the rest is told file by file", async () => {
    const model = scriptModel({ enumerate: { suspicions: [], threats: [] } });
    const change = invoiceChange({
      files: {
        "src/invoices.ts": { base: "a\n", head: "b\n" },
        "src/zebra.ts": { head: "const stripe = 1;\n".repeat(50_000) },
        "test/zebra.test.ts": { head: "const stripe = 1;\n".repeat(50_000) },
      },
    });
    const files = change.files.map(({ path }) => ({
      path,
      state: "analysed" as const,
      reason: null,
      matters: !path.startsWith("test/"),
    }));
    const session = openSession(model, { config: { model: { maxTokensPerRun: 30_000 } } });
    await enumerate(change, { ...invoiceGrounded(change), files }, SUMMARY, session);
    expect([...session.unsent.keys()]).toEqual(["src/zebra.ts"]);
    expect(session.gaps).toEqual([]);
  });

  it("comes in one call first, so that its beginning is cached, and then in the others at once", async () => {
    const scripted = scriptModel({ enumerate: { suspicions: [], threats: [] } });
    const atOnce: number[] = [];
    let running = 0;
    const model: LanguageModel = {
      label: scripted.label,
      async complete(request) {
        atOnce.push((running += 1));
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
        return scripted.complete(request);
      },
    };
    const files = Object.fromEntries(["a", "b", "c"].map((name) => [`src/${name}.ts`, { head: LONG }]));
    const change = invoiceChange({ files });
    await enumerate(change, invoiceGrounded(change), SUMMARY, openSession(model));
    expect(atOnce).toEqual([1, 1, 2, 3]);
  });

  it("says of a part which one it is, and tells the facts of its own files alone", async () => {
    const model = scriptModel({ enumerate: { suspicions: [], threats: [] } });
    const { files } = invoiceChange();
    const invoices = Object.fromEntries(
      files.map(({ path, base, head }) => [path, { base: base?.text, head: head?.text }]),
    );
    const long = { head: LONG };
    const change = invoiceChange({ files: { ...invoices, "src/a.ts": long, "src/b.ts": long } });
    await enumerate(change, invoiceGrounded(change), SUMMARY, openSession(model));
    const asked = model.requests.map(({ messages }) => messages[1]?.content ?? "");
    const total = asked.length;
    expect(total).toBeGreaterThan(1);
    for (const [index, text] of asked.entries()) {
      expect(text).toContain(`|Part ${index + 1} of ${total} of the change.`);
      expect(text.includes("GET /invoices/:id (src/invoices.ts, changed)")).toBe(text.includes("## src/invoices.ts"));
    }
  });

  it("is never a question without code: a budget that holds none is a gap", async () => {
    const model = scriptModel();
    const session = openSession(model, { config: { model: { maxTokensPerRun: 8_000 } } });
    const change = invoiceChange({ files: { "src/a.ts": { head: "const stripe = 1;\n".repeat(5_000) } } });
    expect(await enumerate(change, invoiceGrounded(change), SUMMARY, session)).toEqual({ candidates: [], needs: [] });
    expect(model.requests).toEqual([]);
    expect(session.gaps).toEqual([
      "The run's token budget was used up, so only the rules looked for threats in this change.",
    ]);
    expect([...session.unsent.keys()]).toEqual(["src/a.ts"]);
  });

  it("is nothing when only prose and tests changed", async () => {
    const change = buildChange({ files: { "docs/a.md": { head: "b\n" } } });
    const model = scriptModel();
    expect(await enumerate(change, groundScopes({}, { change }), SUMMARY, openSession(model))).toEqual({
      candidates: [],
      needs: [],
    });
    expect(model.requests).toEqual([]);
  });
});

describe("a model that does not answer", () => {
  it.each(["unavailable", "refused", "quota", "malformed"] as const)(
    "leaves the rules' answer and one sentence (%s)",
    async (outcome) => {
      const session = openSession(scriptModel({ enumerate: { answer: { outcome } } }));
      expect(await enumerate(invoiceChange(), invoiceGrounded(), SUMMARY, session)).toEqual({
        candidates: [],
        needs: [],
      });
      expect(session.gaps).toEqual([
        expect.stringMatching(/^The model.*, so only the rules looked for threats in this change\.$/u),
      ]);
      expect([...session.unsent]).toEqual([["src/invoices.ts", `${session.failure}.`]]);
      expect(session.failure).toMatch(/^The model/u);
    },
  );

  it("and one that talks nonsense twice are the same", async () => {
    const model = scriptModel({ enumerate: ["No threats here, trust me.", "Really."] });
    const session = openSession(model);
    expect(await enumerate(invoiceChange(), invoiceGrounded(), SUMMARY, session)).toEqual({
      candidates: [],
      needs: [],
    });
    expect(model.requests).toHaveLength(2);
    expect(session.gaps).toEqual([
      "The model's answer could not be used, so only the rules looked for threats in this change.",
    ]);
  });
});
