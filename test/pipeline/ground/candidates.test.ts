import { describe, expect, it } from "vitest";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import type { Scope } from "../../../src/domain/fact.ts";
import { locateEvidence } from "../../../src/domain/evidence.ts";
import type { ThreatCandidate } from "../../../src/domain/threat.ts";
import type { ThreatKind } from "../../../src/domain/threat-kind.ts";
import { HANDLER_ELSEWHERE } from "../../../src/facts/code/code-facts.ts";
import { buildBlob } from "../../builders/change-set.ts";
import { buildControl, buildEntryPoint, buildFact, buildScope, buildSink } from "../../builders/fact.ts";
import { groundScopes } from "../../builders/grounding.ts";
import { buildKind } from "../../builders/threat.ts";

const name = "GET /invoices/:id";
const sink = buildSink("sql");
const read = buildFact({
  kind: "data_store",
  name: "record",
  startLine: 7,
  quote: "const invoice = invoices.get(request.params.id);",
  attributes: { operation: "read", keyed_by: "request", collection: "invoices" },
});
const ownership = buildControl(
  "ownership",
  {},
  { startLine: 10, quote: "if (invoice.ownerId !== request.user.id) deny();" },
);
const OWNERSHIP = buildKind({
  id: "missing-ownership-check",
  title: "Any signed-in user can read any of the {collection}",
  stride: "I",
  entryPointRequired: true,
  appliesIf: { fact: "data_store", attributes: { keyed_by: "request" } },
  mitigatedIf: { fact: "control", name: "ownership", attributes: { effective: true } },
});

