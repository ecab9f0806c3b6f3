import nock from "nock";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type OpenAiSettings, createOpenAiModel } from "../../../src/adapters/openai/openai-model.ts";
import type { ModelRequest } from "../../../src/ports/language-model.ts";
import { sendCompletion, sendError, sendJson, startChatServer } from "../../fakes/chat-server.ts";

const QUICK = { attempt: 2_000, deadline: 3_000, pauses: [5, 10] };

function modelAt(baseUrl: string | null, given: Partial<OpenAiSettings> = {}) {
  return createOpenAiModel({ apiKey: "key", baseUrl, model: "m-1", timing: QUICK, ...given });
}

function request(given: Partial<ModelRequest> = {}): ModelRequest {
  return {
    tier: "main",
    messages: [{ role: "user", content: "Say hello as JSON." }],
    schema: { name: "hello", schema: { type: "object", properties: {}, required: [], additionalProperties: false } },
    maxOutputTokens: 500,
    signal: new AbortController().signal,
    ...given,
  };
}

describe("createOpenAiModel", () => {
  it("sends one strict schema request and reads text and usage", async () => {
    await using server = await startChatServer((response) =>
      sendCompletion(response, "{}", {
        usage: { prompt_tokens: 9, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 3 } },
      }),
    );
    const answer = await modelAt(server.url).complete(request());
    expect(answer).toMatchObject({ outcome: "ok", text: "{}", detail: null });
    expect(answer.usage).toEqual({ inputTokens: 9, cachedTokens: 3, outputTokens: 4 });
    expect(server.headers[0]?.authorization).toBe("Bearer key");
    expect(server.bodies).toMatchObject([
      {
        model: "m-1",
        max_completion_tokens: 500,
        temperature: 0,
        response_format: { type: "json_schema", json_schema: { name: "hello", strict: true } },
      },
    ]);
  });

  it("names the model and the host, and nothing of the key", () => {
    expect(modelAt("http://localhost:11434/v1").label).toBe("m-1 at localhost:11434");
    expect(modelAt(null).label).toBe("m-1 at api.openai.com");
    expect(modelAt(null, { tiers: { small: "m-0", critic: "m-2", main: "m-1" } }).label).toBe(
      "m-1 (critic: m-2, small: m-0) at api.openai.com",
    );
  });

  it("sends no key where none is needed, also when the environment has one", async () => {
    vi.stubEnv("OPENAI_API_KEY", "from-environment");
    await using server = await startChatServer((response) => sendCompletion(response, "{}"));
    expect((await modelAt(server.url, { apiKey: null }).complete(request())).outcome).toBe("ok");
    expect(server.headers[0]?.authorization).toBeUndefined();
    vi.unstubAllEnvs();
  });

  it("asks the model of the tier", async () => {
    await using server = await startChatServer((response) => sendCompletion(response, "{}"));
    const model = modelAt(server.url, { tiers: { critic: "m-critic" } });
    await model.complete(request({ tier: "critic" }));
    await model.complete(request({ tier: "small" }));
    expect(server.bodies.map((body) => body.model)).toEqual(["m-critic", "m-1"]);
  });

  it("joins content that arrives in parts", async () => {
    await using server = await startChatServer((response) => sendCompletion(response, [{ text: "{" }, { text: "}" }]));
    expect((await modelAt(server.url).complete(request())).text).toBe("{}");
  });
});

