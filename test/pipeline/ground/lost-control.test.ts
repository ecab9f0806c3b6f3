import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import type { Fact, Scope } from "../../../src/domain/fact.ts";
import type { Effect } from "../../../src/domain/threat.ts";
import { judgePair } from "../../../src/pipeline/ground/judgements.ts";
import { ground } from "../../../src/pipeline/stages/ground.ts";
import { buildChange } from "../../builders/change-set.ts";
import { buildControl, buildEntryPoint, buildFact, buildScope, buildSink } from "../../builders/fact.ts";
import { effectsOf, groundScopes } from "../../builders/grounding.ts";
import { buildKind } from "../../builders/threat.ts";
import { groundTools } from "../../builders/ground-tools.ts";

const name = "GET /a";
const limit = buildControl("rate_limit", { via: "middleware" });
const queue = buildControl("sandbox");
const broken = buildControl("rate_limit", { effective: false });
const kind = buildKind({
  id: "limit-gone",
  appliesIf: { fact: "entry_point" },
  mitigatedIf: { fact: "control", name: ["rate_limit", "sandbox"], attributes: { effective: true } },
  lostControl: "rate_limit",
});

function path(...facts: Fact[]): Scope {
  return buildScope({ name, facts });
}

function helper(...facts: Fact[]): Scope {
  return buildScope({ name: "Reports.load", path: "src/reports.ts", entryPoint: null, facts });
}

function signIn(facts: Fact[]): Scope {
  return buildScope({ entryPoint: buildEntryPoint(name, { area: "auth" }), facts });
}

function guarded(...names: string[]): Scope {
  return buildScope({ entryPoint: { ...buildEntryPoint(name), quote: `app.get("/a", ${names.join(", ")})` } });
}

function claimOn(base: Scope, head: Scope) {
  return groundScopes({ base: [{ ...base, facts: [limit] }], head: [head] }, { kinds: [kind] }).candidates[0]?.claim;
}

describe("a kind about a lost control", () => {
  it.each<[string, Scope | null, Scope | null, Effect | null]>([
    ["is open where the control is gone", path(limit), path(), "mitigation_weakened"],
    ["is open where the control stopped working", path(limit), path(broken), "mitigation_weakened"],
    ["is resolved where the control is added to a path", path(), path(limit), "resolved"],
    ["says nothing of a path that never had it", path(), path(buildSink()), null],
    ["says nothing of a new path without it", null, path(), null],
    ["says nothing of a path that is gone", path(limit), null, null],
    ["says nothing where another one of the name stays", path(limit, buildControl("rate_limit")), path(limit), null],
    ["says nothing where an equivalent takes its place", path(limit), path(queue), null],
    ["says nothing where only an equivalent is gone", path(queue), path(), null],
  ])("%s", (_, base, head, effect) => {
    const pair = { base: base && { ...base, side: "base" as const }, head };
    expect(judgePair(kind, pair, DEFAULT_CONFIG).effect).toBe(effect);
  });

  it("does not say that the control is absent where guards are out of view", () => {
    const blind = { ...path(), blindSpot: "Guards added elsewhere were not in view." };
    const [candidate] = groundScopes({ base: [path(limit)], head: [blind] }, { kinds: [kind] }).candidates;
    expect(candidate?.claim).toEqual({ reachable: "yes", controlAbsent: "unknown" });
    expect(candidate?.factors.control).toBe("unknown");
  });

  it("does not say that the control is absent where a name that was not there took its place", () => {
    expect(claimOn(guarded("limiter", "load"), guarded("slowly", "load"))?.controlAbsent).toBe("unknown");
    expect(claimOn(guarded("limiter", "load"), guarded("load"))?.controlAbsent).toBe("yes");
  });

  it("shows the path first, then what it lost, then what lies behind", () => {
    const wide = { ...kind, appliesIf: { any: [{ fact: "entry_point" as const }, { fact: "sink" as const }] } };
    const [candidate] = groundScopes(
      { base: [path(limit, buildSink())], head: [path(buildSink())] },
      { kinds: [wide] },
    ).candidates;
    expect(candidate?.anchors.map(({ role, side }) => `${role} ${side}`)).toEqual([
      "source head",
      "missing_control base",
      "sink head",
    ]);
    expect(candidate?.title).toContain(": the rate limit is gone");
  });

  it("marks no cell of a path that never had the control", () => {
    const { cells } = groundScopes({ base: [path()], head: [path(buildSink())] }, { kinds: [kind] });
    expect(cells.filter(({ result }) => result === "threat")).toEqual([]);
  });
});

