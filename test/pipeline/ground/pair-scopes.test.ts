import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Scope } from "../../../src/domain/fact.ts";
import { type PairingView, pairScopes } from "../../../src/pipeline/ground/pair-scopes.ts";
import { buildControl, buildEntryPoint, buildScope, buildSink } from "../../builders/fact.ts";

const VIEW: PairingView = {
  headPath: (path) => (path === "src/old.ts" ? "src/new.ts" : path),
  text: () => [],
};
const READING: PairingView = { ...VIEW, text: () => ["returnresponse.json(version)"] };

const sql = buildSink("sql", {}, { quote: 'db.query("SELECT " + request.params.id)' });
const log = buildSink("log", {}, { quote: "logger.info(request.body)" });

function onBase(given: Partial<Scope> = {}): Scope {
  return buildScope({ ...given, side: "base" });
}

function namesOf(base: Scope[], head: Scope[], view = VIEW): string[] {
  return pairScopes(base, head, view).map((pair) => `${pair.base?.name ?? "-"} → ${pair.head?.name ?? "-"}`);
}

describe("pairScopes", () => {
  it("pairs scopes of one name in one file, and leaves the others alone", () => {
    const base = [onBase({ name: "GET /a" }), onBase({ name: "GET /b" })];
    const head = [buildScope({ name: "GET /b" }), buildScope({ name: "GET /c" })];
    expect(namesOf(base, head)).toEqual(["GET /b → GET /b", "GET /a → -", "- → GET /c"]);
  });

  it("follows a renamed file before it looks elsewhere", () => {
    const other = buildScope({ name: "GET /a", path: "src/other.ts" });
    const moved = buildScope({ name: "GET /a", path: "src/new.ts" });
    const pairs = pairScopes([onBase({ name: "GET /a", path: "src/old.ts" })], [other, moved], VIEW);
    expect(pairs[0]?.head).toBe(moved);
    expect(pairs).toHaveLength(2);
  });

  it("follows a scope that moved to another file under its name", () => {
    const head = [buildScope({ name: "GET /a", path: "src/elsewhere.ts" })];
    expect(namesOf([onBase({ name: "GET /a" })], head)).toEqual(["GET /a → GET /a"]);
  });

  it("takes a renamed route parameter for the same route", () => {
    const head = [buildScope({ name: "GET /invoices/:invoiceId" })];
    expect(namesOf([onBase({ name: "GET /invoices/:id" })], head)).toEqual([
      "GET /invoices/:id → GET /invoices/:invoiceId",
    ]);
  });

  it("recognises a renamed route by its code", () => {
    const base = [onBase({ name: "GET /invoices", facts: [sql, log] }), onBase({ name: "GET /x", facts: [] })];
    const head = [buildScope({ name: "GET /bills", facts: [sql, log] }), buildScope({ name: "GET /y", facts: [] })];
    expect(namesOf(base, head)).toEqual(["GET /invoices → GET /bills", "GET /x → -", "- → GET /y"]);
  });

  it("does not take two routes for one because each has the same control", () => {
    const base = [onBase({ name: "GET /a", facts: [buildControl("authn")] })];
    const head = [buildScope({ name: "GET /b", facts: [buildControl("authn")] })];
    expect(namesOf(base, head)).toEqual(["GET /a → -", "- → GET /b"]);
  });

  it("does not take two routes for one because their registrations read alike", () => {
    const quote = "router.use(routes);";
    const base = [onBase({ entryPoint: { ...buildEntryPoint("GET /a"), quote } })];
    expect(
      namesOf(base, [buildScope({ entryPoint: { ...buildEntryPoint("GET /b"), quote } })], {
        ...VIEW,
        text: () => ["router.use(routes);"],
      }),
    ).toEqual(["GET /a → -", "- → GET /b"]);
  });

  it("recognises a function that became an entry point", () => {
    const base = [onBase({ name: "load", entryPoint: null, facts: [sql] })];
    const head = [buildScope({ name: "GET /a", entryPoint: buildEntryPoint("GET /a"), facts: [sql] })];
    expect(namesOf(base, head)).toEqual(["load → GET /a"]);
  });

  it("reads the lines of a scope that has no facts", () => {
    const [base, head] = [[onBase({ name: "GET /a" })], [buildScope({ name: "GET /b" })]];
    expect(namesOf(base, head, READING)).toEqual(["GET /a → GET /b"]);
    expect(namesOf(base, head)).toEqual(["GET /a → -", "- → GET /b"]);
  });

  it("pairs the same scopes when base and head change places", () => {
    const facts = fc.subarray([sql, log, buildSink("eval"), buildSink("file")]);
    const scopes = fc.array(
      fc.record({ name: fc.constantFrom("GET /a", "GET /b", "GET /c", "GET /d"), facts }).map(buildScope),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(scopes, scopes, (base, head) => {
        const there = pairScopes(base.map(onBase), head, VIEW).map((pair) => [pair.base, pair.head].map(summaryOf));
        const back = pairScopes(head.map(onBase), base, VIEW).map((pair) => [pair.head, pair.base].map(summaryOf));
        expect(back.map(String).toSorted()).toEqual(there.map(String).toSorted());
      }),
    );
  });

  it("never pairs a workflow job with a route", () => {
    const base = [onBase({ element: "ci", name: "x", facts: [sql] })];
    expect(namesOf(base, [buildScope({ name: "GET /b", facts: [sql] })])).toEqual(["x → -", "- → GET /b"]);
  });
});

function summaryOf(scope: Scope | null): string {
  return scope === null ? "-" : [scope.name, ...scope.facts.map(({ name }) => name)].join(" ");
}