describe("a candidate", () => {
  it("fills the kind's texts from the facts and keeps its catalogue entries", () => {
    expect(only({ head: [buildScope({ name, facts: [sink] })] })).toMatchObject({
      kind: "sql-injection",
      title: "Anyone can read the database through req.query.value",
      statement: { prerequisites: "who can call GET /invoices/:id", action: "send SQL in req.query.value" },
      element: name,
      zoneCrossing: "internet>data",
      origin: "rule",
      cwe: [89],
      notes: [],
    });
  });

  it("shows places of the route's own file before those of files that it calls", () => {
    const route = buildScope({ name, facts: [sink] });
    const called = { ...sink, side: route.side, path: "src/database.ts", startLine: 2, endLine: 2 };
    const { anchors } = only({ head: [{ ...route, facts: [called, ...route.facts] }] });
    expect(anchors.map(({ path }) => path)).toEqual([route.path, route.path, "src/database.ts"]);
  });

  it("is named after what is new where something like it was there before", () => {
    const added = buildSink("sql", { source: "req.query.other" }, { startLine: 6, quote: "db.query(other);" });
    const base = buildScope({ name, side: "base", facts: [sink] });
    const { title, effect } = only({ base: [base], head: [buildScope({ name, facts: [sink, added] })] });
    expect([effect, title]).toEqual(["worsened", "Anyone can read the database through req.query.other"]);
  });

  it("shows the sink first, then the entry point, and tells the way between them", () => {
    const { anchors, steps } = only({ head: [buildScope({ name, facts: [sink] })] });
    expect(anchors.map(({ role, startLine }) => `${role} ${startLine}`)).toEqual(["sink 5", "source 1"]);
    expect(steps.map(({ text, line }) => `${line} ${text}`)).toEqual([
      "1 GET /invoices/:id takes requests from the internet.",
      "5 req.query.value reaches a database query.",
    ]);
  });

  it("quotes the lines of a control that is gone and says so in title and steps", () => {
    const candidate = only({
      base: [buildScope({ name, facts: [read, ownership] })],
      head: [buildScope({ name, facts: [read] })],
      kinds: [OWNERSHIP],
    });
    expect(candidate.effect).toBe("mitigation_weakened");
    expect(candidate.title).toBe("Any signed-in user can read any of the invoices: the ownership check is gone");
    expect(candidate.anchors.at(-1)).toMatchObject({ side: "base", startLine: 10, role: "missing_control" });
    expect(candidate.steps.map(({ text }) => text)).toEqual([
      "GET /invoices/:id takes requests from the internet.",
      "Records of invoices are read by a key from the request.",
      "Before the change, the ownership check stood here.",
    ]);
  });

  it("shows a control that does not work, with the reason", () => {
    const broken = buildControl("ownership", { effective: false, reason: "it compares a value with itself" });
    const { anchors, steps } = only({ head: [buildScope({ name, facts: [read, broken] })], kinds: [OWNERSHIP] });
    expect(anchors.map(({ role }) => role)).toEqual(["sink", "source", "missing_control"]);
    expect(steps.at(-1)?.text).toBe("The ownership check is here but does not work: it compares a value with itself.");
  });

  it("shows at the base what was resolved, and at the head what protects now", () => {
    const candidate = only({
      base: [buildScope({ name, facts: [read] })],
      head: [buildScope({ name, facts: [read, ownership] })],
      kinds: [OWNERSHIP],
    });
    expect(candidate.anchors.map(({ side, role }) => `${side} ${role}`)).toEqual([
      "base sink",
      "base source",
      "head control",
    ]);
  });

  it("puts a new sink before the ones that were there", () => {
    const added = buildSink("sql", { source: "req.body.id" }, { startLine: 12, quote: "sql(request.body.id)" });
    const { anchors, effect } = only({
      base: [buildScope({ name, facts: [sink] })],
      head: [buildScope({ name, facts: [sink, added] })],
    });
    expect(effect).toBe("worsened");
    expect(anchors.map(({ startLine }) => startLine)).toEqual([12, 5, 1]);
  });

  it("names the control that all other entry points of the file have", () => {
    const peers = ["GET /a", "GET /b"].map((peer) => buildScope({ name: peer, facts: [read, ownership] }));
    const lonely = buildScope({ name, facts: [read] });
    const { candidates } = groundScopes({ head: [...peers, lonely] }, { kinds: [OWNERSHIP] });
    expect(candidates.map(({ element }) => element)).toEqual([name]);
    expect(candidates[0]?.steps.at(-1)).toEqual({
      text: "The other 2 entry points of this file have the ownership check, such as here; this one has not.",
      path: "src/app.ts",
      side: "head",
      line: 10,
    });
    const other = buildScope({ name: "GET /c", facts: [read] });
    const divided = groundScopes({ head: [...peers, lonely, other] }, { kinds: [OWNERSHIP] });
    expect(divided.candidates[0]?.steps.at(-1)?.text).toContain("are read by a key");
    const unsure = groundScopes({ head: [peers[0] ?? lonely, lonely] }, { kinds: [OWNERSHIP] });
    expect(unsure.candidates[0]?.steps.at(-1)?.text).toContain("are read by a key");
  });

  it("quotes five places at most, and the entry point", () => {
    const sinks = [5, 6, 7, 8, 9, 10, 11].map((startLine) => buildSink("sql", {}, { startLine }));
    const { anchors } = only({ head: [buildScope({ name, facts: sinks })] });
    expect(anchors.map(({ startLine }) => startLine)).toEqual([5, 6, 7, 8, 9, 1]);
  });

  it("names only the protection that is gone when another one is left", () => {
    const kind = buildKind({
      mitigatedIf: {
        all: [
          { fact: "control", name: "authn" },
          { fact: "control", name: "authz" },
        ],
      },
    });
    const [authn, authz] = [buildControl("authn"), buildControl("authz", {}, { startLine: 4 })];
    const base = [buildScope({ name, facts: [sink, authn, authz] })];
    const { title } = only({ base, head: [buildScope({ name, facts: [sink, authn] })], kinds: [kind] });
    expect(title).toMatch(/: the permission check is gone$/u);
  });

  it("names the whole protection when its facts are all left but no longer suffice", () => {
    const kind = buildKind({
      mitigatedIf: { all: [{ fact: "control", name: "authn" }, { not: { fact: "listener" } }] },
    });
    const listener = buildFact({ kind: "listener", name: "debug" });
    const base = [buildScope({ name, facts: [sink, buildControl("authn")] })];
    const head = [buildScope({ name, facts: [sink, buildControl("authn"), listener] })];
    expect(only({ base, head, kinds: [kind] }).title).toMatch(/: the sign-in check is gone$/u);
  });

  it("cuts long values", () => {
    const long = buildSink("sql", { source: "x".repeat(200) });
    expect(only({ head: [buildScope({ name, facts: [long] })] }).title.length).toBeLessThan(130);
  });

  it("has quotes that stand in the blob, each place once", () => {
    const text = ['app.get("/invoices/:id", handler)', "", "", "", "sql(request.query.value)"].join("\n");
    const twin = buildFact({ ...sink, kind: "data_store", name: "record", attributes: { keyed_by: "request" } });
    const kind = buildKind({ appliesIf: { all: [{ fact: "sink" }, { fact: "data_store" }] } });
    const { anchors } = only({ head: [buildScope({ name, facts: [sink, twin] })], kinds: [kind] });
    expect(anchors).toHaveLength(2);
    expect(anchors.map((anchor) => locateEvidence(anchor, buildBlob(text))?.match)).toEqual(["exact", "exact"]);
  });
});

