import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildArchive } from "../../builders/tar.ts";
import { githubApp, githubServer, REF, REPO } from "./github-server.ts";

const SHA = "b".repeat(40);
const FILES = {
  "src/callers.ts": "isOwner(user, invoice);\n",
  "src/deep/guards.ts": "export function isOwner(user) {\n  return true;\n}\n",
  "config/policy.conf": "allow all\n",
  "src/big.ts": `function isOwner() {}\n${"x".repeat(600_000)}`,
};

let api: nock.Scope;
beforeEach(() => {
  api = githubServer();
});
afterEach(() => {
  nock.cleanAll();
});

async function find(...needs: string[]): Promise<string[]> {
  const host = await githubApp().open(REF);
  return (await host.findCode(REF, SHA, needs, new AbortController().signal)).map(({ path }) => path);
}

describe("further code on GitHub", () => {
  it("is looked for in the archive of the commit, with one call for all names", async () => {
    api.get(`${REPO}/tarball/${SHA}`).reply(200, buildArchive(FILES), { "content-type": "application/x-gzip" });
    expect(await find("isOwner", "policy.conf", "nowhere")).toEqual(["src/deep/guards.ts", "config/policy.conf"]);
  });

  it("is none where there is no archive, or one that is broken", async () => {
    api.get(`${REPO}/tarball/${SHA}`).reply(404, {});
    expect(await find("isOwner")).toEqual([]);
    api.get(`${REPO}/tarball/${SHA}`).reply(200, Buffer.from("<html>"), { "content-type": "application/x-gzip" });
    expect(await find("isOwner")).toEqual([]);
  });

  it("is the file whose path is rated highest, and none where no path is", async () => {
    const host = await githubApp().open(REF);
    const closest = async (score: (path: string) => number) => {
      api.get(`${REPO}/tarball/${SHA}`).reply(200, buildArchive(FILES), { "content-type": "application/x-gzip" });
      return (await host.findClosest(REF, SHA, score, new AbortController().signal))?.path ?? null;
    };
    expect(await closest((path) => path.length)).toBe("src/deep/guards.ts");
    expect(await closest((path) => -path.length)).toBeNull();
  });
});