describe("a control that moved", () => {
  const inline = buildControl("rate_limit");
  const store = buildFact({ kind: "data_store", name: "record", startLine: 8, attributes: { operation: "read" } });
  const call = "const report = await reports.load(id);\n";
  const change = buildChange({
    files: { "src/app.ts": { base: `check();\n${call}`, head: call }, "src/reports.ts": { base: "a", head: "b" } },
  });

  it("into a function that the path calls is not lost, and its way back is no gain", () => {
    const [before, after] = [
      [path(inline), helper()],
      [path(), helper(inline)],
    ];
    expect(effectsOf(groundScopes({ base: before, head: after }, { kinds: [kind], change }))).toEqual([]);
    expect(effectsOf(groundScopes({ base: after, head: before }, { kinds: [kind], change }))).toEqual([]);
  });

  it("into a function that guards the path is not lost", () => {
    const entryPoint = { ...buildEntryPoint(name), quote: 'app.get("/a", load, show)' };
    const scopes = { base: [path(limit), helper()], head: [buildScope({ entryPoint }), helper(inline)] };
    expect(effectsOf(groundScopes(scopes, { kinds: [kind] }))).toEqual([]);
  });

  it.each([
    ["a comment of the path", "show(); // the limit stands in load(id)\n", 'app.get("/a", show)'],
    ["a comment beside the route", "show();\n", 'app.get("/a", show) // load'],
  ])("is lost where only %s names the function", (_, text, quote) => {
    const entryPoint = { ...buildEntryPoint(name), quote };
    const scopes = { base: [path(limit), helper()], head: [buildScope({ entryPoint }), helper(inline)] };
    const files = {
      "src/app.ts": { base: `check();\n${text}`, head: text },
      "src/reports.ts": { base: "a", head: "b" },
    };
    expect(effectsOf(groundScopes(scopes, { kinds: [kind], change: buildChange({ files }) }))).toEqual([
      `limit-gone ${name}: mitigation_weakened`,
    ]);
  });

  it("is lost when the function had one of its own before", () => {
    const scopes = { base: [path(inline), helper(inline)], head: [path(), helper(inline)] };
    expect(effectsOf(groundScopes(scopes, { kinds: [kind], change }))).toEqual([
      `limit-gone ${name}: mitigation_weakened`,
    ]);
  });

  it("together with the code that it stood in is not lost", () => {
    const scopes = { base: [path(inline, store)], head: [path()] };
    expect(effectsOf(groundScopes(scopes, { kinds: [kind] }))).toEqual([]);
  });

  it("is lost when it stood before the handler and the handler's code moved away", () => {
    const scopes = { base: [path(limit, store)], head: [path()] };
    expect(effectsOf(groundScopes(scopes, { kinds: [kind] }))).toEqual([`limit-gone ${name}: mitigation_weakened`]);
  });
});

describe("a sign-in check that may stand out of view", () => {
  const unsigned = buildKind({
    id: "unsigned",
    appliesIf: { fact: "entry_point" },
    mitigatedIf: { fact: "control", name: "authn", attributes: { effective: true } },
  });

  it.each([
    ["auth", "yes"],
    ["sign_up", "yes"],
    ["general", "unknown"],
  ])("is missing for sure in the area %s: %s", (area, controlAbsent) => {
    const open = buildScope({ entryPoint: buildEntryPoint(name, { area }), blindSpot: "Guards were not in view." });
    expect(groundScopes({ base: [], head: [open] }, { kinds: [unsigned] }).candidates[0]?.claim).toMatchObject({
      controlAbsent,
    });
  });
});

describe("a kind that yields", () => {
  const better = buildKind({
    id: "guessing",
    appliesIf: { fact: "entry_point", attributes: { area: "auth" } },
    mitigatedIf: { fact: "control", name: "rate_limit", attributes: { effective: true } },
  });
  const yielding = { ...kind, yieldsTo: ["guessing"] };

  it("is silent where the other kind tells of the same loss or gain", () => {
    const [before, after] = [[signIn([limit])], [signIn([])]];
    const kinds = [yielding, better];
    expect(effectsOf(groundScopes({ base: before, head: after }, { kinds }))).toEqual([
      `guessing ${name}: mitigation_weakened`,
    ]);
    expect(effectsOf(groundScopes({ base: after, head: before }, { kinds }))).toEqual([`guessing ${name}: resolved`]);
  });

  it("speaks where the other kind does not apply", () => {
    const grounded = groundScopes({ base: [path(limit)], head: [path()] }, { kinds: [yielding, better] });
    expect(effectsOf(grounded)).toEqual([`limit-gone ${name}: mitigation_weakened`]);
  });

  it("speaks where the other kind was open before and only got worse", () => {
    const sql = buildKind();
    const authn = buildControl("authn");
    const lost = buildKind({
      id: "sign-in-gone",
      appliesIf: { fact: "entry_point" },
      mitigatedIf: { fact: "control", name: "authn", attributes: { effective: true } },
      lostControl: "authn",
      yieldsTo: [sql.id],
    });
    const scopes = { base: [path(authn, buildSink())], head: [path(buildSink())] };
    expect(effectsOf(groundScopes(scopes, { kinds: [lost, sql] }))).toEqual([
      `sign-in-gone ${name}: mitigation_weakened`,
      `sql-injection ${name}: worsened`,
    ]);
  });
});

describe("the bundled sample", () => {
  it("has exactly one threat for the lost limit of the sign-in", async () => {
    const { candidates } = await ground(sample(), DEFAULT_CONFIG, groundTools(loadCatalogue()));
    const found = candidates.filter(({ element }) => element === "POST /account/login");
    expect(found.map((candidate) => candidate.effect)).toEqual(["mitigation_weakened"]);
    expect(found[0]?.anchors).toContainEqual(expect.objectContaining({ role: "missing_control", side: "base" }));
  });
});

function sample() {
  const root = fileURLToPath(new URL("../../../src/demo/sample/", import.meta.url));
  const [base, head] = [filesUnder(join(root, "base")), filesUnder(join(root, "head"))];
  const files = [...new Set([...base.keys(), ...head.keys()])].map((file) => {
    const [before, after] = [base.get(file), head.get(file)];
    return [file, { ...(before !== undefined && { base: before }), ...(after !== undefined && { head: after }) }];
  });
  return buildChange({ files: Object.fromEntries(files) });
}

function filesUnder(directory: string): Map<string, string> {
  if (!existsSync(directory)) return new Map();
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((file) => [relative(directory, file), readFileSync(file, "utf8")]));
}
