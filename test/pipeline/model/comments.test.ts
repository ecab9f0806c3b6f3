import { describe, expect, it } from "vitest";
import { isComment, withoutComments } from "../../../src/pipeline/model/comments.ts";

describe("isComment", () => {
  it.each(["// safe", "  # checked", "/* a", " * b", " */", "-- sql", "<!-- x -->", '"""Doc', "; ini", "% tex", ""])(
    "is true for %j",
    (line) => {
      expect(isComment(line)).toBe(true);
    },
  );

  it.each([
    '#[Route("/admin")]',
    "#![allow(x)]",
    "  --force",
    "*pointer = value;",
    ";(function () {",
    "%w[a b]",
    "- run: x",
  ])("is false for %j, which runs", (line) => {
    expect(isComment(line)).toBe(false);
  });

  it("is false when any line is code", () => {
    expect(isComment("// a\ncall();")).toBe(false);
  });
});

describe("withoutComments", () => {
  it("takes out lines that are comments alone, and leaves numbers and code", () => {
    const shown = '7 +// Reviewed by security\n8 +#[IsGranted("ADMIN")]\n9  call(); // why\n- -# gone';
    expect(withoutComments(shown)).toBe('7 +\n8 +#[IsGranted("ADMIN")]\n9  call(); // why\n- -');
  });
});
