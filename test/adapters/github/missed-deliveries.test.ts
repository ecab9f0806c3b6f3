import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { githubApp, githubServer } from "./github-server.ts";

const BIG = "9007199254740993001";
const SINCE = new Date("2026-11-23T00:00:00Z");

let api: nock.Scope;
beforeEach(() => {
  api = githubServer();
});
afterEach(() => {
  expect(api.pendingMocks()).toEqual([]);
  nock.cleanAll();
});

function row(id: string, guid: string, status: number, day = 23): string {
  return `{"id":${id},"guid":"${guid}","delivered_at":"2026-11-${day}T10:00:00Z","status":"x","status_code":${status}}`;
}

function page(rows: readonly string[], next: string | null = null): void {
  const headers = next === null ? {} : { link: `<https://api.github.com/app/hook/deliveries?${next}>; rel="next"` };
  api
    .get("/app/hook/deliveries")
    .query(true)
    .reply(200, `[${rows.join(",")}]`, { "content-type": "application/json", ...headers });
}

describe("redeliverMissed", () => {
  it("asks again for what never arrived, by the number of the newest attempt", async () => {
    page([row(BIG, "a", 503), row("4", "b", 0), row("3", "c", 500), row("2", "c", 200), row("1", "d", 202)]);
    api.post(`/app/hook/deliveries/${BIG}/attempts`).reply(202, {});
    api.post("/app/hook/deliveries/4/attempts").reply(202, {});
    expect(await githubApp().redeliverMissed(SINCE)).toBe(2);
  });

  it("gives up on what was refused ten times", async () => {
    page(Array.from({ length: 10 }, (_, index) => row(String(10 - index), "a", 500)));
    expect(await githubApp().redeliverMissed(SINCE)).toBe(0);
  });

  it("reads on until deliveries are older than asked for", async () => {
    page([row("3", "a", 200)], "cursor=v1_2");
    page([row("2", "b", 500), row("1", "c", 500, 21)], "cursor=v1_0");
    api.post("/app/hook/deliveries/2/attempts").reply(202, {});
    expect(await githubApp().redeliverMissed(SINCE)).toBe(1);
  });

  it("reads far enough for an owner with thousands of deliveries", async () => {
    for (let number = 1; number <= 40; number += 1)
      page([row(String(1_000 - number), `g${number}`, 200)], `cursor=${number}`);
    page([row("1", "missed", 503)]);
    api.post("/app/hook/deliveries/1/attempts").reply(202, {});
    expect(await githubApp().redeliverMissed(SINCE)).toBe(1);
  });
});
