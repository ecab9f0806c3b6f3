import { describe, expect, it } from "vitest";
import { joinRanges, mergedLines, showLines } from "../../../src/pipeline/model/numbered-diff.ts";
import { buildChangedFile } from "../../builders/change-set.ts";

function show(texts: { base?: string; head?: string }): string {
  const lines = mergedLines(buildChangedFile("a.ts", texts));
  return showLines(lines, [{ from: 0, to: lines.length - 1 }]);
}

describe("the numbered diff", () => {
  it("numbers lines of the head and leaves removed ones without a number, where they stood", () => {
    expect(show({ base: "a\nb\nc\n", head: "a\nx\nc\nd\n" })).toBe("1  a\n- -b\n2 +x\n3  c\n4 +d");
  });

  it("shows lines that were removed from the end", () => {
    expect(show({ base: "a\nb\nc\n", head: "a\n" })).toBe("1  a\n- -b\n- -c");
  });

  it("shows new and removed files whole", () => {
    expect(show({ head: "a\nb\n" })).toBe("1 +a\n2 +b");
    expect(show({ base: "a\nb\n" })).toBe("- -a\n- -b");
    expect(show({ base: "a\n", head: "" })).toContain("- -a");
  });

  it("keeps every line of both sides in long files with several hunks", () => {
    const base = Array.from({ length: 60 }, (_, index) => `line ${index}`);
    const head = base.toSpliced(40, 2, "new").toSpliced(10, 1);
    const lines = mergedLines(buildChangedFile("a.ts", { base: base.join("\n"), head: head.join("\n") }));
    expect(lines.filter(({ type }) => type !== "removed").map(({ text }) => text)).toEqual(head);
    expect(lines.filter(({ type }) => type !== "added").map(({ text }) => text)).toEqual(base);
  });

  it("cuts lines that would fill the budget", () => {
    expect(show({ head: "x".repeat(5_000) }).length).toBeLessThan(500);
  });

  it("joins ranges that touch and marks gaps", () => {
    expect(
      joinRanges([
        { from: 9, to: 12 },
        { from: 0, to: 4 },
        { from: 6, to: 7 },
      ]),
    ).toEqual([{ from: 0, to: 12 }]);
    const lines = mergedLines(buildChangedFile("a.ts", { head: "a\nb\nc" }));
    expect(
      showLines(lines, [
        { from: 0, to: 0 },
        { from: 2, to: 2 },
      ]),
    ).toBe("1 +a\n…\n3 +c");
  });
});
