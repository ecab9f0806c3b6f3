import { describe, expect, it } from "vitest";
import { sqlStatements } from "../../../src/facts/data/sql-statements.ts";
import { readFacts } from "../../../src/facts/read-facts.ts";
import { buildChange } from "../../builders/change-set.ts";

async function factsOf(text: string, path = "db/migrations/001.sql") {
  const files = await readFacts(buildChange({ files: { [path]: { head: text } } }));
  return files.flatMap(({ scopes }) =>
    scopes.flatMap(({ name, facts }) => facts.map((fact) => ({ ...fact, scope: name }))),
  );
}

describe("statements of an SQL file", () => {
  it("end at semicolons that stand in no text, comment or function body, with their lines", () => {
    const text = "-- one;\nselect ';' /* ; */ as a;\n\ncreate function f() as $body$\n  select 1;\n$body$;\nselect 2";
    expect(sqlStatements(text)).toMatchObject([
      { startLine: 2, endLine: 2 },
      { startLine: 4, endLine: 6 },
      { text: "select 2", startLine: 7 },
    ]);
  });

  it.each(["select 'open", "/* open", "$a$ open $b$", "$".repeat(2000), "'".repeat(2001), "-".repeat(2000)])(
    "survive what is never closed: %j",
    (text) => {
      expect(() => sqlStatements(text)).not.toThrow();
    },
  );
});

describe("who may use which rows", () => {
  it.each([
    ['ALTER TABLE "public"."Notes" DISABLE ROW LEVEL SECURITY;', "table notes", "it is switched off"],
    ["create policy p on notes for all using (true);", "policy on notes", "the policy lets everyone through"],
    ["create policy p on notes for insert with check ( true );", "policy on notes", "the policy lets everyone through"],
  ])("is everyone after %s", async (text, scope, reason) => {
    expect(await factsOf(text)).toMatchObject([
      { scope, name: "row_security", attributes: { effective: false, reason } },
    ]);
  });

  it.each([
    "create policy p on notes to service_role using (true);",
    "create policy p on notes using (owner = auth.uid());",
    "alter table notes enable row level security;",
    "-- alter table notes disable row level security;",
    "select 'alter table notes disable row level security';",
    "create function f() returns int language sql security definer set search_path = '' as $$ select 1 $$;",
    "grant select on notes to public;",
    "grant usage on schema public to anon;",
  ])("is as it should be after %s", async (text) => {
    expect(await factsOf(text)).toEqual([]);
  });

  it("is open for a new table that browsers are served, until the file secures it", async () => {
    const path = "supabase/migrations/002.sql";
    const table = "create table notes (id int);";
    expect(await factsOf(table, path)).toMatchObject([{ name: "row_security" }]);
    expect(await factsOf(`${table} alter table public.notes enable row level security;`, path)).toEqual([]);
    expect(await factsOf(table)).toEqual([]);
  });

  it("is told for grants and for functions with their owner's rights", async () => {
    expect(await factsOf("grant select, insert on notes to anon;")).toMatchObject([
      { scope: "grant on notes", name: "database_grant", attributes: { target: "notes to anon" } },
    ]);
    expect(await factsOf("create or replace function api.f() security definer as $$ select 1 $$;")).toMatchObject([
      { scope: "function api.f", name: "name_lookup" },
    ]);
  });
});

describe("columns", () => {
  it.each([
    ["create table users (id int, email text, name text);", "personal", "email"],
    ["alter table users add column password text;", "credential", "password"],
    ["alter table orders add card_number varchar(20);", "payment", "card_number"],
  ])("say which class of data is kept: %s", async (text, name, field) => {
    expect(await factsOf(text)).toMatchObject([{ kind: "data_class", name, attributes: { field, place: "store" } }]);
  });
});
