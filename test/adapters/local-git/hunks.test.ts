import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLocalChange } from "../../../src/adapters/local-git/local-change.ts";
import { parsePatches } from "../../../src/adapters/local-git/patches.ts";
import { parseRawDiff } from "../../../src/adapters/local-git/raw-diff.ts";
import type { Hunk } from "../../../src/domain/change-set.ts";
import { createRepository } from "../../builders/git-repository.ts";

/** Lines that look like parts of a patch, odd white space and line ends. */
const line = fc.constantFrom(
  "a",
  "b",
  "",
  "-",
  "+x",
  " ",
  "@@ -1 +1 @@",
  "diff --git a/x b/x",
  "\\ No newline",
  "c\r",
  "é🔒",
  "\u2028",
);
const text = fc.array(line, { minLength: 1, maxLength: 30 }).map((lines) => lines.join("\n"));

/** The head as the hunks make it from the base. */
function applyHunks(base: string, hunks: readonly Hunk[]): string[] {
  const before = linesWithEnds(base);
  const after: string[] = [];
  let next = 0;
  for (const { baseStart, lines } of hunks) {
    const start = lines.some((one) => one.baseLine !== null) ? baseStart - 1 : baseStart;
    after.push(...before.slice(next, start));
    after.push(...lines.filter((one) => one.type !== "removed").map((one) => one.text));
    next = start + lines.filter((one) => one.type !== "added").length;
  }
  return [...after, ...before.slice(next)];
}

function linesWithEnds(source: string): string[] {
  const lines = source.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function numberedLines(hunks: readonly Hunk[]): [number, string][] {
  const lines = hunks.flatMap((hunk) => hunk.lines);
  return lines.flatMap((one): [number, string][] => (one.headLine === null ? [] : [[one.headLine, one.text]]));
}

describe("hunks of a local change", () => {
  it("turn every base into its head, whatever the lines look like", async () => {
    const pairs = fc.sample(fc.record({ base: text, head: text }), { numRuns: 150, seed: 7 });
    const repository = createRepository();
    for (const [index, { base }] of pairs.entries()) repository.write(`f${index}`, base);
    repository.commit("Before");
    repository.git("checkout", "-q", "-b", "topic");
    for (const [index, { head }] of pairs.entries()) repository.write(`f${index}`, head);
    repository.commit("After");

    const range = {
      directory: repository.directory,
      base: "main",
      head: "HEAD",
      worktree: false,
      cacheDirectory: null,
    };
    const change = await readLocalChange(range, new AbortController().signal);

    expect(change.files.length).toBeGreaterThan(100);
    for (const file of change.files) {
      const [base, head] = [file.base?.text ?? "", file.head?.text ?? ""];
      expect(applyHunks(base, file.hunks), file.path).toEqual(linesWithEnds(head));
      expect(numberedLines(file.hunks).filter(([number, one]) => head.split("\n")[number - 1] !== one)).toEqual([]);
    }
  });
});

describe("parsers of git's output", () => {
  it("answer any text without throwing", () => {
    const records = fc.array(
      fc.constantFrom(
        ":100644 100644 aa bb M",
        ":100644 000000 aa 00 D",
        ":1 2 3",
        "R100",
        "path",
        "\0",
        ":100644 100644 a b R9",
        "\n",
      ),
    );
    fc.assert(
      fc.property(records, fc.string(), (parts, noise) => {
        parseRawDiff(parts.join("\0") + noise);
        parsePatches(Buffer.from(parts.join("\ndiff --git ") + noise));
      }),
    );
  });

  it("keep every path that git allows", () => {
    const path = fc.string({ minLength: 1 }).filter((name) => !name.includes("\0"));
    fc.assert(
      fc.property(path, path, (from, to) => {
        const output = `:100644 100644 aa bb R090\0${from}\0${to}\0:100644 000000 aa 00 D\0${from}\0`;
        expect(parseRawDiff(output).map((change) => [change.previousPath, change.path, change.status])).toEqual([
          [from, to, "renamed"],
          [null, from, "removed"],
        ]);
      }),
    );
  });
});
