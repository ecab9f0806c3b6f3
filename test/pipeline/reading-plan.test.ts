import { describe, expect, it } from "vitest";
import { isLarge, planReading } from "../../src/pipeline/reading-plan.ts";
import type { Unit } from "../../src/pipeline/units.ts";
import { buildChange } from "../builders/change-set.ts";

const SIZE = { room: 20_000, words: 5_000 };

/** A change that adds so many lines of sixty-four bytes. */
function changeOf(lines: number) {
  return buildChange({ files: { "src/a.ts": { head: `${"x".repeat(62)}\n`.repeat(lines) } } });
}

/** Units of 2,000 tokens each. */
function units(weight: number, count: number, prefix = String(weight)): Unit[] {
  return Array.from({ length: count }, (_, index) => {
    return { path: `${prefix}-${index}`, changed: true, text: "x".repeat(6_396), weight };
  });
}

function shown(given: readonly Unit[], lines: number): number[] {
  return planReading(given, changeOf(lines), SIZE).calls.map(({ paths }) => paths.size);
}

describe("planReading", () => {
  it("fills as many calls as a change of usual size takes, up to four", () => {
    expect(isLarge(changeOf(4_999))).toBe(false);
    expect(shown(units(300, 15), 4_999)).toEqual([10, 5]);
    expect(shown(units(300, 60), 4_999)).toEqual([10, 10, 10, 10]);
  });

  it("takes a fifth of a large change, with the words around it and what comes after", () => {
    expect(isLarge(changeOf(5_000))).toBe(true);
    // 100,800 tokens, of which 20,160 may be used: 6,000 for later and 5,000 for the words leave 9,160.
    expect(shown(units(300, 60), 5_000)).toEqual([4]);
    // Twice as much leaves 4,320 tokens for a second call.
    expect(shown(units(300, 60), 10_000)).toEqual([10, 2]);
  });

  it("takes all of a large change that is relevant, however much that is", () => {
    expect(shown([...units(315, 14), ...units(300, 60)], 5_000)).toEqual([10, 4]);
    expect(shown([...units(315, 60), ...units(300, 60)], 5_000)).toEqual([10, 10, 10, 10]);
  });

  it("says of what it leaves out that the change is large", () => {
    const { unsent } = planReading(units(300, 9), changeOf(5_000), SIZE);
    expect(unsent.get("300-8")).toBe(
      "Not shown to the model: of so large a change it sees what matters most to security.",
    );
    const usual = planReading(units(300, 60), changeOf(10), SIZE).unsent;
    expect(usual.get("300-59")).toContain("did not fit into the token budget");
  });
});
