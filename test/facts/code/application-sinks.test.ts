import { describe, expect, it } from "vitest";
import { attributesOf, factsOf, select } from "../read-code.ts";

const EXPRESS = (code: string) => `import express from "express";
import crypto from "node:crypto";
import mongoose from "mongoose";
import OpenAI from "openai";
const app = express();
const openai = new OpenAI();
app.post("/x", async (req, res) => {
${code}
});`;

function sinkOf(code: string, wanted: string) {
  return attributesOf(factsOf(EXPRESS(code), "src/app.ts", "POST /x"), wanted);
}

const ask = (messages: string) => `await openai.chat.completions.create({ model: "m", ${messages} });`;

describe("filters of document stores", () => {
  it.each([
    "await User.findOne({ email: req.body.email });",
    "const { email } = req.body; await User.findOne({ email });",
    "await User.find(req.body);",
    "await User.deleteMany({ owner: req.body.owner });",
  ])("take what a body holds: %s", (code) => {
    expect(sinkOf(code, "sink/nosql")).toMatchObject({ tainted: true });
  });

  it.each([
    "await User.findOne({ email: String(req.body.email) });",
    "await User.findOne({ email: `${req.body.email}` });",
    "await User.findOne({ where: { email: req.body.email } });",
    "await User.findOne({ id: req.params.id });",
    "await User.findOne({ age: Number(req.body.age) });",
  ])("are no concern with texts and numbers: %s", (code) => {
    expect(sinkOf(code, "sink/nosql")).toBeNull();
  });
});

describe("cryptography", () => {
  it.each([
    ['crypto.createCipher("aes-256-cbc", password);', "salt"],
    ['crypto.createCipheriv("des-ede3-cbc", key, iv);', "broken"],
    ['crypto.createCipheriv("aes-128-ecb", key, null);', "equal blocks"],
    ['crypto.createCipheriv("aes-256-cbc", key, Buffer.alloc(16));', "always the same"],
    ['crypto.createCipheriv("aes-256-cbc", key, Buffer.from("1234567890123456"));', "always the same"],
    ['crypto.generateKeyPairSync("rsa", { modulusLength: 1024 });', "too short"],
  ])("is weak in %s", (code, reason) => {
    expect(sinkOf(code, "control/cipher")?.["reason"]).toContain(reason);
  });

  it.each([
    'crypto.createCipheriv("aes-256-gcm", key, crypto.randomBytes(12));',
    'crypto.generateKeyPairSync("rsa", { modulusLength: 4096 });',
    'crypto.createHash("sha256").update("x");',
  ])("is strong enough in %s", (code) => {
    expect(sinkOf(code, "control/cipher")).toBeNull();
  });

  it("does not take a key that everyone can read", () => {
    const facts = factsOf(
      EXPRESS('crypto.createHmac("sha256", "k3y-in-the-code").update(x);'),
      "src/app.ts",
      "POST /x",
    );
    expect(select(facts, "secret_use/hardcoded")).toMatchObject([{ attributes: { type: "key" } }]);
  });

  it.each([
    ["req.headers['x-token'] === process.env.JOB_TOKEN", true],
    ["req.body.kind === process.env.KIND", false],
    ["req.body.token === user.token", false],
    ["token === process.env.JOB_TOKEN", false],
  ])("compares secrets in constant time, unlike %s: %s", (condition, isFound) => {
    expect(sinkOf(`if (${condition}) return;`, "control/constant_time") !== null).toBe(isFound);
  });
});

describe("names that a request chooses", () => {
  it.each([
    ["fields[req.body.a][req.body.b] = 1;", "sink/property"],
    ["this[req.query.action]();", "sink/member"],
    ["require(req.query.module);", "sink/member"],
  ])("are found in %s", (code, wanted) => {
    expect(sinkOf(code, wanted)).toMatchObject({ tainted: true });
  });

  it.each([
    ["fields[req.body.a] = 1;", "sink/property"],
    ["handlers[req.query.action]();", "sink/member"],
    ["require('./fixed');", "sink/member"],
  ])("are harmless in %s", (code, wanted) => {
    expect(sinkOf(code, wanted)).toBeNull();
  });
});

describe("the instructions of a model", () => {
  it.each([
    ['messages: [{ role: "system", content: `Be ${req.body.style}` }]', true],
    ["messages: [{ role: 'developer', content: req.body.rules }]", true],
    ["instructions: req.body.rules", true],
    ['messages: [{ role: "user", content: req.body.question }]', false],
    ['messages: [{ role: "system", content: RULES }, { role: "user", content: req.body.question }]', false],
  ])("hold a caller's text in %s: %s", (messages, isFound) => {
    expect(sinkOf(ask(messages), "sink/system_prompt") !== null).toBe(isFound);
  });
});
