import { describe, expect, it } from "vitest";
import { isLostControl } from "../../src/domain/threat.ts";
import { buildEvidence } from "../builders/threat.ts";

describe("isLostControl", () => {
  const lost = buildEvidence({ side: "base", role: "control" });

  it.each([
    [true, "mitigation_weakened", "missing-authentication"],
    [true, "introduced", "path-check-removed"],
    [true, "introduced", "security-headers-lost"],
    [false, "introduced", "missing-authentication"],
    [false, "resolved", "path-check-removed"],
  ] as const)("is %s of what stood before a threat that is %s: %s", (expected, effect, kind) => {
    expect(isLostControl({ effect, kind }, lost)).toBe(expected);
  });

  it("is false of what still stands", () => {
    expect(isLostControl({ effect: "introduced", kind: "path-check-removed" }, { ...lost, side: "head" })).toBe(false);
  });
});