describe("the claim", () => {
  it.each<[string, Partial<Scope>, Partial<ThreatKind>, ThreatCandidate["claim"]]>([
    ["is settled on an entry point in full view", {}, {}, { reachable: "yes", controlAbsent: "yes" }],
    [
      "leaves reach open without an entry point",
      { name: "load", entryPoint: null },
      {},
      { reachable: "unknown", controlAbsent: "yes" },
    ],
    [
      "leaves a guard open behind a blind spot",
      { blindSpot: "A wrapper was not seen." },
      { mitigatedIf: { fact: "control", name: "authn" } },
      { reachable: "yes", controlAbsent: "unknown" },
    ],
    [
      "leaves everything open where the handler was not seen",
      { blindSpot: HANDLER_ELSEWHERE },
      { mitigatedIf: { fact: "control", name: "encoding" } },
      { reachable: "yes", controlAbsent: "unknown" },
    ],
    [
      "is settled behind a blind spot where only the handler itself could encode",
      { blindSpot: "A wrapper was not seen." },
      { mitigatedIf: { fact: "control", name: "encoding" } },
      { reachable: "yes", controlAbsent: "yes" },
    ],
    [
      "is settled for a handler that asks itself who is calling",
      { blindSpot: "A wrapper was not seen.", facts: [buildSink(), buildControl("authn")] },
      { mitigatedIf: { fact: "control", name: "ownership" } },
      { reachable: "yes", controlAbsent: "yes" },
    ],
    [
      "leaves it open for a kind that asks for absence",
      { blindSpot: "A wrapper was not seen." },
      { mitigatedIf: undefined, appliesIf: { all: [{ fact: "sink" }, { any: [{ not: { fact: "control" } }] }] } },
      { reachable: "yes", controlAbsent: "unknown" },
    ],
    [
      "is settled where no control could help",
      { blindSpot: "A wrapper was not seen." },
      { mitigatedIf: undefined },
      { reachable: "yes", controlAbsent: "yes" },
    ],
    [
      "takes a workflow job as reached",
      { element: "ci", name: "ci.yml#build", entryPoint: null },
      { elements: ["ci"] },
      { reachable: "yes", controlAbsent: "yes" },
    ],
  ])("%s", (_, scope, kind, claim) => {
    expect(only({ head: [buildScope({ facts: [sink], ...scope })], kinds: [buildKind(kind)] }).claim).toEqual(claim);
  });
});

describe("the zone crossing", () => {
  it.each<[string, Partial<Scope>, Partial<ThreatKind>, string]>([
    ["from the internet to data", {}, {}, "internet>data"],
    ["from a model's tool call", { entryPoint: buildEntryPoint("tool", { protocol: "agent_tool" }) }, {}, "model>data"],
    [
      "nowhere from a model to itself",
      { entryPoint: buildEntryPoint("tool", { protocol: "agent_tool" }), facts: [buildSink("model_prompt")] },
      { appliesIf: { fact: "sink", name: "model_prompt" } },
      "",
    ],
    ["nowhere without a caller from outside", { entryPoint: buildEntryPoint("job", { protocol: "cron" }) }, {}, ""],
    ["nowhere without an entry point", { entryPoint: null, name: "load" }, {}, ""],
    [
      "from others' code into the build",
      { element: "ci", facts: [buildFact({ kind: "dependency", name: "action" })] },
      { elements: ["ci"], appliesIf: { fact: "dependency" } },
      "third_party>build",
    ],
  ])("leads %s", (_, scope, kind, crossing) => {
    const given = buildScope({ facts: [sink], ...scope });
    expect(only({ head: [given], kinds: [buildKind(kind)] }).zoneCrossing).toBe(crossing);
  });

  it("does not depend on which of a kind's facts matched, nor on the exposure", () => {
    const kind = buildKind({
      appliesIf: {
        any: [
          { fact: "sink", name: "sql" },
          { fact: "sink", name: "file" },
        ],
      },
    });
    const internal = buildEntryPoint(name, { exposure: "internal" });
    const [one] = groundScopes({ head: [buildScope({ name, facts: [sink] })] }, { kinds: [kind] }).candidates;
    const other = only({ head: [buildScope({ entryPoint: internal, facts: [buildSink("file")] })], kinds: [kind] });
    expect(other.zoneCrossing).toBe(one?.zoneCrossing);
  });
});

