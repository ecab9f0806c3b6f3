import { describe, expect, it } from "vitest";
import { z } from "zod";
import { wireSchema } from "../../src/pipeline/schemas/wire-schema.ts";
import { decodeAnswer, repairTurn } from "../../src/pipeline/structured-output.ts";

const schema = wireSchema("count", z.object({ count: z.number(), note: z.string().nullable() }));
const decode = (text: string) => decodeAnswer(schema, text);

describe("decodeAnswer", () => {
  it.each([
    ["plain", '{"count": 1, "note": null}'],
    ["after a byte order mark", '\uFEFF{"count": 1, "note": null}'],
    ["without a nullable field", '{"count": 1}'],
    ["with a field nobody asked for", '{"count": 1, "note": null, "mood": "good"}'],
    ["in the second fence", '```js\n{}\n```\n```json\n{"count": 1, "note": null}\n```'],
    ["after another object", 'First {"a": 1}, then {"count": 1, "note": null}.'],
    ["after thoughts whose start was cut", 'so {"count": 9}\n</think>\n{"count": 1, "note": null}'],
    ["after an apostrophe and an open quote", 'It\'s "done: {"count": 1, "note": null}'],
  ])("reads JSON %s", (_, text) => {
    expect(decode(text)).toEqual({ value: { count: 1, note: null } });
  });

  it("keeps a thinking tag that is part of a value", () => {
    expect(decode('{"count": 1, "note": "a </think> b"}')).toEqual({ value: { count: 1, note: "a </think> b" } });
  });

  it.each(["", "no", "[1]", "null", "{", '{"count": "1"'])("says that %j holds no object", (text) => {
    expect(decode(text)).toEqual({ problem: "The answer contains no JSON object." });
  });

  it("says which field is wrong, for the model to repair", () => {
    expect(decode('{"count": "one"}')).toEqual({ problem: expect.stringContaining("count") });
  });

  it.each(["{".repeat(300_000), `{"${'\\"'.repeat(150_000)}`])("gives up on hostile text: %#", (text) => {
    expect(decode(text)).toEqual({ problem: expect.any(String) });
  });
});

describe("repairTurn", () => {
  it("never sends an empty assistant message, which some servers refuse", () => {
    expect(repairTurn([], "", "Nothing.")[0]).toEqual({ role: "assistant", content: "(empty)" });
  });
});
