import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hidesCharacters, originalText, plainText, visibleLines } from "../../../src/pipeline/model/visible-text.ts";

describe("visibleLines", () => {
  it("splits at everything that is taken for a line break", () => {
    expect(visibleLines("a\r\nb\rc\u2028d\ve")).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("can be undone for a quote of one line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const line = text.replace(/[\n\r\v\f\u0085\u2028\u2029⟨⟩]/gu, "");
        expect(originalText(visibleLines(line).join("\n"))).toBe(line);
      }),
    );
  });
});

describe("plainText", () => {
  it("keeps words and drops what cannot be seen", () => {
    expect(plainText(" a\u200Bb\u202E \n\t c\u0007 ", 40)).toBe("ab c");
  });

  it("cuts by characters, not in the middle of one", () => {
    expect(plainText("😀😀😀😀", 3)).toBe("😀😀…");
  });
});

describe("hidesCharacters", () => {
  it("minds the invisible, not tabs and line breaks", () => {
    expect([hidesCharacters("a\tb\nc\r\n"), hidesCharacters("a\u200Bb"), hidesCharacters("\u{E0041}")]).toEqual([
      false,
      true,
      true,
    ]);
  });
});