describe("the risk factors", () => {
  const authn = buildControl("authn");

  it("raise access when no one checks who calls, and only when that is settled", () => {
    const access = (scope: Partial<Scope>) => only({ head: [buildScope({ facts: [sink], ...scope })] }).factors.access;
    expect(access({})).toBe("remote_unauth");
    expect(access({ facts: [sink, authn] })).toBe("remote_auth");
    expect(access({ facts: [sink, buildControl("authn", { effective: false })] })).toBe("remote_unauth");
    expect(access({ blindSpot: "A wrapper was not seen." })).toBe("remote_auth");
    expect(access({ entryPoint: null, name: "load" })).toBe("remote_auth");
    expect(access({ entryPoint: buildEntryPoint("job", { protocol: "cron" }) })).toBe("remote_auth");
  });

  it("take exposure from the repository, else the entry point, else the kind", () => {
    const system = { ...DEFAULT_CONFIG.system, exposure: "internal" as const };
    const head = [buildScope({ name, facts: [sink] })];
    expect(only({ head }).factors.exposure).toBe("internet");
    expect(only({ head, config: { ...DEFAULT_CONFIG, system } }).factors.exposure).toBe("internal");
    const unsaid = [buildScope({ entryPoint: buildEntryPoint(name, { exposure: "unknown" }), facts: [sink] })];
    expect(only({ head: unsaid }).factors.exposure).toBe("unknown");
    const kind = buildKind({ risk: { ...buildKind().risk, exposure: "partner" } });
    expect(only({ head: unsaid, kinds: [kind] }).factors.exposure).toBe("partner");
  });

  it("leave builds and jobs out of what the repository says about its service", () => {
    const config = { ...DEFAULT_CONFIG, system: { ...DEFAULT_CONFIG.system, exposure: "internal" as const } };
    const exposure = (scope: Partial<Scope>) => {
      const kinds = [buildKind({ elements: ["process", "ci", "config"] })];
      return only({ head: [buildScope({ facts: [sink], ...scope })], kinds, config }).factors.exposure;
    };
    expect(exposure({ name: "load", entryPoint: null })).toBe("internal");
    expect(exposure({ element: "ci", name: "ci.yml#build", entryPoint: null })).toBe("build_time");
    expect(exposure({ element: "config", name: "compose", entryPoint: null })).toBe("unknown");
  });

  it("say how much of the path is shown", () => {
    const evidence = (scope: Partial<Scope>) => only({ head: [buildScope({ ...scope })] }).factors.evidence;
    expect(evidence({ facts: [sink] })).toBe("exploit_path");
    expect(evidence({ facts: [sink], entryPoint: null, name: "load" })).toBe("inferred");
    const kinds = [buildKind({ appliesIf: { fact: "data_store" } })];
    expect(only({ head: [buildScope({ facts: [read] })], kinds }).factors.evidence).toBe("verified_quote");
  });

  it("say what stands in the way", () => {
    const both = {
      all: [
        { fact: "control" as const, name: "authn" },
        { fact: "control" as const, name: "ownership" },
      ],
    };
    const control = (scope: Partial<Scope>) =>
      only({ head: [buildScope(scope)], kinds: [buildKind({ mitigatedIf: both })] }).factors.control;
    expect(control({ facts: [sink] })).toBe("none");
    expect(control({ facts: [sink, authn] })).toBe("partial");
    expect(control({ facts: [sink], blindSpot: "A wrapper was not seen." })).toBe("unknown");
  });

  it("follow the kind's rules, then what the repository says about its data", () => {
    const kinds = [
      buildKind({ riskWhen: [{ if: { fact: "data_store" }, set: { data: "internal", effect: "exec" } }] }),
    ];
    const head = [buildScope({ facts: [sink, read] })];
    expect(only({ head, kinds }).factors).toMatchObject({ data: "internal", effect: "exec", tenancy: "same" });
    const assets = [{ name: "Invoices", data: "restricted" as const }];
    const owned = { ...DEFAULT_CONFIG, system: { ...DEFAULT_CONFIG.system, assets } };
    expect(only({ head, kinds, config: owned }).factors.data).toBe("restricted");
    const critical = { ...DEFAULT_CONFIG, paths: { ignore: [], critical: ["src/**"] } };
    expect(only({ head, kinds, config: critical }).factors.data).toBe("restricted");
  });
});

type Grounding = Parameters<typeof groundScopes>[0] & NonNullable<Parameters<typeof groundScopes>[1]>;

function only({ base = [], head = [], ...given }: Grounding): ThreatCandidate {
  const { candidates } = groundScopes({ base, head }, given);
  expect(candidates).toHaveLength(1);
  return candidates[0]!;
}
