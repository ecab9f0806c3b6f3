import { describe, expect, it } from "vitest";
import { describeSystem } from "../../../src/pipeline/model/system-card.ts";
import { buildControl, buildFact, buildScope, buildSink } from "../../builders/fact.ts";
import { groundScopes } from "../../builders/grounding.ts";

const PACKAGE = buildFact({ kind: "dependency", name: "package", path: "package.json" });
const PINNING = buildControl("pinning", {}, { path: "package.json" });
const dependency = buildScope({
  path: "package.json",
  name: "left-pad",
  element: "config",
  entryPoint: null,
  facts: [PACKAGE, PINNING],
});

describe("what a model is told of the system", () => {
  it("names a file once where all of it stands there, and again where it stands elsewhere", () => {
    const elsewhere = buildSink("file", {}, { path: "src/store.ts", startLine: 4 });
    const route = buildScope({ path: "src/report.ts", facts: [buildSink("sql", {}, { startLine: 9 })] });
    const grounded = groundScopes({ base: [], head: [{ ...route, facts: [...route.facts, elsewhere] }] });
    const told = describeSystem(grounded).split("\n");
    expect(told[0]).toBe("GET /invoices/:id (src/report.ts, new)");
    expect(told.filter((line) => /^ {2}(?::9|src\/store\.ts:4) /u.test(line))).toHaveLength(2);
  });

  it("says that nothing changed only where nothing did", () => {
    expect(describeSystem(groundScopes({ base: [dependency], head: [dependency] }))).toBe(
      "Nothing that the program understands has changed.",
    );
  });

  it("says nothing of packages, which the list of changes names", () => {
    expect(describeSystem(groundScopes({ base: [], head: [dependency] }))).toBe(
      "Of what changed, the program knows nothing that the code does not show.",
    );
  });
});
