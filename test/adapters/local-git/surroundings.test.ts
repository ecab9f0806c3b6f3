import { chmodSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readLocalChange } from "../../../src/adapters/local-git/local-change.ts";
import type { ChangeSet } from "../../../src/domain/change-set.ts";
import { createRepository, temporaryDirectory, type TestRepository } from "../../builders/git-repository.ts";

const GUARD = "export const requireUser = (request, response, next) => next();\n";

/** A guard that a router far away imports, and a change of the guard. */
function guardedRepository(): TestRepository {
  const repository = createRepository();
  repository.write("src/security/session.ts", GUARD);
  repository.write("services/orders/http/orders.ts", `import { requireUser } from "../../../src/security/session";\n`);
  repository.write("services/orders/start.ts", `import "./http/orders";\n`);
  repository.write("unrelated/plain.ts", `import express from "express";\n`);
  repository.write("huge/data.ts", `import "../src/security/session";\n`.padEnd(300_000, "\n"));
  repository.commit("Before");
  repository.git("checkout", "-q", "-b", "topic");
  repository.write("src/security/session.ts", `${GUARD}\n`);
  repository.commit("Change the guard");
  return repository;
}

function read({ directory }: TestRepository, cacheDirectory: string | null = null): Promise<ChangeSet> {
  const range = { directory, base: null, head: "HEAD", worktree: false, cacheDirectory };
  return readLocalChange(range, new AbortController().signal);
}

function contextOf({ context }: ChangeSet): string[] {
  return context.map(({ path }) => path);
}

/** The one file that a cache consists of. */
function cacheFile(directory: string): string {
  const [folder = ""] = readdirSync(directory);
  const [name = ""] = readdirSync(join(directory, folder));
  return join(directory, folder, name);
}

describe("readSurroundings", () => {
  it("reads who imports the changed code and who mounts that, wherever they are", async () => {
    const change = await read(guardedRepository());
    expect(contextOf(change)).toEqual(["services/orders/http/orders.ts", "services/orders/start.ts"]);
    expect(change.contextLimits).toEqual({ importers: [], graph: null });
  });

  it("says how many importers it leaves out", async () => {
    const repository = guardedRepository();
    repository.git("checkout", "-q", "main");
    for (let index = 0; index < 70; index++) {
      repository.write(`services/r${index}/router.ts`, `import "../../src/security/session.js";\n`);
    }
    repository.commit("Use the guard everywhere");
    repository.git("rebase", "-q", "main", "topic");
    const change = await read(repository);
    expect(change.context).toHaveLength(60);
    expect(change.contextLimits.importers).toEqual([{ path: "src/security/session.ts", count: 11 }]);
  });

  it("follows what the manifests at the head say", async () => {
    const repository = guardedRepository();
    repository.write("packages/auth/src/index.ts", "export const owner = 1;\n");
    repository.git("checkout", "-q", "main");
    repository.write("packages/auth/src/index.ts", "export const owner = 1;\n");
    repository.write("packages/auth/package.json", `{ "name": "@acme/auth", "main": "dist/index.js" }`);
    repository.commit("Add a package");
    repository.git("checkout", "-q", "-B", "topic");
    repository.write("apps/web/page.ts", `import { owner } from "@acme/auth";\n`);
    repository.commit("Use it");
    expect(contextOf(await read(repository))).toContain("packages/auth/src/index.ts");
  });

  it("says when the imports of some files are not known", async () => {
    const repository = guardedRepository();
    const blob = repository.git("rev-parse", "HEAD:services/orders/http/orders.ts");
    const object = join(repository.directory, ".git/objects", blob.slice(0, 2), blob.slice(2));
    chmodSync(object, 0o600);
    rmSync(object);
    const { contextLimits } = await read(repository);
    expect(contextLimits.graph).toMatch(/^What 1 of 4 code files import was not looked at/u);
  });

  it("reads no imports for a change without code", async () => {
    const repository = guardedRepository();
    repository.git("checkout", "-q", "-B", "topic", "main");
    repository.write("README.md", "Hello\n");
    repository.commit("Say hello");
    const cache = temporaryDirectory();
    expect(contextOf(await read(repository, cache))).toEqual([]);
    expect(readdirSync(cache)).toEqual([]);
  });
});

describe("the cache of references", () => {
  it("answers as before, from what was kept, and can be read by its owner alone", async () => {
    const repository = guardedRepository();
    const cache = temporaryDirectory();
    const first = await read(repository, cache);
    const file = cacheFile(cache);
    const kept = readFileSync(file, "utf8");
    expect(kept.split("\n").filter(Boolean)).toHaveLength(4);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(await read(repository, cache)).toEqual(first);
    expect(readFileSync(file, "utf8")).toBe(kept);
    // What is kept is used: an entry that says otherwise shows.
    writeFileSync(file, kept.replace("../../../src/security/session", "../../../src/other"));
    expect(contextOf(await read(repository, cache))).toEqual([]);
  });

  it("survives a file that is cut, foreign or cannot be written", async () => {
    const repository = guardedRepository();
    const cache = temporaryDirectory();
    const first = await read(repository, cache);
    const file = cacheFile(cache);
    for (const text of [readFileSync(file, "utf8").slice(0, -40), "\u0000\n\n\t\t\nx", "a\tb\n".repeat(10_000)]) {
      writeFileSync(file, text);
      expect(await read(repository, cache)).toEqual(first);
    }
    expect(await read(repository, "/dev/null/cache")).toEqual(first);
  });

  it("is written anew with what the repository has when it has grown too large", async () => {
    const repository = guardedRepository();
    const cache = temporaryDirectory();
    const first = await read(repository, cache);
    writeFileSync(cacheFile(cache), `${"0".repeat(40)}.ts\t${"x".repeat(34_000_000)}\n`);
    expect(await read(repository, cache)).toEqual(first);
    expect(statSync(cacheFile(cache)).size).toBeLessThan(1_000);
  });
});
