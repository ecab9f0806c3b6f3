import { describe, expect, it } from "vitest";
import { resolveKind } from "../../../src/pipeline/model/resolve-kind.ts";
import { weaknessOf } from "../../../src/pipeline/model/weaknesses.ts";
import { loadCatalogue } from "../../../src/catalogue/catalogue.ts";

/** Categories, pillars and classes that CWE forbids or discourages for mapping. */
const NOT_ALLOWED = [
  16, 20, 74, 114, 200, 234, 269, 274, 284, 285, 287, 300, 311, 320, 330, 345, 391, 400, 610, 657, 664, 668, 682, 691,
  693, 697, 703, 707, 710, 755, 840, 1035, 1125,
];

describe("weaknessOf", () => {
  it.each(NOT_ALLOWED)("does not let a model file a threat under CWE-%i", (cwe) => {
    expect(weaknessOf(cwe)).toBeNull();
  });

  it("knows the usual ones", () => {
    expect([79, 89, 639, 862, 918, 1427].map((cwe) => weaknessOf(cwe)?.cwe)).toEqual([79, 89, 639, 862, 918, 1427]);
  });
});

describe("resolveKind", () => {
  it("finds every kind of the catalogue by its id", () => {
    const catalogue = loadCatalogue();
    expect(catalogue.kinds.length).toBeGreaterThan(0);
    for (const kind of catalogue.kinds) expect(resolveKind({ kind: ` ${kind.id} `, cwe: 1 }, catalogue)).toBe(kind);
  });
});
