import { describe, expect, it } from "vitest";
import { attributesOf, factsOf } from "../read-code.ts";

function recordOf(query: string) {
  const text = `import express from "express";\nimport { db, Note, notes, eq } from "./models.ts";\nconst app = express();\napp.post("/notes/:id", requireAuth, async (req, res) => {\n  await ${query};\n  res.end();\n});\n`;
  return attributesOf(factsOf(text), "data_store/record");
}

describe("a change of one record", () => {
  it.each([
    "Note.update({ where: { id: req.params.id, userId: req.user.id }, data: { text: req.body.text } })",
    "Note.updateOne({ id: req.params.id, userId: req.user.id }, { text: req.body.text })",
    "Note.update({ text: req.body.text }, { where: { id: req.params.id, userId: req.user.id } })",
    "Note.update(req.params.id, req.user.id, req.body.text)",
    "Note.findOneAndUpdate({ userId: req.user.id }, req.body)",
    "Note.update({ query: { id: req.params.id }, userId: req.user.id, data: { text: req.body.text } })",
  ])("keeps to the caller's own where it filters by them: %s", (query) => {
    expect(recordOf(query)).toMatchObject({ scoped_to_user: true });
  });

  it.each([
    "Note.update({ where: { id: req.params.id }, data: { userId: req.user.id, text: req.body.text } })",
    "Note.update(req.params.id, { userId: req.user.id, text: req.body.text })",
    "Note.findFirst({ where: { id: req.params.id }, include: { likes: { where: { userId: req.user.id } } } })",
    "Note.findFirst({ where: { id: req.params.id }, select: { userId: req.user.id } })",
    "Note.update({ userId: req.user.id }, { where: { id: req.params.id } })",
    "Note.upsert({ where: { id: req.params.id }, create: { userId: req.user.id }, update: { userId: req.user.id } })",
  ])("does not where the caller is only written into it: %s", (query) => {
    expect(recordOf(query)).toMatchObject({ scoped_to_user: false });
  });

  it.each([
    ["session", "Note.update({ where: { id: req.user.id }, data: req.body })"],
    ["session", "Note.updateOne({ id: req.user.id }, req.body)"],
    ["request", "Note.update({ userId: req.user.id }, { where: { id: req.params.id } })"],
  ])("is chosen by the %s, whatever it writes: %s", (key, query) => {
    expect(recordOf(query)).toMatchObject({ keyed_by: key });
  });

  it("is chosen by what comes first where a record may be made", () => {
    const text = `<?php
use Illuminate\\Http\\Request;
Route::put("/queue", [QueueController::class, "update"])->middleware("auth");
class QueueController extends Controller {
  public function update(Request $request) {
    Queue::updateOrCreate(["user_id" => $request->user()->id], ["songs" => $request->songs]);
  }
}
`;
    const record = attributesOf(factsOf(text, "routes/api.php", "PUT /api/queue"), "data_store/record");
    expect(record).toMatchObject({ keyed_by: "session", scoped_to_user: true });
  });
});
