import { beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import type { ChangeSet } from "../../../src/domain/change-set.ts";
import type { Threat } from "../../../src/domain/threat.ts";
import type { WireFix } from "../../../src/pipeline/schemas/fixes-answer.ts";
import { ground } from "../../../src/pipeline/stages/ground.ts";
import { suggestFixes } from "../../../src/pipeline/stages/suggest-fixes.ts";
import { verify } from "../../../src/pipeline/stages/verify.ts";
import { buildChange } from "../../builders/change-set.ts";
import { openSession } from "../../builders/model-run.ts";
import { buildKind } from "../../builders/threat.ts";
import { type Line, scriptModel } from "../../fakes/scripted-model.ts";
import { groundTools } from "../../builders/ground-tools.ts";

const PATH = ".github/workflows/greet.yml";

const BASE = `name: greet
on:
  pull_request_target:
    types: [opened]
permissions:
  contents: read
jobs:
  greet:
    runs-on: ubuntu-24.04
    steps:
      - run: echo "Welcome"
`;

const UNSAFE = `      - run: echo "Welcome, \${{ github.event.pull_request.title }}"`;
const SAFE = `      - run: echo "Welcome, $TITLE"
        env:
          TITLE: \${{ github.event.pull_request.title }}`;

const CHANGE = buildChange({
  files: { [PATH]: { base: BASE, head: BASE.replace('      - run: echo "Welcome"', UNSAFE) } },
});

const INJECTION = buildKind({
  id: "ci-script-injection",
  elements: ["ci"],
  appliesIf: { fact: "sink", name: "command", attributes: { tainted: true } },
  mitigatedIf: undefined,
});
const EXCESS = buildKind({
  id: "ci-excess-permissions",
  elements: ["ci"],
  appliesIf: { fact: "privilege", name: "workflow_permissions", attributes: { level: "write_all" } },
  mitigatedIf: undefined,
});
const CATALOGUE = { version: "test", kinds: [INJECTION, EXCESS] };

const EDIT: WireFix = { index: 1, plan: "Pass the title as data.", path: PATH, search: UNSAFE, replace: SAFE };

let threats: readonly Threat[] = [];

beforeAll(async () => {
  const { candidates } = await ground(CHANGE, DEFAULT_CONFIG, groundTools(CATALOGUE));
  ({ threats } = verify(candidates, CHANGE));
});

async function suggest(edits: readonly Partial<WireFix>[], given: readonly Threat[] = threats) {
  const model = scriptModel({ "suggest-fixes": { fixes: edits.map((edit) => ({ ...EDIT, ...edit })), tests: [] } });
  const session = openSession(model);
  const fixed = await suggestFixes(given, CHANGE, {
    ...groundTools(CATALOGUE),
    config: DEFAULT_CONFIG,
    model: session,
  });
  return { fixes: fixed.map(({ fix }) => fix), model, session };
}

describe("suggestFixes", () => {
  it("starts from a threat that the rules find", () => {
    expect(threats.map(({ kind, effect }) => [kind, effect])).toEqual([["ci-script-injection", "introduced"]]);
  });

  it("keeps an edit that applies and silences the rule", async () => {
    const { fixes, model } = await suggest([{}]);
    expect(fixes).toEqual([{ path: PATH, startLine: 11, endLine: 11, replacement: SAFE }]);
    expect(model.requests).toHaveLength(1);
    expect(model.requests[0]?.messages[1]?.content).toContain("usually closed by: Bind the value as a parameter");
  });

  it.each<[string, Partial<WireFix>]>([
    ["leaves the threat", { replace: UNSAFE.replace("Welcome", "Hello") }],
    ["brings another threat", { search: UNSAFE, replace: `${SAFE}\n    permissions: write-all` }],
    ["takes the job away", { search: `    steps:\n${UNSAFE}`, replace: "    if: false" }],
    ["breaks the file", { replace: `${SAFE}\n  : :\n\t- broken` }],
    ["does not apply", { search: "      - run: something else" }],
    ["is for another threat", { index: 2 }],
    ["is for another file", { path: "README.md" }],
  ])("drops an edit that %s", async (_, edit) => {
    expect((await suggest([edit])).fixes).toEqual([null]);
  });

  it("takes the next edit of a threat when the first does not hold", async () => {
    const { fixes } = await suggest([{ replace: UNSAFE.replace("Welcome", "Hello") }, {}]);
    expect(fixes[0]?.replacement).toBe(SAFE);
  });

  it("does not ask about threats that are old, out of reach, or known to a model alone", async () => {
    const [threat] = threats;
    if (!threat) throw new Error("There is no threat.");
    const base = threat.evidence.map((evidence) => ({ ...evidence, side: "base" as const }));
    const given: Threat[] = [
      { ...threat, effect: "pre_existing" },
      { ...threat, origin: "model", corroboration: ["model"] },
      { ...threat, evidence: base },
    ];
    expect((await suggest([{}], given)).model.requests).toEqual([]);
  });

  it.each<Line>([{ answer: { outcome: "timeout" } }, { fixes: [], tests: [] }])(
    "is no loss when the model has none (%j)",
    async (line) => {
      const session = openSession(scriptModel({ "suggest-fixes": line }));
      const tools = { ...groundTools(CATALOGUE), config: DEFAULT_CONFIG, model: session };
      expect(await suggestFixes(threats, CHANGE, tools)).toEqual(threats);
      expect(session.gaps).toEqual([]);
    },
  );

  it("changes nothing without a model", async () => {
    const tools = { ...groundTools(CATALOGUE), config: DEFAULT_CONFIG, model: null };
    expect(await suggestFixes(threats, CHANGE, tools)).toEqual(threats);
  });
});

const HANDLER = "src/run.ts";
const RUN_ALONE = buildChange({
  files: {
    [HANDLER]: {
      base: "export const app = express();\n",
      head: `import express from "express";\nexport const app = express();\napp.get("/run", (request, response) => {\n  response.send(eval(request.query.code));\n});\n`,
    },
  },
});
const RUN: ChangeSet = { ...RUN_ALONE, map: { ...RUN_ALONE.map, paths: [HANDLER, "test/other.test.ts"] } };
const EVALUATION = buildKind({
  id: "code-evaluation",
  appliesIf: { fact: "sink", name: "eval", attributes: { tainted: true } },
  mitigatedIf: undefined,
});
const STYLE = {
  path: "test/other.test.ts",
  blob: { sha: "s", text: 'it("answers", async () => {\n  expect(await get("/")).toBe(200);\n});\n' },
};
const TEST = 'it("runs nothing", async () => {\n  expect(await get("/run?code=1")).toBe(400);\n});';

async function suggestTest(code: string, near: typeof STYLE | null = STYLE, config = DEFAULT_CONFIG, change = RUN) {
  const catalogue = { version: "test", kinds: [EVALUATION] };
  const { candidates } = await ground(change, DEFAULT_CONFIG, groundTools(catalogue));
  const found = verify(candidates, change).threats;
  const model = scriptModel({ "suggest-fixes": { fixes: [], tests: [{ index: 1, code }] } });
  const rated: number[] = [];
  const further = {
    findClosest: async (score: (path: string) => number) => {
      rated.push(score("test/run.test.ts"), score("test/other.test.ts"), score("src/specification.ts"));
      return near;
    },
  };
  const tools = { ...groundTools(catalogue), config, model: openSession(model), further };
  const [threat] = await suggestFixes(found, change, tools);
  return { threat, rated, asked: model.requests[0]?.messages[1]?.content ?? "" };
}

/** How many tests are asked for when two paths block, each for the control that stood on one of the lines. */
async function testsWantedFor(...lines: readonly [number, number]): Promise<number> {
  const catalogue = { version: "test", kinds: [EVALUATION] };
  const { candidates } = await ground(RUN, DEFAULT_CONFIG, groundTools(catalogue));
  const [threat] = verify(candidates, RUN).threats;
  if (!threat) throw new Error("The rules found nothing.");
  const model = scriptModel({ "suggest-fixes": { fixes: [], tests: [] } });
  const losing = lines.map((startLine, index): Threat => {
    const [evidence] = threat.evidence.map((one) => ({ ...one, side: "base" as const, role: "control" as const }));
    const lost = evidence ? [{ ...evidence, startLine }] : [];
    return { ...threat, id: `T-${index}`, effect: "mitigation_weakened", evidence: [...threat.evidence, ...lost] };
  });
  const further = { findClosest: async () => STYLE };
  await suggestFixes(losing, RUN, {
    ...groundTools(catalogue),
    config: DEFAULT_CONFIG,
    model: openSession(model),
    further,
  });
  return model.requests[0]?.messages[1]?.content.match(/test wanted/gu)?.length ?? 0;
}

async function ratedIn(map: ChangeSet["map"]): Promise<readonly number[]> {
  return (await suggestTest(TEST, STYLE, DEFAULT_CONFIG, { ...RUN, map })).rated;
}

describe("a test of a threat that blocks", () => {
  it("is written after the closest test of the repository, and named after it", async () => {
    const { threat, rated, asked } = await suggestTest(TEST);
    expect(threat?.abuseTest).toEqual({ path: "test/other.test.ts", code: TEST });
    expect(rated[0]).toBeGreaterThan(rated[1] ?? 0);
    expect(rated[2]).toBe(0);
    expect(asked).toContain("edit and test wanted");
    expect(asked).toContain('expect(await get("/")).toBe(200);');
  });

  it.each([
    ["is empty", " \n"],
    ["calls nothing that the people here call", "assertThat(run()).isNull();"],
    ["reaches somebody", TEST.replace("/run", "https://attacker.example.net.evil.io/run")],
    ["hides something", `${TEST}\u202E`],
    ["is longer than people copy", TEST.repeat(80)],
    ["holds a masked secret", TEST.replace("/run", "<secret:token:1>")],
  ])("is dropped when it %s", async (_, code) => {
    expect((await suggestTest(code)).threat?.abuseTest).toBeNull();
  });

  it.each(["http://localhost:8080/run", "https://user@sub.example.com/run", "http://169.254.169.254/run"])(
    "may name %s, which reaches nobody",
    async (address) => {
      expect((await suggestTest(TEST.replace("/run", address))).threat?.abuseTest).not.toBeNull();
    },
  );

  it("is not looked for where the repository has no tests, unless its paths are not all known", async () => {
    expect(await ratedIn(RUN_ALONE.map)).toEqual([]);
    expect(await ratedIn({ ...RUN_ALONE.map, truncated: true })).not.toEqual([]);
  });

  it("is asked for once for paths that lost one control", async () => {
    expect(await testsWantedFor(3, 3)).toBe(1);
    expect(await testsWantedFor(3, 4)).toBe(2);
  });

  it("is not asked for where nothing blocks, or no test shows how", async () => {
    const off = { ...DEFAULT_CONFIG, gate: { ...DEFAULT_CONFIG.gate, failOn: "none" as const } };
    expect((await suggestTest(TEST, STYLE, off)).asked).not.toContain("test wanted");
    const { threat, asked } = await suggestTest(TEST, null);
    expect(asked).toContain("edit wanted");
    expect(threat?.abuseTest).toBeNull();
  });
});
