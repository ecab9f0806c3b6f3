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

  it("is the file whose path is rated highest, and none where no path is; the listing is read once", async () => {
    const tree = [
      { path: "src/deep", type: "tree", mode: "040000", sha: "1" },
      { path: "src/deep/guards.ts", type: "blob", mode: "100644", sha: "2", size: 9 },
      { path: "src/deep/link/guards.ts", type: "blob", mode: "120000", sha: "3", size: 9 },
      { path: "src/a.ts", type: "blob", mode: "100755", sha: "4", size: 9 },
    ];
    const listing = api.get(`${REPO}/git/trees/${SHA}`).query(true).reply(200, { tree, truncated: false });
    api.get(`${REPO}/git/blobs/2`).reply(200, { content: "b25l", encoding: "base64", size: 3 });
    const host = await githubApp().open(REF);
    const closest = async (score: (path: string) => number) =>
      host.findClosest(REF, SHA, score, new AbortController().signal);
    expect(await closest((path) => path.length)).toEqual({
      path: "src/deep/guards.ts",
      blob: { sha: "2", text: "one" },
    });
    expect(await closest((path) => -path.length)).toBeNull();
    expect(listing.isDone()).toBe(true);
  });

  it("asks for a listing again that could not be read", async () => {
    api.get(`${REPO}/git/trees/${SHA}`).query(true).reply(500, {});
    api.get(`${REPO}/git/trees/${SHA}`).query(true).reply(200, { tree: [], truncated: false });
    const host = await githubApp().open(REF);
    const closest = async () => host.findClosest(REF, SHA, () => 1, new AbortController().signal);
    await expect(closest()).rejects.toThrow("list the repository's files");
    expect(await closest()).toBeNull();
  });
});
