import { describe, expect, it } from "vitest";
import type { Condition } from "../../../src/domain/threat-kind.ts";
import { matchCondition } from "../../../src/pipeline/ground/conditions.ts";
import { judge } from "../../../src/pipeline/ground/kinds-on-scope.ts";
import { buildControl, buildEntryPoint, buildScope, buildSink } from "../../builders/fact.ts";
import { buildKind } from "../../builders/threat.ts";

const scope = buildScope({
  entryPoint: buildEntryPoint("GET /a"),
  facts: [buildSink("sql", { built: "concatenated" }), buildSink("log"), buildControl("authn", { effective: false })],
});

function namesMatched(condition: Condition): string[] | null {
  return matchCondition(condition, scope)?.map(({ fact, role }) => `${fact.name} ${role}`) ?? null;
}

describe("matchCondition", () => {
  it("takes an entry point that is listed among the facts as well for one", () => {
    const entryPoint = buildEntryPoint("GET /a");
    const twice = { ...scope, entryPoint, facts: [{ ...entryPoint }] };
    expect(matchCondition({ fact: "entry_point" }, twice)).toEqual([{ fact: entryPoint, role: "source" }]);
  });

  it.each<[string, Condition, string[] | null]>([
    ["a kind of fact", { fact: "sink" }, ["sql sink", "log sink"]],
    ["the entry point", { fact: "entry_point", attributes: { exposure: "internet" } }, ["GET /a source"]],
    ["one of several names", { fact: "sink", name: ["eval", "log"] }, ["log sink"]],
    ["one of several values", { fact: "sink", attributes: { built: ["dynamic", "concatenated"] } }, ["sql sink"]],
    ["an attribute that no fact has", { fact: "sink", attributes: { limited: false } }, null],
    ["a value of another type", { fact: "sink", attributes: { tainted: "true" } }, null],
    ["a role of its own", { fact: "sink", name: "sql", role: "config" }, ["sql config"]],
    [
      "all, and takes a control that does not work for a missing one",
      { all: [{ fact: "sink", name: "sql" }, { fact: "control" }] },
      ["sql sink", "authn missing_control"],
    ],
    ["all, when one does not", { all: [{ fact: "sink", name: "sql" }, { fact: "listener" }] }, null],
    ["any, with each that holds", { any: [{ fact: "listener" }, { fact: "sink", name: "log" }] }, ["log sink"]],
    ["any, when none holds", { any: [{ fact: "listener" }, { fact: "privilege" }] }, null],
    ["not, when it holds", { not: { fact: "control", attributes: { effective: true } } }, []],
    ["not, when it does not", { not: { fact: "control" } }, null],
    [
      "one fact twice",
      {
        all: [
          { fact: "sink", name: "sql" },
          { fact: "sink", name: "sql" },
        ],
      },
      ["sql sink"],
    ],
  ])("matches %s", (_, condition, expected) => {
    expect(namesMatched(condition)).toEqual(expected);
  });
});

describe("judge", () => {
  const sink = buildSink("sql");
  const validation = buildControl("validation");

  it("is open where the kind applies and no control stands in the way", () => {
    expect(judge(buildKind(), buildScope({ facts: [sink] }))).toMatchObject({ state: "open" });
  });

  it("is mitigated by a control that works, and not by one that does not", () => {
    const broken = buildControl("validation", { effective: false });
    expect(judge(buildKind(), buildScope({ facts: [sink, validation] })).state).toBe("mitigated");
    expect(judge(buildKind(), buildScope({ facts: [sink, broken] })).state).toBe("open");
  });

  it("is not mitigated by the absence of a fact", () => {
    const kind = buildKind({ mitigatedIf: { not: { fact: "listener" } } });
    expect(judge(kind, buildScope({ facts: [sink] })).state).toBe("open");
  });

  it("does not apply to other elements, to other facts, or without a required entry point", () => {
    expect(judge(buildKind(), buildScope({ element: "ci", facts: [sink] })).state).toBe("not_applicable");
    expect(judge(buildKind(), buildScope({ facts: [validation] })).state).toBe("not_applicable");
    const kind = buildKind({ entryPointRequired: true });
    expect(judge(kind, buildScope({ entryPoint: null, facts: [sink] })).state).toBe("not_applicable");
  });
});
