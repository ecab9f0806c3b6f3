import { describe, expect, it } from "vitest";
import { missesCache } from "../../src/domain/cache-use.ts";
import type { ModelCall } from "../../src/domain/report.ts";

const OPENAI = "gpt-5.6 at api.openai.com";

function call(given: Partial<ModelCall> = {}): ModelCall {
  const usage = { inputTokens: 9_000, cachedTokens: 0, outputTokens: 100, seconds: 1 };
  return { stage: "enumerate", prompt: "enumerate 3", outcome: "ok", remembered: false, ...usage, ...given };
}

describe("missesCache", () => {
  it("is true when the same prompt was paid in full twice where it should not be", () => {
    expect(missesCache({ model: OPENAI, calls: [call(), call()] })).toBe(true);
  });

  it.each([
    ["the provider does not cache", { model: "llama at localhost:11434", calls: [call(), call()] }],
    ["nothing was asked twice", { model: OPENAI, calls: [call(), call({ prompt: "rank 2" })] }],
    ["some of it came from the cache", { model: OPENAI, calls: [call(), call({ cachedTokens: 4_096 })] }],
    ["one answer was remembered", { model: OPENAI, calls: [call(), call({ remembered: true })] }],
    ["the prompts are short", { model: OPENAI, calls: [call({ inputTokens: 900 }), call({ inputTokens: 900 })] }],
    ["no model was asked", { model: null, calls: [] }],
  ])("is false when %s", (_, run) => {
    expect(missesCache(run)).toBe(false);
  });
});
