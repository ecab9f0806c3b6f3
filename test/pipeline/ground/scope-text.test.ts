import { describe, expect, it } from "vitest";
import { meaningfulLines, readScopeText } from "../../../src/pipeline/ground/scope-text.ts";
import { buildChange } from "../../builders/change-set.ts";
import { buildScope } from "../../builders/fact.ts";

describe("meaningfulLines", () => {
  it("keeps code and drops layout, blank lines and whole-line comments", () => {
    const lines = [
      "  a(  1 );",
      "",
      "// note",
      "# note",
      "/* one",
      " two */",
      "/** three */",
      "b(); // kept",
      "#secret = 1;",
    ];
    expect(meaningfulLines(lines)).toEqual(["a(1);", "b();//kept", "#secret=1;"]);
  });
});

describe("readScopeText", () => {
  it("reads the scope's lines on its own side", () => {
    const change = buildChange({ files: { "src/app.ts": { base: "one\ntwo\n", head: "one\n// two\nthree\n" } } });
    const text = readScopeText(change);
    expect(text(buildScope({ startLine: 2, endLine: 3 }))).toEqual(["three"]);
    expect(text(buildScope({ side: "base", startLine: 2, endLine: 3 }))).toEqual(["two"]);
    expect(text(buildScope({ path: "src/gone.ts" }))).toEqual([]);
  });
});
