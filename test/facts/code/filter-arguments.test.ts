import { describe, expect, it } from "vitest";
import { attributesOf, factsOf } from "../read-code.ts";

function scopedBy(query: string): unknown {
  const text = `import express from "express";\nimport { db, Note, notes, eq } from "./models.ts";\nconst app = express();\napp.post("/notes/:id", requireAuth, async (req, res) => {\n  await ${query};\n  res.end();\n});\n`;
  return attributesOf(factsOf(text), "data_store/record")?.["scoped_to_user"];
}

describe("a change of one record", () => {
  it.each([
    "Note.update({ where: { id: req.params.id, userId: req.user.id }, data: { text: req.body.text } })",
    "Note.updateOne({ id: req.params.id, userId: req.user.id }, { text: req.body.text })",
    "Note.update({ text: req.body.text }, { where: { id: req.params.id, userId: req.user.id } })",
    "Note.update(req.params.id, req.user.id, req.body.text)",
    "Note.update({ query: { id: req.params.id }, userId: req.user.id, data: { text: req.body.text } })",
  ])("keeps to the caller's own where it filters by them: %s", (query) => {
    expect(scopedBy(query)).toBe(true);
  });

  it.each([
    "Note.update({ where: { id: req.params.id }, data: { userId: req.user.id, text: req.body.text } })",
    "Note.update(req.params.id, { userId: req.user.id, text: req.body.text })",
    "Note.upsert({ where: { id: req.params.id }, create: { userId: req.user.id }, update: { userId: req.user.id } })",
  ])("does not where the caller is only written into it: %s", (query) => {
    expect(scopedBy(query)).toBe(false);
  });
});
