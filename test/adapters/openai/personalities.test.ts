import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { createOpenAiModel } from "../../../src/adapters/openai/openai-model.ts";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import { openModelSession } from "../../../src/pipeline/model-session.ts";
import { loadPrompt, trusted, untrusted } from "../../../src/pipeline/prompts.ts";
import { rankAnswer } from "../../../src/pipeline/schemas/rank-answer.ts";
import { type ChatBody, sendCompletion, sendError, sendJson, startChatServer } from "../../fakes/chat-server.ts";

const VERDICT = {
  index: 1,
  checked: 'Looked for {braces} and "quotes" with a \\ in app.ts.',
  path: null,
  line: null,
  quote: null,
  disproof: null,
  verdict: "holds",
};
const ANSWER = { verdicts: [VERDICT] };
const JSON_TEXT = JSON.stringify(ANSWER);

interface Personality {
  readonly behaves: string;
  readonly answer: (response: ServerResponse, body: ChatBody, turn: number) => void;
  /** The format of each request. */
  readonly formats: readonly string[];
  readonly outcomes: readonly string[];
}

const JSON_SCHEMA = "json_schema";

const PERSONALITIES: readonly Personality[] = [
  {
    behaves: "honours the schema",
    answer: (response) => sendCompletion(response, JSON_TEXT),
    formats: [JSON_SCHEMA],
    outcomes: ["ok"],
  },
  {
    behaves: "knows no schemas",
    answer: (response, body) =>
      body.response_format?.type === JSON_SCHEMA
        ? sendError(response, 400, "Invalid value 'json_schema' for response_format.type")
        : sendCompletion(response, JSON_TEXT),
    formats: [JSON_SCHEMA, "json_object"],
    outcomes: ["ok"],
  },
  {
    behaves: "knows no response format and wraps JSON in prose and a fence",
    answer: (response, body) =>
      body.response_format
        ? sendError(response, 400, "Unrecognized request argument supplied: response_format")
        : sendCompletion(response, `Here are the {verdicts}:\n\`\`\`json\n${JSON_TEXT}\n\`\`\``),
    formats: [JSON_SCHEMA, "json_object", "none"],
    outcomes: ["ok"],
  },
  {
    behaves: "ignores the format and adds a sentence behind the fence",
    answer: (response) => sendCompletion(response, `\`\`\`json\n${JSON_TEXT}\n\`\`\`\nLet me know if you need more.`),
    formats: [JSON_SCHEMA],
    outcomes: ["ok"],
  },
  {
    behaves: "thinks aloud, in braces",
    answer: (response) => sendCompletion(response, `<think>{"verdicts": "maybe {}"}</think>\n${JSON_TEXT}`),
    formats: [JSON_SCHEMA],
    outcomes: ["ok"],
  },
  {
    behaves: "puts prose with braces before bare JSON",
    answer: (response) => sendCompletion(response, `I looked at {index} and found: ${JSON_TEXT} Done.`),
    formats: [JSON_SCHEMA],
    outcomes: ["ok"],
  },
  {
    behaves: "gets the shape right when asked again",
    answer: (response, _, turn) => sendCompletion(response, turn === 0 ? '{"verdicts": "none"}' : JSON_TEXT),
    formats: [JSON_SCHEMA, JSON_SCHEMA],
    outcomes: ["invalid", "ok"],
  },
  {
    behaves: "is cut off",
    answer: (response) => sendCompletion(response, '{"verdicts": [', { finish: "length" }),
    formats: [JSON_SCHEMA],
    outcomes: ["truncated"],
  },
  {
    behaves: "refuses",
    answer: (response) => sendCompletion(response, null, { message: { refusal: "I cannot help with that." } }),
    formats: [JSON_SCHEMA],
    outcomes: ["refused"],
  },
  {
    behaves: "answers 200 with an error",
    answer: (response) => sendJson(response, 200, { error: { message: "Provider returned error", code: 502 } }),
    formats: [JSON_SCHEMA],
    outcomes: ["malformed"],
  },
  {
    behaves: "answers without content",
    answer: (response) => sendCompletion(response, null),
    formats: [JSON_SCHEMA, JSON_SCHEMA],
    outcomes: ["invalid", "invalid"],
  },
  {
    behaves: "only thinks",
    answer: (response) => sendCompletion(response, "", { message: { reasoning_content: JSON_TEXT } }),
    formats: [JSON_SCHEMA, JSON_SCHEMA],
    outcomes: ["invalid", "invalid"],
  },
  {
    behaves: "withholds what its filter dislikes",
    answer: (response) => sendCompletion(response, "", { finish: "content_filter" }),
    formats: [JSON_SCHEMA],
    outcomes: ["filtered"],
  },
  {
    behaves: "leaves out fields that may be null",
    answer: (response) =>
      sendCompletion(response, '{"verdicts": [{"index": 1, "checked": "All of it.", "verdict": "holds"}]}'),
    formats: [JSON_SCHEMA],
    outcomes: ["ok"],
  },
];

describe("a server that", () => {
  it.each(PERSONALITIES)("$behaves is understood", async ({ answer, formats, outcomes }) => {
    await using server = await startChatServer(answer);
    const { session, value } = await askOnce(server.url);
    expect(server.bodies.map((body) => body.response_format?.type ?? "none")).toEqual(formats);
    expect(session.calls.map((call) => call.outcome)).toEqual(outcomes);
    expect(session.trace.map((entry) => entry.outcome)).toEqual(outcomes);
    const worked = outcomes.at(-1) === "ok";
    expect(value?.verdicts[0]?.verdict ?? null).toBe(worked ? "holds" : null);
    expect(session.gaps).toHaveLength(worked ? 0 : 1);
    expect(session.gaps.join()).not.toMatch(/undefined|null|\{/u);
  });

  it("needs the shape in words gets it in words", async () => {
    await using server = await startChatServer((response) => sendCompletion(response, JSON_TEXT));
    await askOnce(server.url);
    expect(server.bodies[0]?.messages[0]?.content).toContain('"verdict": "holds" | "refuted"');
  });

  it("is asked to repair is told what was wrong", async () => {
    await using server = await startChatServer((response, _, turn) =>
      sendCompletion(response, turn === 0 ? '{"verdicts": [{"index": "one"}]}' : JSON_TEXT),
    );
    await askOnce(server.url);
    const [, second] = server.bodies;
    expect(second?.messages.map((message) => message.role)).toEqual(["system", "user", "assistant", "user"]);
    expect(second?.messages[3]?.content).toContain("verdicts[0].index");
  });
});

async function askOnce(baseUrl: string) {
  const model = createOpenAiModel({
    apiKey: "key",
    baseUrl,
    model: "m-1",
    timing: { attempt: 2_000, deadline: 3_000, pauses: [] },
  });
  const tools = { model, catalogue: { version: "test", kinds: [] }, signal: new AbortController().signal };
  const session = openModelSession(tools, DEFAULT_CONFIG);
  if (!session) throw new Error("The session did not open.");
  const nothing = untrusted("nothing", "");
  const value = await session.ask({
    prompt: loadPrompt("rank"),
    schema: rankAnswer,
    values: {
      system: { shape: trusted(rankAnswer.shape) },
      user: { assumptions: nothing, facts: nothing, claims: nothing, code: nothing },
    },
    loss: "nothing was challenged",
  });
  return { session, value };
}
