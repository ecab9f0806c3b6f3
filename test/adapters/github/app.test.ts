import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { PassThrough } from "node:stream";
import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import type { Delivery } from "../../../src/adapters/github/deliveries.ts";
import { APP_NEEDS } from "../../../src/adapters/github/needs.ts";
import { githubApp, githubServer, REF, REPO } from "./github-server.ts";

afterEach(() => {
  nock.cleanAll();
});

describe("selfCheck", () => {
  it("finds nothing when the App has what it needs", async () => {
    githubServer();
    nock.cleanAll();
    nock("https://api.github.com")
      .get("/app")
      .reply(200, { ...APP_NEEDS, permissions: { ...APP_NEEDS.permissions, contents: "write" } });
    expect(await githubApp().selfCheck()).toEqual([]);
  });

  it("names each permission and event that is missing", async () => {
    nock("https://api.github.com")
      .get("/app")
      .reply(200, { permissions: { contents: "read", checks: "read" }, events: ["pull_request"] });
    const needs = {
      permissions: { contents: "read", checks: "write" },
      events: ["pull_request", "check_run"],
    } as const;
    expect(await githubApp().selfCheck(needs)).toEqual([
      "The App lacks the permission `checks: write`; grant it in the App's settings.",
      "The App is not subscribed to `check_run` events; tick it in the App's settings.",
    ]);
  });

  it("says that the key is refused instead of throwing", async () => {
    nock("https://api.github.com").get("/app").reply(401, { message: "A JSON web token could not be decoded" });
    expect(await githubApp().selfCheck()).toEqual([expect.stringContaining("check the App's id, private key")]);
  });

  it("needs exactly what app.yml asks for", () => {
    const manifest: unknown = parse(readFileSync(new URL("../../../app.yml", import.meta.url), "utf8"));
    expect(manifest).toMatchObject({
      public: false,
      default_permissions: APP_NEEDS.permissions,
      default_events: APP_NEEDS.events,
    });
  });
});

function pullRequest(more: object): object {
  const base = { sha: "b", repo: { html_url: "https://github.com/acme/shop" } };
  return { head: { sha: "h" }, base, changed_files: 2, labels: [{ name: "bug" }], ...more };
}

describe("open", () => {
  beforeEach(() => {
    githubServer();
  });

  it("asks for a token that reaches one repository, and reads with it", async () => {
    nock.cleanAll();
    nock("https://api.github.com")
      .post("/app/installations/7/access_tokens", { repository_ids: [9] })
      .reply(201, { token: "ghs_one" });
    nock("https://api.github.com", { reqheaders: { authorization: "token ghs_one" } })
      .get(`${REPO}/pulls/3`)
      .reply(200, pullRequest({ state: "open", draft: true, user: { login: "ann" }, title: "T", body: null }));
    const known = { headSha: "h", baseSha: "b", state: "open", draft: true, author: "ann" };
    const state = {
      ...known,
      labels: ["bug"],
      title: "T",
      body: "",
      repositoryUrl: "https://github.com/acme/shop",
      changedFiles: 2,
    };
    expect(await (await githubApp().open(REF)).readState(REF)).toEqual(state);
  });

  it("says that an installation is gone", async () => {
    nock.cleanAll();
    nock("https://api.github.com").post("/app/installations/7/access_tokens").reply(404, {});
    await expect(githubApp().open(REF)).rejects.toMatchObject({
      operation: "get a token for the repository",
      status: 404,
    });
  });

  it("gives strangers no permission", async () => {
    nock("https://api.github.com").get(`${REPO}/collaborators/eve/permission`).reply(404, {});
    expect(await (await githubApp().open(REF)).readPermission(REF, "eve")).toBe("none");
  });

  it("throws errors that carry the status but no text of the request or the answer", async () => {
    nock("https://api.github.com")
      .get(`${REPO}/pulls/3`)
      .reply(403, { message: "secret detail of the answer" }, { "x-ratelimit-remaining": "7" });
    const host = await githubApp().open(REF);
    const error: unknown = await host.readState(REF).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "code-host",
      operation: "read the pull request",
      status: 403,
      retryAfter: null,
    });
    const shown = JSON.stringify([error, String(error), error instanceof Error ? String(error.cause) : null]);
    expect(shown).not.toContain("secret detail");
  });

  it("keeps what it sends out of the log, also at the level debug", async () => {
    nock("https://api.github.com").get(`${REPO}/check-runs/1`).reply(200, { status: "in_progress" });
    nock("https://api.github.com").patch(`${REPO}/check-runs/1`).reply(500, {});
    const log = new PassThrough();
    const lines: string[] = [];
    log.on("data", (line: Buffer) => lines.push(line.toString()));
    const host = await githubApp({ log }).open(REF);
    const closing = host.closeCheck(REF, { id: 1, headSha: "h", isNew: false }, "cancelled", "text of the check");
    await expect(closing).rejects.toMatchObject({ status: 500 });
    expect(lines.join("")).not.toContain("text of the check");
  });

  it("names the permission that the App lacks for what it tried", async () => {
    nock("https://api.github.com").get(`${REPO}/check-runs/1`).reply(200, { status: "in_progress" });
    nock("https://api.github.com").patch(`${REPO}/check-runs/1`).reply(403, {});
    nock("https://api.github.com").get(`${REPO}/pulls/3`).reply(403, {});
    const host = await githubApp().open(REF);
    const closing = host.closeCheck(REF, { id: 1, headSha: "h", isNew: false }, "cancelled", "text");
    await expect(closing).rejects.toThrow(
      "Threatdiff could not close the check run, GitHub answered 403: the App needs the permission `checks: write`",
    );
    await expect(host.readState(REF)).rejects.toThrow("the App needs the permission `pull_requests: write`");
  });

  it("treats a broken connection as no answer", async () => {
    nock("https://api.github.com").get(`${REPO}/pulls/3`).replyWithError("socket hang up");
    const host = await githubApp().open(REF);
    await expect(host.readState(REF)).rejects.toMatchObject({ status: null, retryable: true });
  });

  it("waits for a secondary limit as long as GitHub asks, when that is short", async () => {
    const limited = { message: "You have exceeded a secondary rate limit" };
    nock("https://api.github.com").get(`${REPO}/pulls/3`).reply(403, limited, { "retry-after": "1" });
    nock("https://api.github.com")
      .get(`${REPO}/pulls/3`)
      .reply(200, pullRequest({ state: "closed", user: null }));
    const host = await githubApp({ paced: true }).open(REF);
    expect(await host.readState(REF)).toMatchObject({ state: "closed", author: "ghost" });
  });

  it("does not wait for a limit that lasts longer than a job", async () => {
    const limited = { message: "You have exceeded a secondary rate limit" };
    nock("https://api.github.com").get(`${REPO}/pulls/3`).reply(403, limited, { "retry-after": "900" });
    const host = await githubApp({ paced: true }).open(REF);
    await expect(host.readState(REF)).rejects.toMatchObject({ status: 403, retryAfter: 900, retryable: true });
  });
});

