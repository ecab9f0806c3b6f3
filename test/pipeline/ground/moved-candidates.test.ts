import { describe, expect, it } from "vitest";
import { withoutMoved } from "../../../src/pipeline/ground/moved-candidates.ts";
import { buildCandidate } from "../../builders/threat.ts";

const anchor = {
  path: "src/a.ts",
  side: "head",
  startLine: 3,
  endLine: 3,
  quote: "page.innerHTML = text;",
  role: "sink",
} as const;
const came = buildCandidate({ effect: "introduced", element: "show", anchors: [anchor] });
const went = buildCandidate({
  effect: "resolved",
  element: "print",
  anchors: [{ ...anchor, path: "src/b.ts", side: "base", quote: "  page.innerHTML =  text;" }],
});

describe("a flaw that went with its lines to another place", () => {
  it("is an old threat at its new place", () => {
    expect(withoutMoved([came, went])).toEqual([{ ...came, effect: "pre_existing" }]);
  });

  it("is told once for each place that it came to and left", () => {
    const twice = [came, { ...came, element: "list" }, went];
    expect(withoutMoved(twice).map(({ effect }) => effect)).toEqual(["pre_existing", "introduced"]);
  });

  it.each([
    ["it is of another kind", { kind: "other-kind" }],
    ["other lines do it", { anchors: [{ ...anchor, quote: "page.innerHTML = body;" }] }],
    ["it is easier to reach there", { factors: { ...came.factors, access: "remote_unauth" as const } }],
    ["nothing but an entry point shows it", { anchors: [{ ...anchor, role: "source" as const }] }],
  ])("stays new where %s", (_, other) => {
    const old = { ...went, factors: { ...went.factors, access: "remote_auth" as const } };
    expect(withoutMoved([{ ...came, ...other }, old]).map(({ effect }) => effect)).toEqual(["introduced", "resolved"]);
  });
});
