import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { createTraces } from "../../../src/adapters/opentelemetry/traces.ts";

const spanSchema = z.object({
  name: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  startTimeUnixNano: z.coerce.number(),
  endTimeUnixNano: z.coerce.number(),
  attributes: z.array(z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) })),
  status: z.object({ code: z.number(), message: z.string().optional() }),
});
type Span = z.infer<typeof spanSchema>;
const sentSchema = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })) })),
});

let collector: Server;
let endpoint: string;
let sent: { url: string; body: string }[];

beforeEach(async () => {
  sent = [];
  collector = createServer(async (request, response) => {
    sent.push({ url: request.url ?? "", body: await text(request) });
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  const address = collector.address();
  endpoint = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
});
afterEach(async () => {
  collector.closeAllConnections();
  await new Promise((resolve) => collector.close(resolve));
});

function spans(): Span[] {
  return sent
    .flatMap(({ body }) => sentSchema.parse(JSON.parse(body)).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap((scope) => scope.spans);
}

function named(name: string): Span {
  const found = spans().find((span) => span.name === name);
  if (!found) throw new Error(`no span ${name} arrived`);
  return found;
}

describe("createTraces", () => {
  it("sends what a job does as one trace, to the collector's own address", async () => {
    const traces = createTraces({ endpoint: `${endpoint}/`, version: "1" });
    await traces.run("review", { number: 7 }, async () => {
      await traces.run("github", { route: "GET /x" }, async (note) => note({ status: 200 }));
      traces.record("ground", {}, 2);
    });
    await traces.run("command", {}, async () => undefined);
    await traces.stop();
    expect(sent[0]?.url).toBe("/v1/traces");
    const review = named("review");
    expect(review.attributes).toEqual([{ key: "threatdiff.number", value: { intValue: 7 } }]);
    expect(named("github")).toMatchObject({ traceId: review.traceId, parentSpanId: review.spanId });
    expect(named("github").attributes.map(({ key }) => key)).toEqual(["threatdiff.route", "threatdiff.status"]);
    const ground = named("ground");
    expect(ground.parentSpanId).toBe(review.spanId);
    expect((ground.endTimeUnixNano - ground.startTimeUnixNano) / 1e9).toBeCloseTo(2, 0);
    expect(named("command").traceId).not.toBe(review.traceId);
  });

  it("says of a failure what kind it was, and not what it was about", async () => {
    const traces = createTraces({ endpoint, version: "1" });
    const work = traces.run("review", {}, async () => Promise.reject(new TypeError("const password = 1")));
    await expect(work).rejects.toThrow(TypeError);
    await traces.stop();
    expect(named("review").status).toEqual({ code: 2, message: "TypeError" });
    expect(sent.map(({ body }) => body).join()).not.toContain("password");
  });

  it("does not hold anything up when the collector is away", async () => {
    const traces = createTraces({ endpoint: "http://127.0.0.1:9", version: "1" });
    expect(await traces.run("review", {}, async () => "done")).toBe("done");
    await expect(traces.stop()).resolves.toBeUndefined();
  });
});
