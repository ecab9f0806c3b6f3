import { describe, expect, it } from "vitest";
import { TokenBudget, estimateTokens } from "../../src/pipeline/budget.ts";

describe("estimateTokens", () => {
  it("counts bytes, not characters", () => {
    expect(estimateTokens("a".repeat(32))).toBe(10);
    expect(estimateTokens("é".repeat(16))).toBe(10);
  });
});

describe("TokenBudget", () => {
  it("holds the worst case back until the call is settled", () => {
    const budget = new TokenBudget(1_000);
    expect(budget.reserve(800)).toBe(true);
    expect(budget.reserve(300)).toBe(false);
    budget.settle(800, 150);
    expect(budget.remaining).toBe(850);
  });

  it("never has less than nothing left, also when a call used more than reserved", () => {
    const budget = new TokenBudget(100);
    budget.reserve(100);
    budget.settle(100, 400);
    expect(budget.remaining).toBe(0);
    expect(budget.reserve(1)).toBe(false);
  });
});
