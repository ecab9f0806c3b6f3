import { describe, expect, it } from "vitest";
import { findQuote, isInChange } from "../../../src/pipeline/model/anchors.ts";
import type { WireAnchor } from "../../../src/pipeline/schemas/anchor.ts";
import { invoiceChange } from "../../builders/model-run.ts";

const change = invoiceChange();

function find(given: Partial<WireAnchor>) {
  const wire: WireAnchor = {
    path: "src/invoices.ts",
    side: "head",
    line: 4,
    quote: "  const invoice = invoices.get(request.params.id);",
    ...given,
  };
  return findQuote(wire, "sink", change);
}

describe("findQuote", () => {
  it.each<[string, Partial<WireAnchor>]>([
    ["exactly", {}],
    ["at a wrong line", { line: 9 }],
    ["without a line", { line: null }],
    ["without its indentation", { quote: "const invoice = invoices.get(request.params.id);" }],
    ["with the gutter copied along", { quote: "|4    const invoice = invoices.get(request.params.id);" }],
    ["under a path as diffs write it", { path: "b/src/invoices.ts" }],
    ["with empty lines around it", { quote: "\n  const invoice = invoices.get(request.params.id);\n\n" }],
  ])("finds a quote given %s", (_, given) => {
    expect(find(given)).toMatchObject({ path: "src/invoices.ts", side: "head", startLine: 4, endLine: 4 });
  });

  it("finds a removed line without a number, and on the other side than claimed", () => {
    const quote = "- -  if (invoice.ownerId !== request.user.id) return response.sendStatus(404);";
    expect(find({ side: "base", line: null, quote })).toMatchObject({ side: "base", startLine: 5 });
    expect(find({ side: "head", line: 5, quote })).toMatchObject({ side: "base", startLine: 5 });
  });

  it.each<[string, Partial<WireAnchor>]>([
    ["that is not there", { quote: "eval(request.body);" }],
    ["in a file that is not there", { path: "src/other.ts" }],
    ["that stands everywhere", { quote: "});" }],
    ["that is empty", { quote: "" }],
  ])("finds nothing for a quote %s", (_, given) => {
    expect(find(given)).toBeNull();
  });
});

describe("isInChange", () => {
  it("tells changed lines from those around them", () => {
    const kept = find({});
    const added = find({ line: 8, quote: 'app.post("/hooks/payment", (request, response) => {' });
    expect([kept && isInChange(kept, change), added && isInChange(added, change)]).toEqual([false, true]);
  });
});
