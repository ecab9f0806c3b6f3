import { describe, expect, it } from "vitest";
import { linkedScopes } from "../read-code.ts";

/** Whether the statement at the end of a handler receives what the caller sent. */
async function isReached(...lines: string[]): Promise<boolean> {
  const text = [
    'import express from "express";',
    "const app = express();",
    'app.get("/run", (req, res) => {',
    ...lines,
    "});",
    "",
  ].join("\n");
  const facts = (await linkedScopes({ "src/app.ts": text })).flatMap((scope) => scope.facts);
  return facts.some(({ name, attributes }) => name === "eval" && attributes["tainted"] === true);
}

describe("a field of a record", () => {
  it("holds what it was given, and nothing of what its neighbours were", async () => {
    expect(await isReached("const a = {};", "a.code = req.query.code;", "eval(a.code);")).toBe(true);
    expect(await isReached("const a = {};", "a.code = req.query.code;", "eval(a.other);")).toBe(false);
  });

  it("holds the last thing that it was given", async () => {
    expect(await isReached("const a = { code: req.query.code };", 'a.code = "1";', "eval(a.code);")).toBe(false);
    expect(await isReached("const a = {};", 'a.code = "1";', "a.code = req.query.code;", "eval(a.code);")).toBe(true);
  });

  it("keeps what it held when something is added to it", async () => {
    expect(await isReached("const a = {};", "a.code = req.query.code;", 'a.code += "1";', "eval(a.code);")).toBe(true);
  });

  it("goes with its record to another name, and is gone with a new record", async () => {
    expect(await isReached("let a = {};", "a.code = req.query.code;", "const b = a;", "eval(b.code);")).toBe(true);
    expect(await isReached("let a = {};", "a.code = req.query.code;", "a = {};", "eval(a.code);")).toBe(false);
  });

  it("may hold either where only one branch gives it something", async () => {
    const given = ["const a = { code: '1' };", "if (req.query.on) { a.code = req.query.code; }", "eval(a.code);"];
    expect(await isReached(...given)).toBe(true);
  });
});
