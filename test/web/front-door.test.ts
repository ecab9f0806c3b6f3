import { createHmac, generateKeyPairSync } from "node:crypto";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createGitHub } from "../../src/adapters/github/github-app.ts";
import { StoreError } from "../../src/domain/errors.ts";
import { createLog } from "../../src/log.ts";
import { type FrontDoor, type FrontDoorTools, createFrontDoor } from "../../src/web/front-door.ts";
import { createReceive } from "../../src/web/webhooks/receive.ts";
import { documentedPayloads } from "../builders/documented-payloads.ts";
import { pullRequestEvent } from "../builders/event.ts";
import { fakeLog } from "../fakes/log.ts";
import { fakeQueue } from "../fakes/queue.ts";
import { fakeStore } from "../fakes/store.ts";

const SECRET = "7c1f09b24ae8d35f60417c1f";

let door: FrontDoor | null = null;
afterEach(async () => {
  door?.server.closeAllConnections();
  await new Promise((resolve) => door?.server.close(resolve) ?? resolve(null));
  door = null;
});

const takeAnything: FrontDoorTools["middleware"] = async (_, response) => {
  response.end("taken\n");
  return true;
};

async function listen(given: Partial<FrontDoorTools> = {}): Promise<string> {
  door = createFrontDoor({ middleware: takeAnything, ping: async () => {}, log: fakeLog(), ...given });
  await new Promise<void>((resolve) => door?.server.listen(0, "127.0.0.1", resolve));
  const address = door.server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

const JSON_TYPE = { "content-type": "application/json" };

describe("createFrontDoor", () => {
  it("says that it lives, and that it is ready while the database answers", async () => {
    const state: { error: Error | null } = { error: null };
    const log = fakeLog();
    const url = await listen({
      log,
      ping: async () => {
        if (state.error) throw state.error;
      },
    });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    state.error = new StoreError("away");
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(log.lines).toHaveLength(1);
  });

  it("is not ready when the database hangs", async () => {
    const url = await listen({ ping: () => new Promise(() => {}) });
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
  });

  it("is not ready while it drains, and still takes webhooks", async () => {
    const url = await listen();
    door?.drain();
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await fetch(`${url}/`, { method: "POST", body: "{}", headers: JSON_TYPE })).status).toBe(200);
  });

  it.each([
    ["GET", "/", 404],
    ["GET", "/api/github/webhooks", 405],
    ["PUT", "/", 405],
    ["DELETE", "/healthz", 405],
    ["POST", "/probot/import", 405],
    ["GET", "/probot", 404],
    ["GET", "/.env", 404],
    ["GET", "//healthz", 404],
  ])("answers %s %s with %i", async (method, path, status) => {
    const url = await listen();
    expect((await fetch(url + path, { method })).status).toBe(status);
  });

  it("takes JSON only", async () => {
    const url = await listen();
    const post = (type: string) => fetch(url, { method: "POST", body: "{}", headers: { "content-type": type } });
    expect((await post("application/json; charset=utf-8")).status).toBe(200);
    for (const type of ["application/x-www-form-urlencoded", "text/plain", "application/jsonp"]) {
      expect((await post(type)).status, type).toBe(415);
    }
  });

  it.each(["null", "[]", "1", '"text"', "true", "", "text"])("refuses %j, which no webhook is", async (body) => {
    const url = await listen();
    const answer = await fetch(url, { method: "POST", body, headers: JSON_TYPE });
    expect([answer.status, await answer.text()]).toEqual([400, "A webhook is a JSON object\n"]);
  });

  it("hands over the bytes as they came", async () => {
    const seen: unknown[] = [];
    const url = await listen({
      middleware: async (request, response) => {
        seen.push("rawBody" in request ? request.rawBody : null);
        response.end();
        return true;
      },
    });
    const body = '{"title": "Ä\\u2028 😀"}';
    await fetch(`${url}/api/github/webhooks/?x=1`, { method: "POST", body, headers: JSON_TYPE });
    expect(seen).toEqual([new Uint8Array(Buffer.from(body))]);
  });

  it("refuses a body over the limit before reading it, when its length says so", async () => {
    let handed = 0;
    const url = await listen({
      middleware: async () => {
        handed += 1;
        return true;
      },
    });
    const { port } = new URL(url);
    const answer = await raw(Number(port), [
      "POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 26214401\r\n\r\n",
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /u);
    expect(handed).toBe(0);
  });

  it("refuses a body over the limit that comes in chunks, without keeping it", async () => {
    const url = await listen({ limit: 1_000 });
    const chunk = `1f4\r\n${"x".repeat(500)}\r\n`;
    const answer = await raw(Number(new URL(url).port), [
      "POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
      chunk,
      chunk,
      chunk,
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /u);
    expect((await fetch(url, { method: "POST", body: "{}".padEnd(1_000), headers: JSON_TYPE })).status).toBe(200);
  });

  it("limits how long a request may take", async () => {
    await listen();
    expect(door?.server).toMatchObject({ headersTimeout: 10_000, requestTimeout: 30_000 });
  });

  it("cuts off headers that come too slowly", async () => {
    const url = await listen();
    if (door) door.server.headersTimeout = 100;
    expect(await raw(Number(new URL(url).port), ["POST / HTTP/1.1\r\nhost: x\r\n"])).toMatch(/^HTTP\/1\.1 408 /u);
  });

  it("holds no more of all bodies together than it has room for, and has room again when they are gone", async () => {
    const url = await listen({ total: 1_000 });
    const { promise: begun, resolve: begin } = Promise.withResolvers<unknown>();
    door?.server.once("request", (request) => request.once("data", begin));
    const slow = connect(Number(new URL(url).port), "127.0.0.1");
    slow.on("error", () => {});
    slow.write(
      `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{`.padEnd(800),
    );
    await begun;
    const post = (body: string) => fetch(url, { method: "POST", body, headers: JSON_TYPE });
    const refused = await post("{}".padEnd(500));
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "30"]);
    expect((await post("{}")).status).toBe(200);
    slow.destroy();
    await expect.poll(async () => (await post("{}".padEnd(1_000))).status).toBe(200);
  });

  it("says nothing about an error but that there was one", async () => {
    const log = fakeLog();
    const url = await listen({
      log,
      middleware: async () => {
        throw new Error("password=hunter2");
      },
    });
    const response = await fetch(url, { method: "POST", body: "{}", headers: JSON_TYPE });
    expect([response.status, await response.text()]).toEqual([500, "The request could not be answered\n"]);
    expect(log.lines).toMatchObject([{ level: "error" }]);
  });
});

