import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatReferences, parseReferences, referenceKey } from "../../../src/domain/imports/known-references.ts";

const SHA = "a".repeat(40);

describe("known references", () => {
  it("are read as they were written", () => {
    const known = new Map([
      [referenceKey("src/a.ts", SHA), ["./b", "express"]],
      [referenceKey("src/empty.py", SHA), []],
    ]);
    expect(parseReferences(formatReferences(known))).toEqual(known);
  });

  it("differ between languages, not between files of equal text", () => {
    expect(referenceKey("a.ts", SHA)).toBe(referenceKey("deep/b.ts", SHA));
    expect(referenceKey("a.ts", SHA)).not.toBe(referenceKey("a.py", SHA));
  });

  it("leave out a line that was cut and lines of another version", () => {
    const whole = formatReferences(new Map([[referenceKey("a.ts", SHA), ["./b"]]]));
    expect(parseReferences(`${SHA}.ts\t./old\n${whole}${whole.slice(0, -2)}`).size).toBe(1);
  });

  it("survive any name, without those that would break a line", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (names) => {
        const key = referenceKey("a.ts", SHA);
        const read = parseReferences(formatReferences(new Map([[key, names]])));
        expect(read.size).toBe(1);
        expect(names).toEqual(expect.arrayContaining([...(read.get(key) ?? [])]));
      }),
    );
  });
});
