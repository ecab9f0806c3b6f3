import { describe, expect, it } from "vitest";
import { readEffectiveConfig } from "../../src/worker/effective-config.ts";
import { buildRef } from "../builders/job.ts";

const DEFAULTS = ".github:.github/threatdiff.yml";

/** Reads with these files of the owner and this one of the repository. */
async function read(files: Record<string, string>, own: string | null, repo = "shop") {
  const asked: string[] = [];
  const host = {
    readOwnerFile: async (_: unknown, repository: string, path: string) => {
      asked.push(`${repository}:${path}`);
      return files[`${repository}:${path}`] ?? null;
    },
  };
  const source = own === null ? null : { path: ".github/threatdiff.yml", sha: "b", text: own };
  const effective = await readEffectiveConfig(host, buildRef({ repo }), source);
  return { ...effective, asked };
}

describe("readEffectiveConfig", () => {
  it("is the owner's defaults for a repository without a file", async () => {
    const { config, origins } = await read({ [DEFAULTS]: "gate: { failOn: low }\n" }, null);
    expect([config.gate.failOn, origins]).toEqual(["low", [DEFAULTS]]);
    expect((await read({}, null)).origins).toEqual([]);
  });

  it("follows what a file extends, which goes before the owner's defaults", async () => {
    const files = {
      [DEFAULTS]: "gate: { failOn: low, minConfidence: low }\n",
      "security:strict.yml": "extends: security:base.yml\ngate: { failOn: medium, onIncomplete: fail }\n",
      "security:base.yml": "gate: { onIncomplete: neutral, selfAccept: true }\n",
    };
    const { config, origins } = await read(files, "extends: security:strict.yml\ngate: { failOn: high }\n");
    expect(config.gate).toEqual({ failOn: "high", minConfidence: "low", onIncomplete: "fail", selfAccept: true });
    expect(origins).toEqual([".github/threatdiff.yml", "security:strict.yml", "security:base.yml", DEFAULTS]);
  });

  it("does not take the same file twice", async () => {
    const { asked, origins } = await read({ [DEFAULTS]: "gate: { failOn: low }\n" }, `extends: ${DEFAULTS}\n`);
    expect(asked).toEqual([DEFAULTS]);
    expect(origins).toEqual([".github/threatdiff.yml", DEFAULTS]);
    expect((await read({}, "gate: { failOn: low }\n", ".github")).asked).toEqual([]);
  });

  it.each([
    ["that is not there", {}, "extends: security:x.yml", "does not exist or which this App cannot read"],
    ["that leads back", { "a:x.yml": "extends: a:x.yml" }, "extends: a:x.yml", "does not end"],
    [
      "of many steps",
      Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`a:${i}.yml`, `extends: a:${i + 1}.yml`])),
      "extends: a:0.yml",
      "does not end",
    ],
  ])("refuses a file %s, and names it", async (_, files, own, words) => {
    await expect(read(files, own)).rejects.toThrow(words);
    await expect(read(files, own)).rejects.toMatchObject({ key: "extends" });
  });
});
