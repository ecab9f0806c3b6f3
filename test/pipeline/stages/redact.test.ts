import { describe, expect, it } from "vitest";
import type { ChangeSet } from "../../../src/domain/change-set.ts";
import { NO_PACKS } from "../../../src/domain/pack.ts";
import { diffTexts } from "../../../src/domain/hunks.ts";
import { redact } from "../../../src/pipeline/stages/redact.ts";
import type { SecretScanner } from "../../../src/ports/secret-scanner.ts";
import { buildChange } from "../../builders/change-set.ts";

/** Finds `KEY…` tokens and `BEGIN…END` blocks, which may span lines. */
const scanner: SecretScanner = {
  scan: async (_, text) =>
    [...text.matchAll(/KEY\w+|BEGIN[^]*?END/gu)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      type: match[0].startsWith("KEY") ? "key" : "block",
    })),
};

function changeOf(base: string, head: string): ChangeSet {
  return {
    subject: { repository: "o/r", number: 1, webUrl: null },
    title: "Rotate KEYone",
    body: "",
    baseSha: "b",
    mergeBaseSha: "b",
    headSha: "h",
    files: [
      {
        path: "a.ts",
        previousPath: null,
        status: "modified",
        base: { sha: "1", text: base },
        head: { sha: "2", text: head },
        hunks: diffTexts(base, head) ?? [],
        omitted: null,
      },
    ],
    context: [{ path: "c.ts", blob: { sha: "3", text: "use(KEYone)\n" } }],
    contextLimits: { importers: [], graph: null },
    map: { paths: [], truncated: false, aliases: [] },
    config: null,
    packs: NO_PACKS,
    filesMissing: null,
  };
}

describe("redact", () => {
  it("gives one value the same placeholder in files, context and title", async () => {
    const change = await redact(changeOf("x\n", "const a = KEYone;\nconst b = KEYtwo;\n"), scanner);
    expect(change.files[0]?.head?.text).toBe("const a = <secret:key:1>;\nconst b = <secret:key:2>;\n");
    expect(change.context[0]?.blob.text).toBe("use(<secret:key:1>)\n");
    expect(change.title).toBe("Rotate <secret:key:1>");
  });

  it("keeps line numbers when a secret spans lines", async () => {
    const change = await redact(changeOf("x\n", "BEGIN\nabc\nEND\nafter\n"), scanner);
    expect(change.files[0]?.head?.text.split("\n")[3]).toBe("after");
  });

  it("masks what one text tells as a secret in all of them, but no word that happens to be a password", async () => {
    const byName: SecretScanner = {
      scan: async (_, text) =>
        [...text.matchAll(/(?<=pass:)\S+/gu)].map(({ 0: value, index }) => ({
          start: index,
          end: index + value.length,
          type: "url",
        })),
    };
    const change = await redact(
      buildChange({
        files: {
          "a.env": { head: "pass:hunter2hunter2\npass:filebrowser\n" },
          "b.txt": { head: "hunter2hunter2 opens the filebrowser\n" },
        },
      }),
      byName,
    );
    expect(change.files.map(({ head }) => head?.text)).toEqual([
      "pass:<secret:url:1>\npass:<secret:url:2>\n",
      "<secret:url:1> opens the filebrowser\n",
    ]);
  });

  it("masks the hunks too, so that no patch line carries a secret", async () => {
    const change = await redact(changeOf("const a = KEYold;\n", "const a = KEYnew;\n"), scanner);
    expect(JSON.stringify(change)).not.toMatch(/KEY\w/u);
    expect(change.files[0]?.hunks[0]?.lines.map((line) => line.text)).toEqual([
      "const a = <secret:key:1>;",
      "const a = <secret:key:2>;",
    ]);
  });

  it("leaves a change without secrets as it is", async () => {
    const before = changeOf("x\n", "y\n");
    const after = await redact({ ...before, title: "t", context: [] }, scanner);
    expect(after.files[0]).toBe(before.files[0]);
  });
});
