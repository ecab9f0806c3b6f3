import { describe, expect, it } from "vitest";
import { changedLines, diffTexts, hunkHolding, parseHunks } from "../../src/domain/hunks.ts";
import { formatHunks } from "../builders/format-hunks.ts";

describe("parseHunks", () => {
  it("numbers the lines of both sides from a patch without a file header", () => {
    const [hunk] = parseHunks("@@ -1,2 +1,2 @@ section\n a\n-b\n+c") ?? [];
    expect(hunk?.lines).toEqual([
      { type: "context", text: "a", baseLine: 1, headLine: 1 },
      { type: "removed", text: "b", baseLine: 2, headLine: null },
      { type: "added", text: "c", baseLine: null, headLine: 2 },
    ]);
  });

  it("returns null for a patch that was cut", () => {
    expect(parseHunks("@@ -1,9 +1,9 @@\n a\n-b")).toBeNull();
  });

  it("keeps carriage returns, which quotes are compared with", () => {
    expect(parseHunks("@@ -1 +1 @@\n-a\r\n+b\r")?.[0]?.lines.map((line) => line.text)).toEqual(["a\r", "b\r"]);
  });
});

describe("diffTexts", () => {
  it("gives the hunks that git would, also for a new file", () => {
    expect(formatHunks(diffTexts("", "a\nb\n") ?? [])).toBe("@@ -0,0 +1,2 @@\n+a\n+b");
  });

  it("survives its own parser", () => {
    const hunks = diffTexts("a\nb\nc\n", "a\nx\nc\ny\n") ?? [];
    expect(parseHunks(formatHunks(hunks))).toEqual(hunks);
    expect(changedLines(hunks, "head")).toEqual(new Set([2, 4]));
    expect(changedLines(hunks, "base")).toEqual(new Set([2]));
  });
});

describe("hunkHolding", () => {
  it("finds the one hunk that holds a whole range, or nothing", () => {
    const hunks = parseHunks("@@ -1,1 +1,2 @@\n a\n+b\n@@ -9,1 +10,2 @@\n c\n+d") ?? [];
    expect(hunkHolding(hunks, "head", 1, 2)).toBe(hunks[0]);
    expect(hunkHolding(hunks, "head", 2, 10)).toBeNull();
  });
});
