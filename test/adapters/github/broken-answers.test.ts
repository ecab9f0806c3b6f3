import { createServer, type Server, type ServerResponse } from "node:http";
import nock from "nock";
import { afterEach, beforeEach, expect, it } from "vitest";
import { githubApp, REF } from "./github-server.ts";

let server: Server;
let url: string;
/** Answers everything but the token. */
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  nock.enableNetConnect("127.0.0.1");
  server = createServer((request, response) => {
    if (!request.url?.endsWith("/access_tokens")) return answer(response);
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

it("takes an answer that breaks off for none, instead of going on with half of it", async () => {
  const base = { sha: "b", repo: { html_url: "https://github.com/acme/shop" } };
  const body = JSON.stringify({ head: { sha: "h" }, base, state: "open", draft: false, user: null, labels: [] });
  answer = (response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
    response.write(body.slice(0, 40), () => response.destroy());
  };
  const host = await githubApp({ apiUrl: url }).open(REF);
  await expect(host.readState(REF)).rejects.toMatchObject({ status: null, retryable: true });
  answer = (response) => void response.writeHead(200, { "content-type": "application/json" }).end(body);
  expect(await host.readState(REF)).toMatchObject({ headSha: "h" });
});
