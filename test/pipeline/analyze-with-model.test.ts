import { describe, expect, it } from "vitest";
import { createOpenAiModel } from "../../src/adapters/openai/openai-model.ts";
import { loadCatalogue } from "../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import { analyze } from "../../src/pipeline/analyze.ts";
import type { LanguageModel } from "../../src/ports/language-model.ts";
import { coverageLine, leftOutLine } from "../../src/render/coverage-line.ts";
import type { FurtherCode } from "../../src/ports/further-code.ts";
import { verdictLine } from "../../src/render/verdict-line.ts";
import { buildChange } from "../builders/change-set.ts";
import { type ChatBody, sendCompletion, sendError, startChatServer } from "../fakes/chat-server.ts";
import { MUCH_MORE } from "../builders/model-run.ts";
import { IN_PROCESS } from "../builders/ground-tools.ts";

const PATH = ".github/workflows/greet.yml";
const BASE = `on:
  pull_request_target:
permissions:
  contents: read
jobs:
  greet:
    runs-on: ubuntu-24.04
    steps:
      - run: echo "Welcome"
`;
const UNSAFE = `      - run: echo "\${{ github.event.pull_request.title }}"`;
const SAFE = `      - run: echo "$TITLE"
        env:
          TITLE: \${{ github.event.pull_request.title }}`;
const CHANGE = buildChange({
  files: { [PATH]: { base: BASE, head: BASE.replace('      - run: echo "Welcome"', UNSAFE) }, ...MUCH_MORE },
});

const CATALOGUE = loadCatalogue();

function review(model: LanguageModel | null, further: FurtherCode | null = null) {
  return analyze(
    CHANGE,
    DEFAULT_CONFIG,
    { previous: null, decisions: [] },
    {
      factSource: IN_PROCESS,
      scanner: { scan: async () => [] },
      catalogue: CATALOGUE,
      model,
      further,
      clock: { now: () => new Date("2026-11-23T12:00:00Z") },
      progress: () => {},
      signal: new AbortController().signal,
    },
  );
}

function modelAt(baseUrl: string): LanguageModel {
  return createOpenAiModel({
    apiKey: null,
    baseUrl,
    model: "m-1",
    timing: { attempt: 2_000, deadline: 3_000, pauses: [5] },
  });
}

const ANCHOR = { path: PATH, side: "head", line: 9, quote: UNSAFE };

const PROPOSED = {
  evidence: [{ ...ANCHOR, role: "sink" }],
  steps: [{ ...ANCHOR, text: "The title is printed" }],
  attacker: "author of a pull request",
  victim: "readers of the log",
  precondition: "who can open one",
  action: "forge lines of the build log",
  impact: "a misleading log",
  mitigationsChecked: [],
  kind: "other",
  cwe: 117,
  title: "Anyone can forge build log lines",
  access: "remote_unauth",
  complexity: "trivial",
  data: "internal",
  effect: "none",
  tenancy: "same",
  breakIt: "I put a line break into the title.",
  mitigation: "Print the title as JSON",
  test: "Open a pull request with a line break in its title.",
};

const ANSWERS: Readonly<Record<string, object>> = {
  summarize: {
    items: [{ ...ANCHOR, topic: "other", change: "added", text: "prints the pull request's title" }],
    questions: ["Who reads the log of `greet`?"],
  },
  enumerate: { suspicions: [], threats: [PROPOSED] },
  rank: {
    verdicts: [
      { index: 1, checked: "Nothing.", path: null, line: null, quote: null, disproof: null, verdict: "holds" },
    ],
  },
  "suggest-fixes": {
    fixes: [1, 2].map((index) => ({ index, plan: "As data.", path: PATH, search: UNSAFE, replace: SAFE })),
    tests: [],
  },
};

function stageOf(body: ChatBody): string {
  const match = /"name":"([\w-]+)","strict"/u.exec(JSON.stringify(body.response_format ?? {}));
  return match?.[1] ?? "";
}

