import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import type { ChangeSet } from "../../../src/domain/change-set.ts";
import type { Fact, Scope } from "../../../src/domain/fact.ts";
import { threatId } from "../../../src/domain/fingerprint.ts";
import type { Effect, ThreatCandidate } from "../../../src/domain/threat.ts";
import { judgePair } from "../../../src/pipeline/ground/judgements.ts";
import { jointEffect } from "../../../src/pipeline/ground/merge-candidates.ts";
import { buildChange } from "../../builders/change-set.ts";
import { buildControl, buildEntryPoint, buildFact, buildScope, buildSink } from "../../builders/fact.ts";
import { effectsOf, groundScopes, onSide } from "../../builders/grounding.ts";
import { buildKind } from "../../builders/threat.ts";

const name = "GET /a";
const sink = buildSink("sql");
const second = buildSink("sql", { source: "req.body.id" }, { startLine: 9, quote: "sql(request.body.id)" });
const validation = buildControl("validation");
const authn = buildControl("authn");

const open = buildScope({ name, facts: [sink] });
const mitigated = buildScope({ name, facts: [sink, validation] });
const quiet = buildScope({ name, facts: [] });

const REVERSE: Readonly<Record<Effect, readonly Effect[]>> = {
  introduced: ["resolved"],
  mitigation_weakened: ["resolved"],
  resolved: ["introduced", "mitigation_weakened"],
  worsened: ["improved"],
  improved: ["worsened"],
  pre_existing: ["pre_existing"],
};

describe("effects", () => {
  it.each<[string, Scope | null, Scope | null, Effect | null]>([
    ["a scope that is new", null, open, "introduced"],
    ["a sink that is new", quiet, open, "introduced"],
    ["a control that is gone", mitigated, open, "mitigation_weakened"],
    ["nothing that matters", open, open, "pre_existing"],
    ["a control that is new", open, mitigated, "resolved"],
    ["a sink that is gone", open, quiet, "resolved"],
    ["a scope that is gone", open, null, "resolved"],
    ["a control on a harmless scope", quiet, mitigated, null],
    ["a second sink", open, buildScope({ name, facts: [sink, second] }), "worsened"],
    ["one sink fewer", buildScope({ name, facts: [sink, second] }), open, "improved"],
    [
      "a broken control more",
      open,
      buildScope({ name, facts: [sink, buildControl("validation", { effective: false })] }),
      "pre_existing",
    ],
    ["the loss of sign-in", buildScope({ name, facts: [sink, authn] }), open, "worsened"],
    ["a gain of sign-in", open, buildScope({ name, facts: [sink, authn] }), "improved"],
  ])("follow from %s", (_, base, head, effect) => {
    const pair = { base: base && onSide(base, "base"), head };
    expect(judgePair(buildKind(), pair, DEFAULT_CONFIG).effect).toBe(effect);
  });

  describe("of a kind that asks for a control", () => {
    const read = buildFact({ kind: "data_store", name: "record", startLine: 8, attributes: { keyed_by: "request" } });
    const kind = buildKind({
      appliesIf: {
        all: [
          { fact: "data_store", attributes: { keyed_by: "request" } },
          { fact: "control", name: "authn", attributes: { effective: true } },
          { not: { fact: "control", name: "ownership", attributes: { effective: false } } },
        ],
      },
    });
    const broken = buildControl("ownership", { effective: false });

    it.each<[string, Fact[], Fact[], Effect | null]>([
      ["does not blame the change that adds the control", [read], [read, authn], "pre_existing"],
      ["does not praise the change that removes the control", [read, authn], [read], null],
      ["does not praise a control that does not work", [read, authn], [read, authn, broken], null],
      ["blames the change that adds what the control does not stop", [authn], [read, authn], "introduced"],
      ["praises the change that removes it", [read, authn], [authn], "resolved"],
    ])("%s", (_, base, head, effect) => {
      const pair = { base: buildScope({ name, side: "base", facts: base }), head: buildScope({ name, facts: head }) };
      expect(judgePair(kind, pair, DEFAULT_CONFIG).effect).toBe(effect);
    });
  });

  it("join to one effect when one threat has several places", () => {
    expect(jointEffect(["introduced", "mitigation_weakened"])).toBe("mitigation_weakened");
    expect(jointEffect(["introduced", "pre_existing"])).toBe("worsened");
    expect(jointEffect(["resolved", "introduced"])).toBe("pre_existing");
    expect(jointEffect(["resolved", "pre_existing"])).toBe("improved");
    expect(jointEffect(["resolved", "resolved"])).toBe("resolved");
  });
});

