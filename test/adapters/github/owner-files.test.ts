import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { githubApp, githubServer, REF } from "./github-server.ts";

const TOKENS = `/app/installations/${REF.installationId}/access_tokens`;

let api: nock.Scope;
beforeEach(() => {
  api = githubServer();
});
afterEach(() => {
  expect(api.pendingMocks()).toEqual([]);
  nock.cleanAll();
});

async function read() {
  return (await githubApp().open(REF)).readOwnerFile(REF, "security", "a/b.yml");
}

describe("readOwnerFile", () => {
  it("reads a file of another repository with a token that may only read that one", async () => {
    const scope = { repositories: ["security"], permissions: { contents: "read" } };
    api.post(TOKENS, scope).reply(201, { token: "t2" });
    const content = Buffer.from("gate: {}\n").toString("base64");
    api
      .get(`/repos/${REF.owner}/security/contents/a%2Fb.yml`)
      .reply(200, { type: "file", encoding: "base64", content });
    expect(await read()).toBe("gate: {}\n");
  });

  it.each([404, 403, 422])("has none where the App cannot read: %i", async (status) => {
    api.post(TOKENS, (body) => JSON.stringify(body).includes("security")).reply(status, {});
    expect(await read()).toBeNull();
  });

  it("does not take an outage for a missing file", async () => {
    api.post(TOKENS, (body) => JSON.stringify(body).includes("security")).reply(502, {});
    await expect(read()).rejects.toMatchObject({ status: 502 });
  });
});