describe("an analysis with a model", () => {
  it("adds its threat, its summary and a proven fix to what the rules say", async () => {
    await using server = await startChatServer((response, body) =>
      sendCompletion(response, JSON.stringify(ANSWERS[stageOf(body)])),
    );
    const alone = await review(null);
    const { report, trace } = await review(modelAt(server.url));
    expect(server.bodies.map(stageOf)).toEqual(["summarize", "enumerate", "enumerate", "rank", "suggest-fixes"]);
    const rules = alone.report.threats.map(({ id }) => id);
    expect(rules.length).toBeGreaterThan(0);
    expect(report.threats.map(({ id }) => id)).toEqual(expect.arrayContaining(rules));
    expect(report.threats.find(({ origin }) => origin === "model")).toMatchObject({
      kind: "other/cwe-117",
      element: "greet.yml#greet",
      effect: "introduced",
    });
    expect(report.threats.flatMap(({ fix }) => fix?.replacement ?? [])).toContain(SAFE);
    expect(report.summary.at(-1)).toMatchObject({ origin: "model", line: 9 });
    expect(report.questions.map(({ text }) => text)).toContain("Who reads the log of `greet`?");
    expect(report.coverage.gaps).toEqual([]);
    expect(report.run).toMatchObject({ model: `m-1 at ${new URL(server.url).host}`, prompts: expect.any(String) });
    expect(trace).toHaveLength(5);
  });

  it("shows the critic what the finder asked to see, from wherever in the repository it is", async () => {
    await using server = await startChatServer((response, body) => {
      const answer = stageOf(body) === "enumerate" ? { ...ANSWERS["enumerate"], needs: ["escapeLog"] } : null;
      sendCompletion(response, JSON.stringify(answer ?? ANSWERS[stageOf(body)]));
    });
    const asked: string[] = [];
    const text = "export function escapeLog(text) {\n  return JSON.stringify(text);\n}\n";
    const further = {
      find: async (needs: readonly string[]) => {
        asked.push(...needs);
        return [{ path: "src/far/away.ts", blob: { sha: "f", text } }];
      },
      findClosest: async () => null,
    };
    const { report } = await review(modelAt(server.url), further);
    const shownTo = (stage: string) => JSON.stringify(server.bodies.filter((body) => stageOf(body) === stage));
    expect(asked).toEqual(["escapeLog"]);
    expect(shownTo("enumerate")).not.toContain("src/far/away.ts");
    expect(shownTo("rank")).toContain("return JSON.stringify(text);");
    expect(report.coverage.gaps).toEqual([]);
  });

  it.each<[string, Parameters<typeof startChatServer>[0], number]>([
    ["is down", (response) => sendError(response, 503, "Down"), 2],
    ["refuses", (response) => sendCompletion(response, null, { message: { refusal: "No." } }), 3],
    ["talks nonsense", (response) => sendCompletion(response, "I see no problem here!"), 6],
    ["says that all is safe", (response) => sendCompletion(response, '{"threats": [], "verdict": "pass"}'), 5],
  ])("ends with the rules' threats when the endpoint %s", async (_, personality, requests) => {
    await using server = await startChatServer(personality);
    const alone = await review(null);
    const { report } = await review(modelAt(server.url));
    expect(report.threats).toEqual(alone.report.threats);
    expect(report.gate.conclusion).toBe(alone.report.gate.conclusion);
    expect(server.bodies.length).toBeGreaterThanOrEqual(requests);
    expect(report.coverage.gaps.length).toBeLessThanOrEqual(1);
  });

  it("counts what the rules read and says why the model did not", async () => {
    await using server = await startChatServer((response) => sendError(response, 503, "Down"));
    const { report } = await review(modelAt(server.url));
    expect(verdictLine(report)).toContain("incomplete: the model could not be reached");
    expect(coverageLine(report.coverage)).toContain("2 of 2 files");
    expect(leftOutLine(report.coverage)).toBe(
      `**Rules only:** \`${PATH}\` and \`src/values.ts\` (the model could not be reached).`,
    );
  });
});
