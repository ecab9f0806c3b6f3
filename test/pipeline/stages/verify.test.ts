import { describe, expect, it } from "vitest";
import type { ChangeSet } from "../../../src/domain/change-set.ts";
import { NO_PACKS } from "../../../src/domain/pack.ts";
import type { ThreatCandidate } from "../../../src/domain/threat.ts";
import { verify } from "../../../src/pipeline/stages/verify.ts";

const change: ChangeSet = {
  subject: { repository: "o/r", number: 1, webUrl: null },
  title: "",
  body: "",
  baseSha: "b",
  mergeBaseSha: "b",
  headSha: "h",
  files: [
    {
      path: "a.ts",
      previousPath: null,
      status: "modified",
      base: null,
      head: { sha: "2", text: "one\n  run( input )\nthree\n" },
      hunks: [],
      omitted: null,
    },
  ],
  context: [],
  contextLimits: { importers: [], graph: null },
  map: { paths: [], truncated: false, aliases: [] },
  config: null,
  packs: NO_PACKS,
  filesMissing: null,
};

const anchor = { path: "a.ts", side: "head", startLine: 2, endLine: 2, quote: "  run( input )", role: "sink" } as const;

const candidate: ThreatCandidate = {
  kind: "command-injection",
  title: "Anyone can run commands",
  statement: {
    source: "Anyone",
    prerequisites: "",
    action: "run commands",
    impact: "takeover",
    goals: ["integrity"],
    assets: ["host"],
  },
  stride: "T",
  cwe: [78],
  owasp: [],
  asvs: [],
  capec: [],
  element: "POST /run",
  zoneCrossing: "internet>application",
  steps: [],
  mitigations: [],
  breakIt: "",
  test: "",
  falsePositives: "",
  origin: "rule",
  anchors: [anchor],
  claim: { reachable: "yes", controlAbsent: "yes" },
  factors: {
    access: "remote_unauth",
    exposure: "internet",
    complexity: "trivial",
    control: "none",
    evidence: "exploit_path",
    data: "restricted",
    effect: "exec",
    tenancy: "same",
  },
  effect: "introduced",
  notes: [],
};

describe("verify", () => {
  it("turns a candidate whose lines are there into a threat with the blob's own quote", () => {
    const { threats, rejected } = verify([candidate], change);
    expect(rejected).toEqual([]);
    expect(threats[0]).toMatchObject({
      confidence: "high",
      risk: { severity: "critical" },
      evidence: [{ quote: "  run( input )", startLine: 2, match: "exact", blobSha: "2" }],
    });
  });

  it("corrects a wrong line and says that the lines were moved", () => {
    const { threats } = verify([{ ...candidate, anchors: [{ ...anchor, startLine: 9, endLine: 9 }] }], change);
    expect(threats[0]?.evidence[0]).toMatchObject({ startLine: 2, match: "moved" });
  });

  it.each([
    ["a quote that is not in the file", { ...anchor, quote: "never(written)" }, "The quoted lines are not in a.ts."],
    ["a file that was not read", { ...anchor, path: "b.ts" }, "b.ts was not read on the head side."],
    ["an empty quote", { ...anchor, quote: " \n" }, "The quoted lines are not in a.ts."],
  ])("rejects %s and keeps the reason", (_, wrong, reason) => {
    const { threats, rejected } = verify([{ ...candidate, anchors: [anchor, wrong] }], change);
    expect(threats).toEqual([]);
    expect(rejected).toMatchObject([{ stage: "verify", reason }]);
  });

  it("rejects a candidate without any lines", () => {
    expect(verify([{ ...candidate, anchors: [] }], change).rejected).toHaveLength(1);
  });

  it("takes the severity that the configuration sets for a kind, and prints both", () => {
    const { threats } = verify([candidate], change, { "command-injection": "low" });
    expect(threats[0]?.risk).toMatchObject({ severity: "low", score: 25 });
    expect(threats[0]?.risk.arithmetic).toContain("critical by the score, low by configuration");
  });

  it("merges a model's twin into the rule's threat and never lets it lower the risk", () => {
    const twin: ThreatCandidate = {
      ...candidate,
      origin: "model",
      title: "Harmless",
      factors: { ...candidate.factors, effect: "none", data: "public" },
    };
    for (const order of [
      [candidate, twin],
      [twin, candidate],
    ]) {
      const { threats } = verify(order, change);
      expect(threats).toHaveLength(1);
      expect(threats[0]).toMatchObject({
        title: candidate.title,
        risk: { severity: "critical" },
        corroboration: ["rule", "model"],
      });
    }
  });
});
