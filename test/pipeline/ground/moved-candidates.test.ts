import { describe, expect, it } from "vitest";
import { withoutMoved } from "../../../src/pipeline/ground/moved-candidates.ts";
import { buildChange } from "../../builders/change-set.ts";
import { buildCandidate } from "../../builders/threat.ts";

const LINE = "page.innerHTML = text;";
const anchor = { path: "src/a.ts", side: "base", startLine: 1, endLine: 1, quote: `  ${LINE}`, role: "sink" } as const;
const went = buildCandidate({ effect: "resolved", element: "print", anchors: [anchor] });
const moved = buildChange({
  files: { "src/a.ts": { base: `  ${LINE}\n`, head: "\n" }, "src/b.ts": { base: "\n", head: `    ${LINE}\n` } },
});

describe("a flaw whose lines went to another file", () => {
  it("is not repaired, and stays new where it came to", () => {
    const came = buildCandidate({ effect: "introduced", element: "show", anchors: [{ ...anchor, side: "head" }] });
    expect(withoutMoved([came, went], moved)).toEqual([came]);
  });

  it.each([
    ["its lines stand nowhere else", buildChange({ files: { "src/a.ts": { base: `  ${LINE}\n`, head: "\n" } } }), went],
    [
      "another place had them before",
      buildChange({ files: { "src/b.ts": { base: `${LINE}\n`, head: `${LINE}\nx\n` } } }),
      went,
    ],
    [
      "its lines only stand later in the same file",
      buildChange({ files: { "src/a.ts": { base: `${LINE}\nx\ny\n`, head: `x\ny\n${LINE}\n` } } }),
      went,
    ],
    ["nothing but an entry point shows it", moved, { ...went, anchors: [{ ...anchor, role: "source" as const }] }],
  ])("is repaired where %s", (_, change, threat) => {
    expect(withoutMoved([threat], change)).toEqual([threat]);
  });
});
