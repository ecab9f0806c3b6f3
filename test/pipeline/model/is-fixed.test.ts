import { describe, expect, it } from "vitest";
import { isFixed } from "../../../src/pipeline/model/is-fixed.ts";
import { buildEntryPoint, buildScope, buildSink } from "../../builders/fact.ts";
import { groundScopes } from "../../builders/grounding.ts";

const OPEN = buildScope({ facts: [buildSink()] });
const CLOSED = buildScope({ facts: [] });
const THREAT = { kind: "sql-injection", element: "GET /invoices/:id" };
const before = groundScopes({ base: [CLOSED], head: [OPEN] });

describe("isFixed", () => {
  it("is true when only the threat is gone", () => {
    expect(isFixed(THREAT, before, groundScopes({ base: [CLOSED], head: [CLOSED] }))).toBe(true);
  });

  it("is false for a threat that the rules never found", () => {
    const after = groundScopes({ base: [CLOSED], head: [CLOSED] });
    expect(isFixed({ ...THREAT, element: "GET /invoices" }, before, after)).toBe(false);
    expect(isFixed({ ...THREAT, kind: "path-traversal" }, before, after)).toBe(false);
  });

  it("is false while the threat is there", () => {
    expect(isFixed(THREAT, before, before)).toBe(false);
  });

  it("is false when the same threat is new elsewhere", () => {
    const elsewhere = buildScope({ entryPoint: buildEntryPoint("GET /search"), facts: [buildSink()] });
    const after = groundScopes({ base: [CLOSED], head: [CLOSED, elsewhere] });
    expect(isFixed(THREAT, before, after)).toBe(false);
  });

  it("is false when an entry point is gone", () => {
    expect(isFixed(THREAT, before, groundScopes({ base: [CLOSED], head: [] }))).toBe(false);
  });

  it("is false when the file is understood less than before", () => {
    const after = groundScopes({ base: [CLOSED], head: [CLOSED] }, { limitation: "It does not parse." });
    expect(isFixed(THREAT, before, after)).toBe(false);
  });
});
