import { describe, expect, it } from "vitest";
import { buildChange } from "../../builders/change-set.ts";
import { buildFact, buildScope } from "../../builders/fact.ts";
import { groundScopes } from "../../builders/grounding.ts";

const LIMITS = {
  importers: [
    { path: "src/guard.ts", count: 440 },
    { path: "src/other.ts", count: 1 },
  ],
  graph: "What 3 of 9 code files import was not looked at.",
};

const change = buildChange({
  files: {
    "src/guard.ts": { base: "check();\n", head: "pass();\n" },
    "src/other.ts": { base: "one();\n", head: "two();\n" },
  },
  contextLimits: LIMITS,
});

const control = buildFact({ kind: "control", name: "authn", path: "src/guard.ts" });
const guard = buildScope({ name: "requireUser", path: "src/guard.ts", entryPoint: null, facts: [control] });
const idle = { ...guard, facts: [] };

describe("the gaps around a change", () => {
  it("name files that use a function which does something else now and were not read", () => {
    expect(groundScopes({ base: [guard], head: [idle] }, { change }).gaps).toEqual([
      "440 further files that import src/guard.ts were not read.",
      LIMITS.graph,
    ]);
  });

  it("are none when every function does what it did, or is new", () => {
    expect(groundScopes({ base: [guard], head: [guard] }, { change }).gaps).toEqual([]);
    expect(groundScopes({ head: [guard] }, { change }).gaps).toEqual([]);
  });

  it("are none when an entry point alone changed, which nobody calls by import", () => {
    const entryPoint = buildFact({ kind: "entry_point", name: "GET /a", path: "src/guard.ts" });
    const route = { ...guard, name: "GET /a", entryPoint, facts: [entryPoint, control] };
    const open = { ...route, facts: [entryPoint] };
    expect(groundScopes({ base: [route], head: [open] }, { change }).gaps).toEqual([]);
  });
});