describe("groundFacts", () => {
  it("gives the reverse effects for the reverse change", () => {
    fc.assert(
      fc.property(scopeLists, scopeLists, (base, head) => {
        const there = byPlace(groundScopes({ base, head }, { kinds: KINDS }).candidates);
        const back = byPlace(groundScopes({ base: head, head: base }, { kinds: KINDS }).candidates);
        expect([...back.keys()].toSorted()).toEqual([...there.keys()].toSorted());
        for (const [place, effect] of there) expect(REVERSE[effect]).toContain(back.get(place));
      }),
      { numRuns: 300 },
    );
  });

  it("changes nothing when nothing but places, layout and comments changed", () => {
    fc.assert(
      fc.property(scopeLists, fc.integer({ min: 1, max: 40 }), (scopes, shift) => {
        const { candidates, delta } = groundScopes(
          { base: scopes, head: scopes.map((scope) => moved(scope, shift)) },
          { kinds: KINDS, change: reformatted(shift) },
        );
        expect(candidates.filter(({ effect }) => effect !== "pre_existing")).toEqual([]);
        expect([...delta.elements, ...delta.flows].filter(({ change }) => change !== "unchanged")).toEqual([]);
        expect(delta.changedScopes).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("keeps every id when lines shift, files are renamed and route parameters get other names", () => {
    const before = groundScopes({ head: [buildScope({ name: "GET /a/:id", facts: [sink] })] }).candidates;
    const scope = buildScope({ name: "GET /a/:invoiceId", path: "src/b.ts", facts: [sink] });
    const after = groundScopes({ head: [moved(scope, 7)] }).candidates;
    expect(before.map(idOf)).toEqual(after.map(idOf));
  });

  it("sees no change in the top level of a renamed file, which is named after the file", () => {
    const change = buildChange({ files: { "src/b.ts": { base: "a", head: "a", previousPath: "src/a.ts" } } });
    const { delta } = groundScopes({ base: [topLevel("a")], head: [topLevel("b")] }, { change });
    expect(delta.changedScopes).toEqual([]);
    expect(delta.elements.filter((element) => element.change !== "unchanged")).toEqual([]);
  });

  it("sees no change in a renamed file", () => {
    const change = buildChange({ files: { "src/b.ts": { base: "a", head: "a", previousPath: "src/a.ts" } } });
    const helper = { name: "load", entryPoint: null, facts: [sink] };
    const grounded = groundScopes(
      {
        base: [buildScope({ name, path: "src/a.ts", facts: [sink] }), buildScope({ ...helper, path: "src/a.ts" })],
        head: [buildScope({ name, path: "src/b.ts", facts: [sink] }), buildScope({ ...helper, path: "src/b.ts" })],
      },
      { change },
    );
    expect(effectsOf(grounded)).toEqual(["sql-injection GET /a: pre_existing", "sql-injection load: pre_existing"]);
    expect(grounded.delta.elements.filter((element) => element.change !== "unchanged")).toEqual([]);
    expect(grounded.delta.flows.filter((flow) => flow.change !== "unchanged")).toEqual([]);
    expect(grounded.cells).toEqual([]);
  });

  it("counts a scope as changed when its lines differ, though its facts do not", () => {
    const change = buildChange({ files: { "src/app.ts": { base: "a(1);", head: "a(2);" } } });
    const { delta, cells } = groundScopes({ base: [open], head: [open] }, { change });
    expect(delta.changedScopes).toEqual([{ name, path: "src/app.ts", base: onSide(open, "base"), head: open }]);
    expect(cells).toHaveLength(6);
  });

  it("counts a route as changed when only its address differs", () => {
    const renamed = buildScope({ name: "GET /b", facts: [sink] });
    const { delta, candidates } = groundScopes({ base: [open], head: [renamed] });
    expect(candidates.map(({ element, effect }) => `${element} ${effect}`)).toEqual(["GET /b pre_existing"]);
    expect(delta.changedScopes.map((scope) => scope.name)).toEqual(["GET /b"]);
  });

  it("takes a copy of a dangerous file for new code", () => {
    const copied = buildChange({ files: { "src/b.ts": { base: "a", head: "a", previousPath: "src/a.ts" } } });
    const change = { ...copied, files: copied.files.map((file) => ({ ...file, status: "copied" as const })) };
    const grounded = groundScopes(
      { base: [buildScope({ name, path: "src/a.ts", facts: [sink] })], head: [{ ...open, path: "src/b.ts" }] },
      { change },
    );
    expect(effectsOf(grounded)).toEqual(["sql-injection GET /a: introduced"]);
  });

  it("judges an unchanged file whose control was removed elsewhere, and no other unchanged file", () => {
    const change = buildChange({
      files: { "src/app.ts": { base: "app.use(auth)\n", head: "\n" } },
      context: { "src/routes.ts": "", "src/other.ts": "" },
    });
    const routes = (facts: Fact[]) => buildScope({ name, path: "src/routes.ts", facts });
    const other = buildScope({ name: "GET /b", path: "src/other.ts", facts: [sink] });
    const grounded = groundScopes(
      { base: [routes([sink, validation]), other], head: [routes([sink]), other] },
      { change },
    );
    expect(effectsOf(grounded)).toEqual(["sql-injection GET /a: mitigation_weakened"]);
    expect(grounded.delta.changedScopes.map((scope) => scope.name)).toEqual([name]);
  });

  it("judges a handler in an unchanged file when the route's own file changed", () => {
    const change = buildChange({
      files: { "src/routes.ts": { base: "a", head: "a;" } },
      context: { "src/app.ts": "" },
    });
    const linked = { ...open, entryPoint: { ...buildEntryPoint(name), path: "src/routes.ts" } };
    expect(effectsOf(groundScopes({ base: [linked], head: [linked] }, { change }))).toHaveLength(1);
    expect(effectsOf(groundScopes({ base: [open], head: [open] }, { change }))).toEqual([]);
  });

  it("leaves out tests, documentation, ignored files and disabled kinds", () => {
    const config = { ...DEFAULT_CONFIG, paths: { ignore: ["scripts/**"], critical: [] } };
    const paths = ["test/a.test.ts", "docs/a.md", "scripts/a.ts"];
    expect(effectsOf(groundScopes({ head: paths.map(openIn) }, { config }))).toEqual([]);
    const disabled = { ...DEFAULT_CONFIG, catalogue: { ...DEFAULT_CONFIG.catalogue, disable: ["sql-injection"] } };
    const grounded = groundScopes({ head: [open] }, { config: disabled });
    expect(effectsOf(grounded)).toEqual([]);
    expect(grounded.cells.find(({ stride }) => stride === "T")).toMatchObject({
      result: "not_applicable",
      why: "Disabled by configuration: sql-injection",
    });
  });

  it("joins one function name in two files to one threat with both places", () => {
    const head = ["src/a.ts", "src/b.ts"].map((path) => load(path, [sink]));
    const { candidates } = groundScopes({ head });
    expect(candidates).toHaveLength(1);
    expect(candidates[0]?.anchors.map(({ path }) => path)).toEqual(["src/a.ts", "src/b.ts"]);
  });

  it("shows a joined threat first where it got worse, and tells a bounded number of steps", () => {
    const many = Array.from({ length: 5 }, (_, index) =>
      buildSink("sql", { source: `q${index}` }, { startLine: index + 1 }),
    );
    const old = ["src/a.ts", "src/c.ts", "src/d.ts"].map((path) => load(path, many));
    const [joined, ...others] = groundScopes({ base: old, head: [...old, load("src/b.ts", [sink])] }).candidates;
    expect(others).toEqual([]);
    expect(joined?.effect).toBe("worsened");
    expect(joined?.anchors[0]?.path).toBe("src/b.ts");
    expect(joined?.anchors).toHaveLength(12);
    expect(joined?.steps).toHaveLength(12);
  });

  it("joins routes that differ only in the name of a parameter", () => {
    const routes = ["GET /a/:id", "GET /a/:number"].map((one) => buildScope({ name: one, facts: [sink] }));
    expect(groundScopes({ head: routes }).candidates).toHaveLength(1);
  });

  it("judges a thousand changed routes", () => {
    const indexes = Array.from({ length: 1000 }, (_, index) => index);
    const { candidates } = groundScopes(
      {
        base: indexes.map((index) => route(index, [sink, validation])),
        head: indexes.map((index) => route(index, [sink])),
      },
      { kinds: KINDS },
    );
    expect(candidates).toHaveLength(1000);
  });
});

const KINDS = [
  buildKind(),
  buildKind({
    id: "forged-log",
    stride: "R",
    entryPointRequired: true,
    appliesIf: { all: [{ fact: "sink", name: "log" }, { not: { fact: "control", name: "encoding" } }] },
    mitigatedIf: {
      all: [
        { fact: "control", name: "authn" },
        { fact: "control", name: "audit_log" },
      ],
    },
    riskWhen: [{ if: { fact: "data_class" }, set: { data: "restricted" } }],
  }),
  buildKind({
    id: "sign-in-gone",
    entryPointRequired: true,
    appliesIf: { fact: "entry_point" },
    mitigatedIf: { fact: "control", name: ["authn", "audit_log"], attributes: { effective: true } },
    lostControl: "authn",
    yieldsTo: ["forged-log"],
  }),
];

const fact = fc.constantFrom(
  sink,
  second,
  validation,
  authn,
  buildSink("log"),
  buildControl("audit_log"),
  buildControl("encoding", { effective: false }),
  buildFact({ kind: "data_class", name: "personal", startLine: 7 }),
  buildFact({ kind: "data_store", name: "record", startLine: 8, attributes: { collection: "invoices" } }),
);

const scope = fc
  .record({
    name: fc.constantFrom("GET /a", "GET /b", "POST /b", "load", "store"),
    path: fc.constantFrom("src/app.ts", "src/other.ts"),
    facts: fc.array(fact, { maxLength: 5 }),
    blindSpot: fc.constantFrom(null, null, "A wrapper was not seen."),
  })
  .map((given) => {
    const entryPoint = given.name.includes("/") ? buildEntryPoint(given.name) : null;
    // Code of its own for each name: scopes of different names with equal code are taken for renamed ones.
    const facts = given.facts.map((one) => ({ ...one, quote: `${one.quote} in ${given.name}` }));
    return buildScope({ ...given, entryPoint, facts });
  });

const scopeLists = fc.array(scope, { maxLength: 6 });

function topLevel(file: string): Scope {
  return buildScope({ name: file, entryPoint: null, path: `src/${file}.ts`, facts: [sink] });
}

function openIn(path: string): Scope {
  return buildScope({ name, path, facts: [sink] });
}

function load(path: string, facts: Fact[]): Scope {
  return buildScope({ name: "load", entryPoint: null, path, facts });
}

function route(index: number, facts: Fact[]): Scope {
  return buildScope({ name: `GET /${index}`, path: `src/file-${index % 200}.ts`, facts });
}

/** Every file of `scope` with some comment lines added at its top and each line indented. */
function reformatted(lines: number): ChangeSet {
  const code = Array.from({ length: 20 }, (_, index) => `call(${index});`);
  const base = code.join("\n");
  const head = [...Array.from({ length: lines }, () => "// note"), ...code.map((line) => `    ${line}`)].join("\n");
  return buildChange({ files: { "src/app.ts": { base, head }, "src/other.ts": { base, head } } });
}

function moved(given: Scope, lines: number): Scope {
  const shift = (one: Fact): Fact => ({
    ...one,
    startLine: one.startLine + lines,
    endLine: one.endLine + lines,
    quote: `  ${one.quote.replaceAll("(", "(  ")}`,
  });
  return {
    ...given,
    startLine: given.startLine + lines,
    endLine: given.endLine + lines,
    entryPoint: given.entryPoint && shift(given.entryPoint),
    facts: given.facts.map(shift),
  };
}

function byPlace(candidates: readonly ThreatCandidate[]): Map<string, Effect> {
  return new Map(candidates.map(({ kind, element, effect }) => [`${kind} ${element}`, effect]));
}

function idOf({ kind, element, statement, zoneCrossing }: ThreatCandidate): string {
  return threatId({ kind, element, asset: statement.assets.join(","), crossing: zoneCrossing });
}
