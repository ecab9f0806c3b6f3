import { describe, expect, it } from "vitest";
import { CallBudget, estimateTokens } from "../../src/pipeline/budget.ts";

describe("estimateTokens", () => {
  it("counts bytes, not characters", () => {
    expect(estimateTokens("a".repeat(32))).toBe(10);
    expect(estimateTokens("é".repeat(16))).toBe(10);
  });
});

const PRICES = { input: 2, cached: 0.2, output: 10 };
const used = (inputTokens: number, outputTokens: number, cachedTokens = 0) => ({
  inputTokens,
  cachedTokens,
  outputTokens,
});

describe("CallBudget", () => {
  it("holds the worst case back until the call is settled", () => {
    const budget = new CallBudget({ tokens: 1_000, dollars: null, prices: null });
    expect(budget.reserve(500, 300)).toBe(true);
    expect(budget.reserve(200, 100)).toBe(false);
    budget.settle({ input: 500, output: 300 }, used(100, 50));
    expect(budget.remaining).toBe(850);
  });

  it("never has less than nothing left, also when a call used more than reserved", () => {
    const budget = new CallBudget({ tokens: 100, dollars: null, prices: null });
    budget.reserve(50, 50);
    budget.settle({ input: 50, output: 50 }, used(300, 100));
    expect(budget.remaining).toBe(0);
    expect(budget.reserve(1, 1)).toBe(false);
  });

  it("shortens an answer to what the money buys, and counts cached input by its price", () => {
    const budget = new CallBudget({ tokens: 1_000_000, dollars: 0.03, prices: PRICES });
    expect(budget.answerTokens(10_000)).toBe(1_000);
    expect(budget.reserve(10_000, 1_001)).toBe(false);
    expect(budget.reserve(10_000, 1_000)).toBe(true);
    expect(budget.answerTokens(1)).toBeLessThan(0);
    budget.settle({ input: 10_000, output: 1_000 }, used(10_000, 500, 10_000));
    expect(budget.answerTokens(1_000)).toBe(2_100);
  });

  it("knows no limit in dollars where nobody knows the prices", () => {
    expect(new CallBudget({ tokens: 500, dollars: 0, prices: null }).answerTokens(100)).toBe(400);
  });
});
