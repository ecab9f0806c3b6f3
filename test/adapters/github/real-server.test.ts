import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import nock from "nock";
import { afterEach, beforeEach, expect, it } from "vitest";
import { githubApp, REF } from "./github-server.ts";

let server: Server;
let url: string;
/** Answers everything but the token. */
let answer: (response: ServerResponse, request: IncomingMessage) => void;

beforeEach(async () => {
  nock.enableNetConnect("127.0.0.1");
  server = createServer((request, response) => {
    if (!request.url?.endsWith("/access_tokens")) return answer(response, request);
    response.writeHead(201, { "content-type": "application/json" }).end('{"token":"t"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const base = { sha: "b", repo: { html_url: "https://github.com/acme/shop" } };

function pullRequest(state: string): string {
  return JSON.stringify({ head: { sha: "h" }, base, state, draft: false, user: null, labels: [] });
}

it("takes an answer that breaks off for none, instead of going on with half of it", async () => {
  const body = pullRequest("open");
  answer = (response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
    response.write(body.slice(0, 40), () => response.destroy());
  };
  const host = await githubApp({ apiUrl: url }).open(REF);
  await expect(host.readState(REF)).rejects.toMatchObject({ status: null, retryable: true });
  answer = (response) => void response.writeHead(200, { "content-type": "application/json" }).end(body);
  expect(await host.readState(REF)).toMatchObject({ headSha: "h" });
});

it("reads a pull request again with the mark of the last answer, and takes an unchanged one from memory", async () => {
  const versions = ["open", "open", "closed", "closed"];
  const asked: unknown[] = [];
  answer = (response, { headers }) => {
    const mark = headers["if-none-match"];
    const state = versions[asked.push(mark) - 1] ?? "";
    if (mark === state) return response.writeHead(304).end();
    return response.writeHead(200, { "content-type": "application/json", etag: state }).end(pullRequest(state));
  };
  const host = await githubApp({ apiUrl: url, paced: true }).open(REF);
  const states = [];
  for (const _ of versions) states.push((await host.readState(REF)).state);
  expect(states).toEqual(versions);
  expect(asked).toEqual([undefined, "open", "open", "closed"]);
});
