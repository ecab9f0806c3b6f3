import { describe, expect, it } from "vitest";
import { orderThreats } from "../../../src/pipeline/model/order-threats.ts";
import { evidenceOf, ownershipThreat } from "../../builders/report.ts";

const threatAt = (id: string, path: string, startLine: number) =>
  ownershipThreat({ id, evidence: [evidenceOf({ path, startLine, endLine: startLine })] });

describe("orderThreats", () => {
  it("follows path and line where threats weigh the same", () => {
    const threats = [
      threatAt("T-AAAAAAAA", "b.ts", 1),
      threatAt("T-BBBBBBBB", "a.ts", 10),
      threatAt("T-CCCCCCCC", "a.ts", 9),
    ];
    expect(orderThreats(threats).map(({ id }) => id)).toEqual(["T-CCCCCCCC", "T-BBBBBBBB", "T-AAAAAAAA"]);
  });

  it("puts what is proven before what only scores higher", () => {
    const { risk } = ownershipThreat();
    const doubtful = ownershipThreat({ id: "T-AAAAAAAA", confidence: "low", risk: { ...risk, score: risk.score + 1 } });
    const proven = ownershipThreat({ id: "T-BBBBBBBB", confidence: "medium" });
    expect(orderThreats([doubtful, proven]).map(({ id }) => id)).toEqual(["T-BBBBBBBB", "T-AAAAAAAA"]);
  });
});
