import { describe, expect, it } from "vitest";
import { nearest } from "../../src/domain/nearest.ts";

describe("nearest", () => {
  it.each([
    ["reviw", ["review", "serve"], "review"],
    ["FAILON", ["failOn"], "failOn"],
    ["sreve", ["review", "serve"], "serve"],
    ["banana", ["review", "serve"], null],
    ["x", ["review"], null],
    ["", ["a"], "a"],
  ])("answers %j among %j with %j", (word, known, expected) => {
    expect(nearest(word, known)).toBe(expected);
  });
});