/** Writes the parts one by one and returns what the server answers until it closes. */
async function raw(port: number, parts: string[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (data) => (answer += String(data)));
  socket.on("error", () => {});
  const closed = new Promise((resolve) => socket.once("close", resolve));
  for (const part of parts) {
    socket.write(part);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  await closed;
  return answer;
}

function signed(name: string, body: string, secret = SECRET): RequestInit {
  const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  const headers = {
    ...JSON_TYPE,
    "x-github-event": name,
    "x-github-delivery": "guid",
    "x-hub-signature-256": signature,
  };
  return { method: "POST", body, headers };
}

describe("createFrontDoor with the GitHub App behind it", () => {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });

  async function open() {
    const written: string[] = [];
    const log = createLog("trace", { write: (line: string) => written.push(line) });
    const [queue, store] = [fakeQueue(), fakeStore()];
    const github = createGitHub({ appId: 5, privateKey, webhookSecret: SECRET, apiUrl: null, log });
    const middleware = await github.middleware(createReceive({ queue, store, log, appId: 5 }));
    const url = await listen({ middleware, ping: () => store.ping(), log });
    return { url, queue, store, written };
  }

  it.each(["/", "/api/github/webhooks"])("takes a signed webhook at %s", async (path) => {
    const { url, queue } = await open();
    const response = await fetch(url + path, signed("pull_request", JSON.stringify(pullRequestEvent("opened"))));
    expect(response.status).toBe(200);
    expect(queue.reviews).toHaveLength(1);
  });

  it("refuses wrong and missing signatures, and repeats nothing of the body", async () => {
    const { url, queue, written } = await open();
    const body = JSON.stringify(pullRequestEvent("opened", { secret: "planted-in-body" }));
    const wrong = await fetch(url, signed("pull_request", body, "another secret"));
    const missing = await fetch(url, {
      method: "POST",
      body,
      headers: { ...JSON_TYPE, "x-github-event": "pull_request" },
    });
    for (const response of [wrong, missing]) {
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(await response.text()).not.toContain("planted");
    }
    expect(queue.reviews).toEqual([]);
    expect(written.join("")).not.toContain("planted");
  });

  it.each(["not json", "null", "5", '"text"', "[]"])("survives a signed body that is %s", async (body) => {
    const { url, queue } = await open();
    const response = await fetch(url, signed("pull_request", body));
    await response.text();
    expect(queue.reviews).toEqual([]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it.each(["__proto__", "constructor", "toString", "error", "*"])(
    "refuses %s, which no event is called, although it is signed",
    async (name) => {
      const { url, written } = await open();
      expect((await fetch(url, signed(name, "{}"))).status).toBe(400);
      expect(written.filter((line) => /"level":"error"/u.test(line))).toEqual([]);
    },
  );

  it("answers 503 when the work could not be stored, so that nothing is acknowledged and lost", async () => {
    const { url, queue, store, written } = await open();
    const body = JSON.stringify(pullRequestEvent("opened", { secret: "planted-in-body" }));
    queue.error = new StoreError("planted-in-error");
    const response = await fetch(url, signed("pull_request", body));
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain("planted");
    queue.error = null;
    store.error = new StoreError("away");
    expect((await fetch(url, signed("pull_request", body))).status).toBe(503);
    store.error = null;
    expect((await fetch(url, signed("pull_request", body))).status).toBe(200);
    expect(queue.reviews).toHaveLength(1);
    expect(written.join("")).not.toContain("planted-in-body");
  });

  it("takes every payload that GitHub documents, and logs none of them at any level", async () => {
    const payloads = documentedPayloads();
    const { url, queue, written } = await open();
    const statuses = new Map<number, number>();
    for (const { name, payload } of payloads) {
      const body = JSON.stringify({ ...payload, planted: "planted-in-body" });
      const { status } = await fetch(url, signed(name, body));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses]).toEqual([[200, payloads.length]]);
    expect(queue.reviews.length).toBeGreaterThan(3);
    expect(queue.commands).toEqual([]);
    expect(written.join("")).not.toContain("planted");
    expect(written.filter((line) => /"level":"(?:warn|error)"/u.test(line))).toEqual([]);
  });
});
