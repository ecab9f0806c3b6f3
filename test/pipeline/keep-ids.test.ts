import { describe, expect, it } from "vitest";
import { keepIds } from "../../src/pipeline/keep-ids.ts";
import { buildEvidence, buildThreat } from "../builders/threat.ts";

describe("keeping the id of a threat", () => {
  const earlier = buildThreat({ id: "T-AAAAAAAA", element: "loadInvoice" });

  it("recognises a renamed function by its quoted lines, whatever their layout", () => {
    const renamed = buildThreat({ id: "T-BBBBBBBB", element: "readInvoice" });
    expect(keepIds([renamed], [earlier]).map(({ id }) => id)).toEqual(["T-AAAAAAAA"]);
  });

  it("recognises the same element when its lines were edited", () => {
    const evidence = [buildEvidence({ quote: "const other = 1;" })];
    const threat = buildThreat({ id: "T-BBBBBBBB", element: "loadInvoice", evidence });
    expect(keepIds([threat], [earlier]).map(({ id }) => id)).toEqual(["T-AAAAAAAA"]);
  });

  it("gives no id away when two would fit", () => {
    const twins = ["T-BBBBBBBB", "T-CCCCCCCC"].map((id) => buildThreat({ id, element: id }));
    expect(keepIds(twins, [earlier]).map(({ id }) => id)).toEqual(["T-BBBBBBBB", "T-CCCCCCCC"]);
  });

  it("leaves ids alone that are still in use, and those of other kinds", () => {
    const same = buildThreat({ id: "T-AAAAAAAA" });
    const other = buildThreat({ id: "T-BBBBBBBB", kind: "sql-injection" });
    expect(keepIds([same, other], [earlier]).map(({ id }) => id)).toEqual(["T-AAAAAAAA", "T-BBBBBBBB"]);
  });
});
