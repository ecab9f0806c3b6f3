import { beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
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
  const model = scriptModel({ "suggest-fixes": { fixes: edits.map((edit) => ({ ...EDIT, ...edit })) } });
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

  it.each<Line>([{ answer: { outcome: "timeout" } }, { fixes: [] }])(
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
