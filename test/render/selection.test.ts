import { describe, expect, it } from "vitest";
import { betterThreats } from "../../src/render/selection.ts";
import { buildThreat } from "../builders/threat.ts";

const OLD = {
  name: "GET /old",
  id: "process:GET /old",
  kind: "process",
  zone: "application",
  path: "src/a.ts",
} as const;
const GRAVE = { access: "remote_unauth", complexity: "trivial", data: "restricted", effect: "exec" } as const;
const SLIGHT = { access: "insider", complexity: "hard", data: "public", effect: "read_one" } as const;

function shown(threat: Parameters<typeof buildThreat>[0], change: "removed" | "changed"): number {
  const fixed = buildThreat({ effect: "resolved", element: OLD.name, ...threat });
  return betterThreats({ threats: [fixed], elements: [{ element: OLD, change }] }).length;
}

describe("what got better", () => {
  it("is told where it was repaired, and of what is gone as a whole only where it was grave", () => {
    expect(shown({ factors: SLIGHT }, "changed")).toBe(1);
    expect(shown({ factors: SLIGHT }, "removed")).toBe(0);
    expect(shown({ factors: GRAVE }, "removed")).toBe(1);
  });

  it("is not told where it is about a loss, or was never sure", () => {
    expect(shown({ kind: "path-check-removed" }, "changed")).toBe(0);
    expect(shown({ confidence: "low" }, "changed")).toBe(0);
  });
});
