import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { createOpenAiModel } from "../../../src/adapters/openai/openai-model.ts";
import { rankAnswer } from "../../../src/pipeline/schemas/rank-answer.ts";
import { type ChatBody, sendCompletion, sendJson, startChatServer } from "../../fakes/chat-server.ts";

const JSON_TEXT = '{"verdicts":[]}';

/** How an endpoint that calls itself compatible differs from the others, as far as its documents and errors tell. */
interface Provider {
  readonly name: string;
  /** What stands between the host and `chat/completions`. */
  readonly path: string;
  readonly answer: (response: ServerResponse, body: ChatBody, turn: number) => void;
  /** Questions until it answers the first time; it is asked right at once from then on. */
  readonly asked: number;
  /** The last question of both. */
  readonly last: object;
}

const STRICT = { response_format: { type: "json_schema" } };

const PROVIDERS: readonly Provider[] = [
  {
    name: "OpenAI, a model that thinks",
    path: "/v1",
    answer: (response, body) =>
      "temperature" in body
        ? refuse(response, 400, "Unsupported value: 'temperature' does not support 0 with this model.", "temperature")
        : sendCompletion(response, JSON_TEXT),
    asked: 2,
    last: { ...STRICT, max_completion_tokens: 100 },
  },
  {
    name: "Azure OpenAI",
    path: "/openai/v1",
    answer: (response, body) =>
      "max_completion_tokens" in body
        ? refuse(response, 400, "Unrecognized request argument supplied: max_completion_tokens", null)
        : sendCompletion(response, JSON_TEXT),
    asked: 2,
    last: { ...STRICT, max_tokens: 100, temperature: 0 },
  },
  {
    name: "Anthropic's compatibility endpoint, which does not read the format",
    path: "/v1",
    answer: (response) => sendCompletion(response, `\`\`\`json\n${JSON_TEXT}\n\`\`\``),
    asked: 1,
    last: STRICT,
  },
  {
    name: "Gemini's compatibility endpoint, whose errors come in a list",
    path: "/v1beta/openai",
    answer: (response, body) =>
      body.response_format?.type === "json_schema"
        ? sendJson(response, 400, [
            {
              error: {
                code: 400,
                message: "Invalid JSON payload: response_format.json_schema",
                status: "INVALID_ARGUMENT",
              },
            },
          ])
        : sendCompletion(response, JSON_TEXT),
    asked: 2,
    last: { response_format: { type: "json_object" } },
  },
  {
    name: "Ollama",
    path: "/v1",
    answer: (response) => sendCompletion(response, JSON_TEXT, { usage: null }),
    asked: 1,
    last: STRICT,
  },
  {
    name: "vLLM, whose errors have no envelope",
    path: "/v1",
    answer: (response, body) =>
      body.response_format?.type === "json_schema"
        ? sendJson(response, 400, {
            object: "error",
            message: "The json_schema is not supported by xgrammar",
            code: 400,
          })
        : sendCompletion(response, JSON_TEXT, { message: { reasoning_content: "Hm." } }),
    asked: 2,
    last: { response_format: { type: "json_object" } },
  },
  {
    name: "LM Studio, whose errors are bare words",
    path: "/v1",
    answer: (response, body) =>
      body.response_format?.type === "json_object"
        ? sendJson(response, 400, { error: "'response_format.type' must be 'json_schema' or 'text'" })
        : sendCompletion(response, JSON_TEXT),
    asked: 1,
    last: STRICT,
  },
  {
    name: "OpenRouter, in front of a model without schemas",
    path: "/api/v1",
    answer: (response, body) =>
      body.response_format
        ? sendJson(response, 400, {
            error: {
              message: "Provider returned error",
              code: 400,
              metadata: { raw: "response_format is not supported" },
            },
          })
        : sendCompletion(response, JSON_TEXT),
    asked: 3,
    last: { temperature: 0 },
  },
  {
    name: "LiteLLM, in front of a model that takes fewer parameters",
    path: "/v1",
    answer: (response, body) =>
      "temperature" in body
        ? refuse(
            response,
            400,
            "litellm.UnsupportedParamsError: m-1 does not support parameters: ['temperature']",
            null,
          )
        : sendCompletion(response, JSON_TEXT),
    asked: 2,
    last: STRICT,
  },
];

function refuse(response: ServerResponse, status: number, message: string, param: string | null): void {
  sendJson(response, status, { error: { message, type: "invalid_request_error", param, code: null } });
}

describe("an endpoint that behaves like", () => {
  it.each(PROVIDERS)("$name is asked in its dialect, learned once", async ({ path, answer, asked, last }) => {
    await using server = await startChatServer(answer);
    const timing = { attempt: 2_000, deadline: 3_000, pauses: [] };
    const model = createOpenAiModel({
      apiKey: "key",
      baseUrl: server.url.replace(/\/v1$/u, path),
      model: "m-1",
      timing,
    });
    const ask = async () =>
      model.complete({
        messages: [{ role: "user", content: "Judge." }],
        schema: { name: "rank", schema: rankAnswer.json },
        maxOutputTokens: 100,
        tier: "critic",
        signal: new AbortController().signal,
      });
    expect(await ask()).toMatchObject({ outcome: "ok", text: expect.stringContaining(JSON_TEXT) });
    expect(server.bodies).toHaveLength(asked);
    expect(await ask()).toMatchObject({ outcome: "ok" });
    expect(server.bodies).toHaveLength(asked + 1);
    expect(server.bodies.at(-1)).toMatchObject(last);
    expect(new Set(server.paths)).toEqual(new Set([`${path}/chat/completions`]));
  });
});