describe("what an endpoint does not understand", () => {
  it("is left out at once and stays left out for this model", async () => {
    await using server = await startChatServer((response, body) => {
      if ("temperature" in body) return sendError(response, 400, "Unsupported value: 'temperature' does not support 0");
      if ("max_completion_tokens" in body) return sendError(response, 422, "max_completion_tokens: extra field");
      if (body.response_format) return sendError(response, 400, "response_format is not available");
      return sendCompletion(response, "{}");
    });
    const model = modelAt(server.url);
    expect((await model.complete(request())).outcome).toBe("ok");
    expect(server.bodies).toHaveLength(5);
    expect((await model.complete(request())).outcome).toBe("ok");
    expect(server.bodies).toHaveLength(6);
    expect(Object.keys(server.bodies[5] ?? {})).toEqual(["model", "messages", "max_tokens"]);
  });

  it("is learned per model", async () => {
    await using server = await startChatServer((response, body) =>
      body.model === "old" && "temperature" in body
        ? sendError(response, 400, "temperature is not supported")
        : sendCompletion(response, "{}"),
    );
    const model = modelAt(server.url, { tiers: { small: "old" } });
    await model.complete(request({ tier: "small" }));
    await model.complete(request({ tier: "main" }));
    expect(server.bodies.map((body) => "temperature" in body)).toEqual([true, false, true]);
  });

  it("includes a limit that is larger than the model allows", async () => {
    await using server = await startChatServer((response, body) =>
      "max_tokens" in body || "max_completion_tokens" in body
        ? sendError(response, 400, "max_tokens is too large: 500. This model supports at most 100 completion tokens.")
        : sendCompletion(response, "{}"),
    );
    expect((await modelAt(server.url).complete(request())).outcome).toBe("ok");
    expect(server.bodies).toHaveLength(3);
  });

  it("recognises the parameter from the error's own field", async () => {
    await using server = await startChatServer((response, body) =>
      "temperature" in body
        ? sendError(response, 400, "Unsupported parameter.", { param: "temperature" })
        : sendCompletion(response, "{}"),
    );
    expect((await modelAt(server.url).complete(request())).outcome).toBe("ok");
  });
});

