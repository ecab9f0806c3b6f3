import { expect, it, vi } from "vitest";
import { createOpenAiModel } from "../../../src/adapters/openai/openai-model.ts";

const loaded = vi.hoisted(() => ({ client: false }));

vi.mock("openai", async (original) => {
  loaded.client = true;
  return original();
});

it("loads the client with the first call, not before", async () => {
  const model = createOpenAiModel({
    apiKey: "key",
    baseUrl: "http://127.0.0.1:9/v1",
    model: "m-1",
    timing: { pauses: [] },
  });
  expect(loaded.client).toBe(false);
  await model.complete({
    tier: "main",
    messages: [],
    schema: { name: "hello", schema: {} },
    maxOutputTokens: 1,
    signal: new AbortController().signal,
  });
  expect(loaded.client).toBe(true);
});
