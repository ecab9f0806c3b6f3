import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BOT, githubApp, githubServer, REF, REPO } from "./github-server.ts";

const MARK = "<!-- threatdiff:reply 77 -->";

let api: nock.Scope;

beforeEach(() => {
  api = githubServer();
});
afterEach(() => {
  expect(api.pendingMocks()).toEqual([]);
  nock.cleanAll();
});

const COMMENT = { in: "comment", id: 77 } as const;

async function reply(): Promise<void> {
  await (await githubApp().open(REF)).reply(REF, COMMENT, "Done.");
}

function conversation(...comments: object[]): void {
  api.get(`${REPO}/issues/3/comments`).query({ since: "2026-01-01T00:00:00Z", per_page: 100 }).reply(200, comments);
}

describe("react", () => {
  it("reacts to a comment in the conversation", async () => {
    api.post(`${REPO}/issues/comments/77/reactions`, { content: "eyes" }).reply(201, {});
    await (await githubApp().open(REF)).react(REF, COMMENT, "eyes");
  });

  it("reacts to a comment in a review thread", async () => {
    api.post(`${REPO}/issues/comments/77/reactions`).reply(404, {});
    api.post(`${REPO}/pulls/comments/77/reactions`, { content: "+1" }).reply(200, {});
    await (await githubApp().open(REF)).react(REF, COMMENT, "+1");
  });
});

async function readThread(): Promise<string | null> {
  return (await githubApp().open(REF)).readThreadThreat(REF, 77);
}

describe("readThreadThreat", () => {
  const threat = {
    user: { login: "threatdiff[bot]", type: "Bot" },
    body: "x\n\n<!-- threatdiff:threat T-4KX2M7QD -->",
  };

  it("is the threat of our comment that opened the thread", async () => {
    api.get(`${REPO}/pulls/comments/77`).reply(200, { id: 77, in_reply_to_id: 70 });
    api.get(`${REPO}/pulls/comments/70`).reply(200, { id: 70, ...threat });
    expect(await readThread()).toBe("T-4KX2M7QD");
  });

  it("is none in the conversation, at the start of a thread, and where another person pasted our mark", async () => {
    api.get(`${REPO}/pulls/comments/77`).reply(404, {});
    expect(await readThread()).toBeNull();
    api.get(`${REPO}/pulls/comments/77`).reply(200, { id: 77 });
    expect(await readThread()).toBeNull();
    api.get(`${REPO}/pulls/comments/77`).reply(200, { id: 77, in_reply_to_id: 70 });
    api.get(`${REPO}/pulls/comments/70`).reply(200, { id: 70, ...threat, user: { login: "eve", type: "User" } });
    expect(await readThread()).toBeNull();
  });
});

describe("a button", () => {
  const pressed = { in: "check", id: 5, button: "accept" } as const;

  it("is answered once, in the conversation, and needs no reaction", async () => {
    const conversationOf = (...comments: object[]) =>
      api.get(`${REPO}/issues/3/comments`).query({ per_page: 100 }).reply(200, comments);
    conversationOf();
    const body = "Done.\n\n<!-- threatdiff:reply check-5-accept -->";
    api.post(`${REPO}/issues/3/comments`, { body }).reply(201, {});
    const host = await githubApp().open(REF);
    await host.react(REF, pressed, "eyes");
    await host.reply(REF, pressed, "Done.");
    conversationOf({ body, user: { login: "threatdiff[bot]", type: "Bot" } });
    await host.reply(REF, pressed, "Done.");
  });
});

describe("reply", () => {
  it("answers in the conversation", async () => {
    api.get(`${REPO}/issues/comments/77`).reply(200, { id: 77, created_at: "2026-01-01T00:00:00Z" });
    conversation({ user: { login: "eve", type: "User" }, body: MARK });
    api.post(`${REPO}/issues/3/comments`, { body: `Done.\n\n${MARK}` }).reply(201, {});
    await reply();
  });

  it("does not answer a second time", async () => {
    api.get(`${REPO}/issues/comments/77`).reply(200, { id: 77, created_at: "2026-01-01T00:00:00Z" });
    conversation({ user: BOT, body: `Done.\n\n${MARK}` });
    await reply();
  });

  it("does not answer again after a failure that hid a success", async () => {
    api.get(`${REPO}/issues/comments/77`).reply(200, { id: 77, created_at: "2026-01-01T00:00:00Z" });
    conversation();
    api.post(`${REPO}/issues/3/comments`).replyWithError("socket hang up");
    conversation({ user: BOT, body: `Done.\n\n${MARK}` });
    await reply();
  });

  it("answers a thread at its first comment", async () => {
    api.get(`${REPO}/issues/comments/77`).reply(404, {});
    api.get(`${REPO}/pulls/comments/77`).reply(200, { id: 77, in_reply_to_id: 70 });
    api.get(`${REPO}/pulls/3/comments`).query(true).reply(200, []);
    api.post(`${REPO}/pulls/3/comments/70/replies`, { body: `Done.\n\n${MARK}` }).reply(201, {});
    await reply();
  });
});
