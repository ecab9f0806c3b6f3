import { gunzipSync } from "node:zlib";
import nock from "nock";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import { githubApp, REF, REPO } from "./github-server.ts";

const HEAD = "a".repeat(40);

afterEach(() => {
  nock.cleanAll();
});

function grant(permissions: object): void {
  nock("https://api.github.com")
    .post(`/app/installations/${REF.installationId}/access_tokens`)
    .reply(201, { token: "t", permissions });
}

async function upload(): Promise<boolean> {
  return (await githubApp().open(REF)).uploadFindings(REF, HEAD, '{"version":"2.1.0"}');
}

it("uploads the log for the pull request's head where the App may", async () => {
  grant({ security_events: "write" });
  const bodySchema = z.object({ commit_sha: z.string(), ref: z.string(), sarif: z.string() });
  const sent: z.infer<typeof bodySchema>[] = [];
  nock("https://api.github.com")
    .post(`${REPO}/code-scanning/sarifs`)
    .reply((_, body) => {
      sent.push(bodySchema.parse(body));
      return [202, {}];
    });
  expect(await upload()).toBe(true);
  expect(sent).toMatchObject([{ commit_sha: HEAD, ref: "refs/pull/3/head" }]);
  expect(gunzipSync(Buffer.from(sent[0]?.sarif ?? "", "base64")).toString()).toBe('{"version":"2.1.0"}');
});

it("asks for nothing where it may not", async () => {
  grant({ security_events: "read", checks: "write" });
  expect(await upload()).toBe(false);
});