describe("middleware", () => {
  let server: Server;
  let log: string[];
  let taken: Delivery[];
  let refuse: Error | null;

  beforeEach(async () => {
    nock.enableNetConnect("127.0.0.1");
    [log, taken, refuse] = [[], [], null];
    const stream = new PassThrough();
    stream.on("data", (line: Buffer) => log.push(line.toString()));
    const receive = await githubApp({ log: stream }).middleware(async (delivery) => {
      if (refuse) throw refuse;
      taken.push(delivery);
    });
    server = createServer((request, response) => {
      void receive(request, response).then((done) => done || response.writeHead(418).end());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    nock.disableNetConnect();
  });

  async function send(
    path: string,
    change: { body?: string; method?: string; secret?: string } = {},
  ): Promise<Response> {
    const body = change.body ?? JSON.stringify({ action: "opened", pull_request: { title: "päyload text" } });
    const signature = createHmac("sha256", change.secret ?? "a long enough secret")
      .update(body)
      .digest("hex");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : null;
    const method = change.method ?? "POST";
    return fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(method === "POST" ? { body } : {}),
      headers: {
        "content-type": "application/json",
        "x-github-event": "pull_request",
        "x-github-delivery": "d-1",
        "x-hub-signature-256": `sha256=${signature}`,
      },
    });
  }

  it.each(["/api/github/webhooks", "/api/github/webhooks/", "/"])("takes signed deliveries at %s", async (path) => {
    expect((await send(path)).status).toBe(200);
    expect(taken).toMatchObject([{ id: "d-1", name: "pull_request", payload: { action: "opened" } }]);
  });

  it("leaves every other request alone", async () => {
    expect((await send("/", { method: "GET" })).status).toBe(418);
    expect((await send("/elsewhere")).status).toBe(418);
  });

  it("refuses a wrong signature and a body that is not JSON", async () => {
    expect((await send("/", { secret: "another secret entirely" })).status).toBe(400);
    expect((await send("/", { body: "{" })).status).toBe(400);
    expect(taken).toEqual([]);
    expect(log.map((line) => z.object({ msg: z.string() }).parse(JSON.parse(line)).msg)).toEqual([
      expect.stringContaining("signed with WEBHOOK_SECRET"),
      expect.stringContaining("signed with WEBHOOK_SECRET"),
    ]);
  });

  it("tells GitHub that a delivery failed, without saying why", async () => {
    refuse = new Error("connection to postgres://user:pass@db lost");
    const response = await send("/");
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain("postgres");
  });

  it("keeps payloads out of the log, also when the handler fails and the level is debug", async () => {
    await send("/");
    refuse = new Error("no room");
    await send("/");
    expect(log.join("")).toContain("Delivery not taken");
    expect(log.join("")).not.toContain("päyload text");
  });
});
