import { describe, expect, it } from "vitest";
import { readNeeded } from "../../../src/pipeline/model/read-needed.ts";
import { buildChange } from "../../builders/change-set.ts";

const change = buildChange({
  files: { "src/app.ts": { base: "a\n", head: "b\n" } },
  context: { "src/near.ts": "export function nearby() {}\n" },
});
const { signal } = new AbortController();
const scanner = { scan: async () => [] };

/** What is asked for, and what comes of it when these files are found. */
async function read(needs: string[], files: Record<string, string> = {}) {
  const asked: string[] = [];
  const further = {
    find: async (names: readonly string[]) => {
      asked.push(...names);
      return Object.entries(files).map(([path, text]) => ({ path, blob: { sha: path, text } }));
    },
  };
  const { context } = await readNeeded(needs, change, { further, scanner, signal });
  return { asked, paths: context.map(({ path }) => path), texts: context.map(({ blob }) => blob.text) };
}

describe("readNeeded", () => {
  it("asks for what was not read with the change, and adds it to what is shown", async () => {
    const { asked, paths } = await read(["nearby", "isOwner"], { "src/guards.ts": "function isOwner() {}\n" });
    expect([asked, paths]).toEqual([["isOwner"], ["src/near.ts", "src/guards.ts"]]);
  });

  it("does not replace what was read, and asks for nothing when all is there", async () => {
    expect((await read(["isOwner"], { "src/app.ts": "other\n", "src/near.ts": "other\n" })).paths).toEqual([
      "src/near.ts",
    ]);
    expect((await read(["nearby"])).asked).toEqual([]);
    expect((await read([])).asked).toEqual([]);
  });

  it("masks secrets in what it adds", async () => {
    const secret = "AKIA-not-real-123456";
    const masking = {
      scan: async (_: string, text: string) => {
        const start = text.indexOf(secret);
        return start === -1 ? [] : [{ start, end: start + secret.length, type: "key" }];
      },
    };
    const further = { find: async () => [{ path: "x.ts", blob: { sha: "x", text: `const key = "${secret}";\n` } }] };
    const { context } = await readNeeded(["keyOf"], change, { further, scanner: masking, signal });
    expect(context.at(-1)?.blob.text).toBe('const key = "<secret:key:1>";\n');
  });

  it("goes on with what there is when reading fails, and stops when the run does", async () => {
    const failing = {
      find: async () => {
        throw new Error("away");
      },
    };
    expect(await readNeeded(["isOwner"], change, { further: failing, scanner, signal })).toBe(change);
    const controller = new AbortController();
    controller.abort(new Error("over"));
    const ended = { further: failing, scanner, signal: controller.signal };
    await expect(readNeeded(["isOwner"], change, ended)).rejects.toThrow("over");
  });
});
