import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/domain/fact.ts";
import { factsOf, select } from "../read-code.ts";

function factsFor(query: string): readonly Fact[] {
  const text = `import express from "express";
import { and, eq, or } from "drizzle-orm";
import { db, knex, notes, TABLE_NOTES } from "./db";
const app = express();
app.post("/notes/:id", requireUser, async (req, res) => {
  const user = req.user;
  const id = req.params.id;
  res.json(await ${query});
});`;
  return factsOf(text, "src/app.ts", "POST /notes/:id");
}

const record = (query: string) => select(factsFor(query), "data_store/record").map(({ attributes }) => attributes);

describe("a query that a chain of calls builds", () => {
  it.each([
    ["Drizzle", "db.select().from(notes).where(eq(notes.id, id))", "read"],
    [
      "Drizzle, with more behind it",
      "db.select().from(notes).where(eq(notes.id, id)).orderBy(notes.at).limit(1)",
      "read",
    ],
    ["Drizzle, to write", "db.update(notes).set({ text: req.body.text }).where(eq(notes.id, id)).returning()", "write"],
    ["Drizzle, to delete", "db.delete(notes).where(and(eq(notes.id, id), eq(notes.open, true)))", "delete"],
    ["Drizzle, by name", "db.query.notes.findFirst({ where: eq(notes.id, id) })", "read"],
    ["Drizzle, by a function", "db.query.notes.findFirst({ where: (table, { eq }) => eq(table.id, id) })", "read"],
    ["Knex", `knex("notes").where({ id }).first()`, "read"],
    ["Knex, by column", `knex("notes").where("notes.id", id).first().then((row) => row)`, "read"],
    ["Knex, to delete", `knex(TABLE_NOTES).where("id", "=", id).del()`, "delete"],
    ["Knex, of an object", `this.knex(TABLE_NOTES).where("id", id).update({ text: "" })`, "write"],
    ["Kysely", `db.selectFrom("notes").selectAll().where("id", "=", id).executeTakeFirst()`, "read"],
    ["Kysely, to delete", `db.deleteFrom("notes").where("notes.id", "=", id).execute()`, "delete"],
  ])("tells once which record the request chooses: %s", (_builder, query, operation) => {
    expect(record(query)).toEqual([
      expect.objectContaining({ operation, keyed_by: "request", scoped_to_user: false, collection: "notes" }),
    ]);
  });

  it.each([
    ["Drizzle", "db.select().from(notes).where(and(eq(notes.id, id), eq(notes.userId, user.id)))"],
    ["Drizzle, by name", "db.query.notes.findFirst({ where: and(eq(notes.id, id), eq(notes.userId, user.id)) })"],
    ["Knex", `knex("notes").where({ id, user_id: user.id }).first()`],
    ["Knex, later in the chain", `knex("notes").where("id", id).first().andWhere("user_id", user.id)`],
    ["Kysely", `db.selectFrom("notes").where("id", "=", id).where("owner_id", "=", user.id).executeTakeFirst()`],
  ])("knows that it keeps to the records of who asks: %s", (_builder, query) => {
    expect(record(query)).toEqual([expect.objectContaining({ scoped_to_user: true })]);
    expect(select(factsFor(query), "control/ownership")).toHaveLength(1);
  });

  it.each([
    ["makes a record", `db.insert(notes).values({ text: "", userId: user.id })`, "write", "unknown"],
    ["makes a record, Knex", `knex("notes").insert({ text: req.body.text })`, "write", "unknown"],
    ["lists all", "db.select().from(notes).limit(10)", "list", "constant"],
    ["asks by something fixed", `knex("notes").where({ open: true })`, "read", "unknown"],
  ])("has no key of the request where it %s", (_way, query, operation, keyed) => {
    expect(record(query)).toEqual([expect.objectContaining({ operation, keyed_by: keyed })]);
  });

  it.each(["page.select().from(notes)", "db(req.params.id)", `hash.update(text).digest("hex")`, `t("notes").first()`])(
    "is not %s",
    (call) => {
      expect(record(call).filter(({ collection }) => collection === "notes")).toEqual([]);
    },
  );
});

const held = (query: string) =>
  select(factsFor(query), "control/query_scope").map(({ attributes }) => attributes["callee"]);

describe("a look-up that is held to what its record is part of", () => {
  it.each([
    [
      "by the key of another record",
      `knex("revisions").where("uuid", id).andWhere("note_id", req.body.note).first()`,
      "note_id",
    ],
    [
      "by columns of a table",
      "db.select().from(notes).where(and(eq(notes.id, id), eq(notes.threadId, req.body.thread)))",
      "threadId",
    ],
    [
      "by an object",
      "prisma.message.findFirst({ where: { id, conversationId: req.body.conversation } })",
      "conversationId",
    ],
  ])("is known %s", (_form, query, column) => {
    expect(held(query)).toEqual([column]);
  });

  it.each([
    ["its own key alone", `knex("messages").where("message_id", id).first()`],
    ["its state", `knex("messages").where({ message_id: id, open: true }).first()`],
    ["what kind it is", "prisma.message.findFirst({ where: { id, typeId: 3 } })"],
  ])("is not by %s", (_form, query) => {
    expect(held(query)).toEqual([]);
  });
});
