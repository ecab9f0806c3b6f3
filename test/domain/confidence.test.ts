import { describe, expect, it } from "vitest";
import { confidenceOf } from "../../src/domain/threat.ts";

const CLAIM = { quoteFound: true, reachable: "yes", controlAbsent: "yes" } as const;

describe("the confidence of a threat", () => {
  it.each([
    ["all is seen", CLAIM, ["rule"], "high"],
    ["no entry point is known to lead there", { ...CLAIM, reachable: "unknown" as const }, ["rule"], "medium"],
    ["a control may stand out of view", { ...CLAIM, controlAbsent: "unknown" as const }, ["rule"], "low"],
    ["a model found it too", { ...CLAIM, controlAbsent: "unknown" as const }, ["rule", "model"], "high"],
    [
      "a model looked twice at less than all",
      { ...CLAIM, controlAbsent: "unknown" as const },
      ["model", "second"],
      "low",
    ],
    ["a model alone says so", CLAIM, ["model"], "medium"],
    ["a model found it twice", CLAIM, ["model", "critic", "second"], "high"],
    ["the control is there", { ...CLAIM, controlAbsent: "no" as const }, ["rule", "model"], "low"],
  ])("when %s", (_, claim, corroboration, confidence) => {
    expect(confidenceOf(claim, corroboration)).toBe(confidence);
  });
});
