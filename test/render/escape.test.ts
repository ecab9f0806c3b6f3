import * as fc from "fast-check";
import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { clean, codeBlock, codeSpan, cut, plain, prose, visible } from "../../src/render/escape.ts";
import { hostileText } from "../builders/hostile-text.ts";

function render(markdown: string): string {
  return marked.parse(markdown, { gfm: true, async: false });
}

function tagsIn(markup: string): string[] {
  return [...markup.matchAll(/<\/?([a-z0-9]+)/giu)].map((tag) => tag[1] ?? "");
}

describe("plain", () => {
  it("renders any text as one paragraph without links, images, code or HTML", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const tags = new Set(tagsIn(render(plain(text))));
        expect([...tags].filter((tag) => tag !== "p")).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("leaves nothing that the host turns into a mention, a reference or a command", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const written = plain(text);
        expect(written).not.toMatch(/@[\w-]/u);
        expect(written).not.toMatch(/#\d(?!\d*;)/u);
        expect(written).not.toMatch(/^\//u);
        expect(written).not.toContain("\n");
      }),
      { numRuns: 500 },
    );
  });

  it("escapes what would open a link, an image or a footnote", () => {
    expect(plain("![a](b) [c][d] [^1]")).toBe("!\\[a\\](b) \\[c\\]\\[d\\] \\[^1\\]");
  });

  it("reads as the text that came in", () => {
    const text = "a*b_c [x] <y> | $5 & 100% #12 @team";
    const shown = render(plain(text))
      .replace(/<\/?p>|\u200B|&#8203;/gu, "")
      .trim();
    expect(shown).toBe("a*b_c [x] &lt;y&gt; | $5 &amp; 100% #12 @team");
  });

  it.each(["- a", "+ a", "# a", "= a", "1. a", "1) a", "/lgtm", "--- "])("does not let %j open a line", (text) => {
    expect(tagsIn(render(plain(text))).filter((tag) => tag !== "p")).toEqual([]);
    expect(plain(text)).not.toMatch(/^\//u);
  });
});

describe("prose", () => {
  it("keeps names in backticks as code and everything else inert", () => {
    expect(prose("opens `POST /x` to <all>")).toBe("opens `POST /x` to &lt;all&gt;");
  });

  it("produces paragraphs and code only", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const tags = tagsIn(render(prose(text)));
        expect(tags.filter((tag) => tag !== "p" && tag !== "code")).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("codeSpan", () => {
  it("holds any text in exactly one code element", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const span = codeSpan(text);
        fc.pre(span !== "");
        expect(tagsIn(render(`see ${span} there`))).toEqual(["p", "code", "code", "p"]);
      }),
      { numRuns: 500 },
    );
  });

  it("shows characters that hide or reorder code by their number", () => {
    expect(codeSpan("access\u202E level")).toBe("`access⟨U+202E⟩ level`");
  });
});

describe("codeBlock", () => {
  it("cannot be closed from inside", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const tags = tagsIn(render(`${codeBlock(text, "suggestion")}\n\nafter`));
        expect(tags).toEqual(["pre", "code", "code", "pre", "p", "p"]);
      }),
      { numRuns: 500 },
    );
  });

  it("uses a longer fence than any run of backticks inside", () => {
    expect(codeBlock("````\nx", "ts")).toBe("`````ts\n````\nx\n`````");
  });
});

describe("clean, visible and cut", () => {
  it("give the same again when applied twice", () => {
    fc.assert(
      fc.property(hostileText, fc.nat(40), (text, max) => {
        expect(clean(clean(text))).toBe(clean(text));
        expect(visible(visible(text))).toBe(visible(text));
        expect(cut(cut(text, max), max)).toBe(cut(text, max));
      }),
    );
  });

  it("never split a character at the cut", () => {
    expect(cut("ab😀cd", 4)).toBe("ab…");
    expect(cut("short", 10)).toBe("short");
  });

  it("drop invisible and reordering characters from words", () => {
    expect(clean("a\u202Eb\u200Bc\u{E0041}d\u00ADe")).toBe("abcde");
  });
});
