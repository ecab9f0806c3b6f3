import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import nock from "nock";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Delivery } from "../../../src/adapters/github/deliveries.ts";
import { githubApp } from "./github-server.ts";

const examplesSchema = z.array(z.object({ name: z.string(), examples: z.array(z.looseObject({})) }));

/** GitHub's own examples of every webhook, also those that the App never asked for. */
const EXAMPLES = examplesSchema
  .parse(createRequire(import.meta.url)("@octokit/webhooks-examples/api.github.com/index.json"))
  .flatMap(({ name, examples }) => examples.map((payload) => ({ name, payload })));

let server: Server;
let url: string;
const taken: Delivery[] = [];

beforeAll(async () => {
  nock.disableNetConnect();
  nock.enableNetConnect("127.0.0.1");
  const receive = await githubApp().middleware(async (delivery) => {
    taken.push(delivery);
  });
  server = createServer((request, response) => {
    void receive(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/api/github/webhooks`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function send(name: string, payload: object, id: string): Promise<number> {
  const body = JSON.stringify(payload);
  const signature = createHmac("sha256", "a long enough secret").update(body).digest("hex");
  const headers = {
    "content-type": "application/json",
    "x-github-event": name,
    "x-github-delivery": id,
    "x-hub-signature-256": `sha256=${signature}`,
  };
  return (await fetch(url, { method: "POST", body, headers })).status;
}

describe("every webhook that GitHub documents", () => {
  it("is taken as it was sent, without a call to GitHub", async () => {
    expect(EXAMPLES.length).toBeGreaterThan(300);
    for (const [index, { name, payload }] of EXAMPLES.entries()) {
      expect([name, await send(name, payload, `d-${index}`)]).toEqual([name, 200]);
    }
    expect(taken.map(({ name, payload }) => ({ name, payload }))).toEqual(EXAMPLES);
  });
});
