import { describe, expect, it } from "vitest";
import type { ChangedFile, ChangeSet } from "../../src/domain/change-set.ts";
import { NO_PACKS } from "../../src/domain/pack.ts";
import { readFacts } from "../../src/facts/read-facts.ts";

function changeOf(parts: Partial<ChangeSet>): ChangeSet {
  return {
    subject: { repository: "acme/shop", number: 1, webUrl: null },
    title: "",
    body: "",
    baseSha: "b",
    mergeBaseSha: "b",
    headSha: "h",
    files: [],
    context: [],
    contextLimits: { importers: [], graph: null },
    map: { paths: [], truncated: false, aliases: [] },
    config: null,
    packs: NO_PACKS,
    filesMissing: null,
    ...parts,
  };
}

function blobOf(text: string | null) {
  return text === null ? null : { sha: `sha of ${text}`, text };
}

function changed(path: string, base: string | null, head: string | null): ChangedFile {
  return {
    path,
    previousPath: null,
    status: "modified",
    base: blobOf(base),
    head: blobOf(head),
    hunks: [],
    omitted: null,
  };
}

describe("readFacts", () => {
  it("yields one result per existing side of a changed file", async () => {
    const facts = await readFacts(changeOf({ files: [changed("main.scala", null, "package main")] }));
    expect(facts).toEqual([
      { path: "main.scala", side: "head", scopes: [], limitation: "Scala is not read by the rules yet." },
    ]);
  });

  it("reads a renamed file under its name of that side", async () => {
    const file = { ...changed("b.go", "package a", "package b"), previousPath: "a.go" };
    const facts = await readFacts(changeOf({ files: [file] }));
    expect(facts.map((one) => [one.side, one.path])).toEqual([
      ["base", "a.go"],
      ["head", "b.go"],
    ]);
  });

  it("yields context files on both sides", async () => {
    const context = [{ path: "lib.go", blob: { sha: "1", text: "package lib" } }];
    const facts = await readFacts(changeOf({ context }));
    expect(facts.map((one) => one.side)).toEqual(["base", "head"]);
  });

  it.each(["README.md", "go.sum", "logo.png", "tests/helper.go", "dist/out.js"])(
    "has nothing to say about %s",
    async (path) => {
      const [facts] = await readFacts(changeOf({ files: [changed(path, null, "text")] }));
      expect(facts).toMatchObject({ scopes: [], limitation: null });
    },
  );

  it("names vendored code and unknown types as not read", async () => {
    const files = [changed("vendor/a.go", null, "x"), changed("Makefile", null, "x")];
    const facts = await readFacts(changeOf({ files }));
    expect(facts.map((one) => one.limitation)).toEqual([
      "Vendored code is not read by the rules.",
      "This type of file is not read by the rules yet.",
    ]);
  });
});