describe("failures", () => {
  const failing: readonly [string, number, object, string, number][] = [
    ["a wrong key", 401, { message: "Incorrect API key provided: sk-secret" }, "rejected", 1],
    ["a missing model", 404, { message: "The model does not exist" }, "rejected", 1],
    ["a prompt that is too long", 400, { message: "maximum context length is 8192 tokens" }, "rejected", 1],
    ["a quota", 429, { message: "You exceeded your current quota", code: "insufficient_quota" }, "quota", 1],
    ["an unpaid account", 402, { message: "Insufficient credits" }, "quota", 1],
    ["a rate limit", 429, { message: "Rate limit reached" }, "rate_limited", 3],
    ["a broken server", 500, { message: "Oops" }, "unavailable", 3],
    ["an overloaded server", 503, { message: "Overloaded" }, "unavailable", 3],
    ["a feature that the server will never have", 501, { message: "Not implemented" }, "unavailable", 1],
  ];

  it.each(failing)(
    "%s (%i) becomes an outcome after as many tries as make sense",
    async (_, status, error, outcome, tries) => {
      await using server = await startChatServer((response) => sendJson(response, status, { error }));
      const answer = await modelAt(server.url).complete(request());
      expect(answer.outcome).toBe(outcome);
      expect(answer.text).toBe("");
      expect(answer.detail).toMatch(/^[A-Z][^{}<]*\.$/u);
      expect(answer.detail).not.toContain("sk-secret");
      expect(server.bodies).toHaveLength(tries);
    },
  );

  it("recovers when a passing failure passes", async () => {
    await using server = await startChatServer((response, _, turn) =>
      turn < 2 ? sendError(response, 503, "Busy") : sendCompletion(response, "{}"),
    );
    expect((await modelAt(server.url).complete(request())).outcome).toBe("ok");
  });

  it("waits as long as Retry-After says", async () => {
    await using server = await startChatServer((response, _, turn) =>
      turn === 0 ? sendError(response, 429, "Slow down", {}, { "retry-after": "1" }) : sendCompletion(response, "{}"),
    );
    const answer = await modelAt(server.url).complete(request());
    expect(answer.outcome).toBe("ok");
    expect(answer.seconds).toBeGreaterThanOrEqual(0.95);
  });

  it("gives up at once when Retry-After lies beyond the deadline, in seconds or as a date", async () => {
    for (const value of ["120", new Date(Date.now() + 120_000).toUTCString()]) {
      await using server = await startChatServer((response) =>
        sendError(response, 429, "Slow down", {}, { "retry-after": value }),
      );
      const answer = await modelAt(server.url).complete(request());
      expect(answer.outcome).toBe("rate_limited");
      expect(answer.seconds).toBeLessThan(1);
      expect(server.bodies).toHaveLength(1);
    }
  });

  it("obeys a server that says not to retry", async () => {
    await using server = await startChatServer((response) =>
      sendError(response, 500, "No", {}, { "x-should-retry": "false" }),
    );
    await modelAt(server.url).complete(request());
    expect(server.bodies).toHaveLength(1);
  });

  it("takes a web page for an outage when the status says so, and for nonsense when it says 200", async () => {
    await using broken = await startChatServer(
      (response) => void response.writeHead(502).end("<html>Bad Gateway</html>"),
    );
    expect((await modelAt(broken.url).complete(request())).outcome).toBe("unavailable");
    await using login = await startChatServer(
      (response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in</html>"),
    );
    expect((await modelAt(login.url).complete(request())).outcome).toBe("malformed");
    await using lying = await startChatServer(
      (response) => void response.writeHead(200, { "content-type": "application/json" }).end("<html></html>"),
    );
    expect((await modelAt(lying.url).complete(request())).outcome).toBe("malformed");
  });

  it.each([null, {}, [], { choices: [] }, { choices: [{}] }, { choices: "many" }])(
    "calls %j malformed",
    async (body) => {
      await using server = await startChatServer((response) => sendJson(response, 200, body));
      expect((await modelAt(server.url).complete(request())).outcome).toBe("malformed");
    },
  );

  it("says unavailable when nobody listens", async () => {
    const server = await startChatServer(() => {});
    await server[Symbol.asyncDispose]();
    expect((await modelAt(server.url).complete(request())).outcome).toBe("unavailable");
  });

  it("says unavailable when the connection is cut in the middle of every answer", async () => {
    await using server = await startChatServer((response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "500" });
      response.write('{"choices": [');
      setTimeout(() => response.destroy(), 20);
    });
    expect((await modelAt(server.url).complete(request())).outcome).toBe("unavailable");
    expect(server.bodies).toHaveLength(3);
  });

  it("stops waiting for headers and for a stalled body at its own deadline", async () => {
    const timing = { ...QUICK, attempt: 150 };
    await using silent = await startChatServer(() => {});
    const first = await modelAt(silent.url, { timing }).complete(request());
    await using stalled = await startChatServer((response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"choices": [');
    });
    const second = await modelAt(stalled.url, { timing }).complete(request());
    expect([first.outcome, second.outcome]).toEqual(["timeout", "timeout"]);
    expect([silent.bodies.length, stalled.bodies.length]).toEqual([1, 1]);
    expect(second.seconds).toBeLessThan(1.5);
  });

  it("stops when the run is stopped, in flight and between tries", async () => {
    await using silent = await startChatServer(() => {});
    const flight = await modelAt(silent.url).complete(request({ signal: AbortSignal.timeout(60) }));
    await using busy = await startChatServer((response) =>
      sendError(response, 429, "Wait", {}, { "retry-after": "2" }),
    );
    const pause = await modelAt(busy.url).complete(request({ signal: AbortSignal.timeout(60) }));
    expect([flight.outcome, pause.outcome]).toEqual(["aborted", "aborted"]);
    expect(flight.seconds + pause.seconds).toBeLessThan(1.5);
  });
});

describe("at the provider's own address", () => {
  afterEach(() => nock.cleanAll());

  it("calls chat completions and nothing else", async () => {
    const choices = [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "{}" } }];
    const scope = nock("https://api.openai.com").post("/v1/chat/completions").reply(200, { choices });
    const answer = await modelAt(null).complete(request());
    expect(answer).toMatchObject({ outcome: "ok", usage: { inputTokens: 0 } });
    expect(scope.isDone()).toBe(true);
  });
});
