import { describe, expect, it } from "vitest";
import { statementSentence, voiceOf } from "../../src/render/voice.ts";
import { ownershipThreat } from "../builders/report.ts";

const { statement } = ownershipThreat();

describe("statementSentence", () => {
  it.each([
    ["caller of `GET /x`", "A caller of `GET /x` can"],
    ["insider", "An insider can"],
    ["user without the right", "A user without the right can"],
    ["a signed-in user", "A signed-in user can"],
    ["anyone on the internet", "Anyone on the internet can"],
    ["strangers", "Strangers can"],
    ["", "Someone can"],
  ])("starts %j as a person would", (source, start) => {
    const sentence = statementSentence({ statement: { ...statement, source, prerequisites: "" } });
    expect(sentence.startsWith(start)).toBe(true);
  });

  it.each([
    ["anyone who can reach it", "who knows the address", "Anyone who can reach it and knows the address can"],
    ["whoever moves the tag", "the publisher, or a thief", "Whoever moves the tag, the publisher, or a thief, can"],
    ["anyone whose text it reads", "such as a page", "Anyone whose text it reads, such as a page, can"],
    [
      "anyone who can reach it",
      "who knows the words, or reads them",
      "Anyone who can reach it and knows the words, or reads them, can",
    ],
    ["caller of `GET /who`", "who signs in", "A caller of `GET /who` who signs in can"],
    ["owner of any website", "whose page a visitor opens", "An owner of any website whose page a visitor opens can"],
  ])("narrows %j by %j in one breath", (source, prerequisites, start) => {
    const sentence = statementSentence({ statement: { ...statement, source, prerequisites } });
    expect(sentence.startsWith(start)).toBe(true);
  });

  it("puts source, condition, action and impact into one sentence", () => {
    const parts = { source: "caller", prerequisites: "who signs in", action: "read it.", impact: "a leak." };
    expect(statementSentence({ statement: { ...statement, ...parts } })).toBe(
      "A caller who signs in can read it, which leads to a leak.",
    );
  });
});

describe("voiceOf", () => {
  it("lets rules set code, and no one else", () => {
    expect(voiceOf({ origin: "rule" })("use `x`")).toBe("use `x`");
    expect(voiceOf({ origin: "model" })("use `x`")).toBe("use x");
  });
});
