import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packPlace } from "../../../src/domain/pack.ts";
import { githubApp, githubServer, REF, REPO } from "./github-server.ts";

const SHA = "b".repeat(40);
const file = (name: string, size = 20) => ({ type: "file", name, size, sha: `sha-${name}` });

async function readPacks(...places: string[]) {
  const host = await githubApp().open(REF);
  return host.readPacks(REF, places.map(packPlace), SHA);
}

describe("reading packs from GitHub", () => {
  let scope: nock.Scope;

  beforeEach(() => {
    scope = githubServer();
  });
  afterEach(() => {
    nock.cleanAll();
  });

  function serveBlob(repository: string, name: string, content: string | Buffer): void {
    const body = { encoding: "base64", content: Buffer.from(content).toString("base64") };
    scope.get(`${repository}/git/blobs/sha-${name}`).reply(200, body);
  }

  it("takes the kind files of a folder at the base, and nothing below it", async () => {
    const listed = [file("a.yaml"), file("notes.md"), { ...file("more.yaml"), type: "dir" }];
    scope.get(`${REPO}/contents/.github%2Fthreats`).query({ ref: SHA }).reply(200, listed);
    serveBlob(REPO, "a.yaml", "id: a");
    expect(await readPacks(".github/threats")).toEqual({
      files: [{ path: ".github/threats/a.yaml", text: "id: a" }],
      missing: [],
    });
  });

  it("opens another repository of the same owner with a token that may only read it", async () => {
    const asked = { repositories: ["security"], permissions: { contents: "read" } };
    scope.post("/app/installations/7/access_tokens", asked).reply(201, { token: "ghs_sibling" });
    scope.get("/repos/acme/security/contents/kinds").reply(200, [file("b.yml")]);
    serveBlob("/repos/acme/security", "b.yml", "id: b");
    const { files } = await readPacks("security:kinds");
    expect(files).toEqual([{ path: "security:kinds/b.yml", text: "id: b" }]);
  });

  it.each([
    ["is not there", () => scope.get(/contents/u).reply(404, {}), "it does not exist, or this App cannot read it."],
    ["is a file", () => scope.get(/contents/u).reply(200, file("x.yaml")), "it is no folder."],
    [
      "has a monstrous file",
      () => scope.get(/contents/u).reply(200, [file("x.yaml", 40_000)]),
      "x.yaml is larger than 32 KB.",
    ],
    [
      "has too many files",
      () =>
        scope.get(/contents/u).reply(
          200,
          Array.from({ length: 61 }, (_, index) => file(`${index}.yaml`)),
        ),
      "it has more than 60 files.",
    ],
  ])("names a place as missing that %s", async (_, serve, reason) => {
    serve();
    expect(await readPacks("kinds")).toEqual({
      files: [],
      missing: [`The threat kinds in kinds/ were not read: ${reason}`],
    });
  });

  it("names a repository as missing that the App is not installed on", async () => {
    scope.post("/app/installations/7/access_tokens", /security/u).reply(422, {});
    const { missing } = await readPacks("security:kinds");
    expect(missing[0]).toContain("security:kinds/ were not read: it does not exist, or this App cannot read it.");
  });

  it("throws when GitHub is away, for a later try", async () => {
    scope.get(/contents/u).reply(502, {});
    await expect(readPacks("kinds")).rejects.toThrow("read the threat kinds");
  });
});
