import { describe, expect, it } from "vitest";
import { parseExpression } from "../../../src/facts/workflows/expression.ts";
import { outsiderSources } from "../../../src/facts/workflows/taint.ts";

function sources(text: string): string[] {
  const expression = parseExpression(text);
  return expression ? outsiderSources(expression) : ["not parsed"];
}

describe("parseExpression", () => {
  it("binds && tighter than ||, and comparisons tighter than both", () => {
    expect(parseExpression("a || b && c == 'd'")).toMatchObject({
      operator: "||",
      right: { operator: "&&", right: { operator: "==" } },
    });
  });

  it("reads quoted keys, wildcards and calls as paths in lower case", () => {
    expect(parseExpression("GitHub.event['Pull_Request'].labels.*.name")).toEqual({
      type: "path",
      path: "github.event.pull_request.labels.*.name",
    });
    expect(parseExpression("contains(fromJSON('[\"it''s\"]'), x[0])")).toMatchObject({
      type: "call",
      name: "contains",
      of: [{ name: "fromjson", of: [{ value: '["it\'s"]' }] }, { path: "x.*" }],
    });
  });

  it.each(["", "a ==", "(a", "a b", "'open", "f(a,", "$x", "a..b["])("answers null for %j", (text) => {
    expect(parseExpression(text)).toBeNull();
  });
});

describe("parseExpression of hostile text", () => {
  it("gives up on deep nesting instead of running out of stack", () => {
    expect(parseExpression(`${"(".repeat(40)}a${")".repeat(40)}`)).toEqual({ type: "path", path: "a" });
    expect(parseExpression(`${"(".repeat(100_000)}a`)).toBeNull();
    expect(parseExpression(`${"!".repeat(100_000)}a`)).toBeNull();
  });
});

describe("outsiderSources", () => {
  it.each([
    ["github.event.issue.title", ["github.event.issue.title"]],
    ["github.head_ref || github.ref_name", ["github.head_ref"]],
    ["format('{0}', github.event.comment.body)", ["github.event.comment.body"]],
    ["github.event.commits[0].message", ["github.event.commits.*.message"]],
    ["toJSON(github.event)", ["github.event"]],
    ["github.event.action == 'opened' && github.event.pull_request.body || ''", ["github.event.pull_request.body"]],
  ])("finds what an outsider wrote in %s", (text, expected) => {
    expect(sources(text)).toEqual(expected);
  });

  it.each([
    "github.event.pull_request.number",
    "github.event.pull_request.head.sha",
    "github.event.inputs.title",
    "contains(github.event.comment.body, '/deploy')",
    "github.event.issue.title == 'x'",
    "github.event.issue.title && 'titled'",
    "github.actor",
    "env.TITLE",
  ])("finds nothing in %s", (text) => {
    expect(sources(text)).toEqual([]);
  });
});
