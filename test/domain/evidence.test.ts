import { describe, expect, it } from "vitest";
import { type Anchor, locateEvidence } from "../../src/domain/evidence.ts";

const lines = Array.from({ length: 60 }, (_, index) => `line ${index + 1}`);
lines[4] = "  run( input )";
lines[9] = "twice()";
lines[54] = "twice()";
const blob = { sha: "1", text: lines.join("\n") };

function locate(startLine: number, quote: string) {
  const anchor: Anchor = { path: "a.ts", side: "head", startLine, endLine: startLine, quote, role: "sink" };
  const found = locateEvidence(anchor, blob);
  return found && { line: found.startLine, match: found.match, quote: found.quote };
}

describe("locateEvidence", () => {
  it.each([
    ["at the claimed line", 5, "  run( input )", { line: 5, match: "exact", quote: "  run( input )" }],
    ["with another layout", 5, "run( input )", { line: 5, match: "normalised", quote: "  run( input )" }],
    ["near the claimed line", 12, "run( input )", { line: 5, match: "moved", quote: "  run( input )" }],
    ["far away, when it is unique", 55, "run( input )", { line: 5, match: "moved", quote: "  run( input )" }],
    ["at the nearer of two places", 45, "twice()", { line: 55, match: "moved", quote: "twice()" }],
    ["nowhere, when two places are far away", 33, "twice()", null],
    ["nowhere, when it is not written", 5, "run(other)", null],
    ["nowhere, when it is empty", 5, " ", null],
  ])("finds a quote %s", (_, line, quote, expected) => {
    expect(locate(line, quote)).toEqual(expected);
  });
});
