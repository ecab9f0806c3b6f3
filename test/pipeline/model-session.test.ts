import { describe, expect, it } from "vitest";
import { repositoryConfigSchema } from "../../src/config/repository-config.ts";
import { type ModelSession, openModelSession } from "../../src/pipeline/model-session.ts";
import { loadPrompt, trusted, untrusted } from "../../src/pipeline/prompts.ts";
import { rankAnswer } from "../../src/pipeline/schemas/rank-answer.ts";
import { summarizeAnswer } from "../../src/pipeline/schemas/summarize-answer.ts";
import type { RunSpending } from "../../src/pipeline/allowance.ts";
import type { AnswerMemory } from "../../src/ports/answer-memory.ts";
import type { LanguageModel, ModelOutcome } from "../../src/ports/language-model.ts";
import { scriptModel } from "../fakes/scripted-model.ts";

const NO_USAGE = { inputTokens: 0, cachedTokens: 0, outputTokens: 0 };
const OK = { verdicts: [] };

function open(
  model: LanguageModel | null,
  settings: object = {},
  answers: AnswerMemory | null = null,
): ModelSession | null {
  const tools = { model, answers, catalogue: { version: "test", kinds: [] }, signal: new AbortController().signal };
  return openModelSession(tools, repositoryConfigSchema.parse({ model: settings }));
}

function opened(model: LanguageModel, settings: object = {}): ModelSession {
  const session = open(model, settings);
  if (!session) throw new Error("The session did not open.");
  return session;
}

function ask(session: ModelSession, loss: string | null = "nothing was challenged", code = "let a = 1;") {
  const empty = untrusted("none", "");
  return session.ask({
    prompt: loadPrompt("rank"),
    schema: rankAnswer,
    values: {
      system: { shape: trusted(rankAnswer.shape) },
      user: { assumptions: empty, facts: empty, claims: empty, code: untrusted("code", code) },
    },
    loss,
  });
}

describe("openModelSession", () => {
  it("opens nothing without a model, or when the repository switched it off", () => {
    expect(open(null)).toBeNull();
    expect(open(scriptModel(), { enabled: false })).toBeNull();
  });
});

describe("a model session", () => {
  it("records what was asked, answered and used", async () => {
    const session = opened(scriptModel({ rank: OK }));
    expect(await ask(session)).toEqual(OK);
    expect(session.calls).toEqual([
      {
        stage: "rank",
        prompt: "rank 6",
        outcome: "ok",
        inputTokens: 100,
        cachedTokens: 0,
        outputTokens: 20,
        seconds: 0.5,
        remembered: false,
      },
    ]);
    expect(session.trace).toMatchObject([{ promptId: "rank", answerText: '{"verdicts":[]}', outcome: "ok" }]);
    expect(session.trace[0]?.messages[1]?.content).toContain("|let a = 1;");
    expect(session.remaining).toBe(200_000 - 120);
  });

  it("asks the same question once where answers are kept, and counts the second as free", async () => {
    const kept = new Map<string, string>();
    const answers = {
      recall: async (key: string) => kept.get(key) ?? null,
      keep: async (key: string, answer: string) => void kept.set(key, answer),
    };
    const model = scriptModel({ rank: [{ answer: { outcome: "refused" } }, OK, OK] });
    const session = open(model, {}, answers);
    expect(session && [await ask(session), await ask(session), await ask(session)]).toEqual([null, OK, OK]);
    expect(session && (await ask(session, null, "let a = 2;"))).toEqual(OK);
    expect(session?.calls.map(({ remembered, inputTokens }) => [remembered, inputTokens])).toEqual([
      [false, 100],
      [false, 100],
      [true, 0],
      [false, 100],
    ]);
    expect(model.requests).toHaveLength(3);
    expect(new Set(kept.values())).toEqual(new Set([JSON.stringify(OK)]));
  });

  it("keeps an answer without the prose that a model wrapped it in", async () => {
    const kept: string[] = [];
    const answers = { recall: async () => null, keep: async (_: string, answer: string) => void kept.push(answer) };
    const text = `<think>{}</think>\n\`\`\`json\n${JSON.stringify(OK)}\n\`\`\`\nDone {}`;
    const session = open(scriptModel({ rank: { answer: { text } } }), {}, answers);
    expect(session && (await ask(session))).toEqual(OK);
    expect(kept).toEqual([JSON.stringify(OK)]);
  });

  it("asks anew where the kept answer is no answer", async () => {
    const answers = { recall: async () => "{}", keep: async () => undefined };
    const session = open(scriptModel({ rank: OK }), {}, answers);
    expect(session && (await ask(session))).toEqual(OK);
    expect(session?.calls[0]?.remembered).toBe(false);
  });

  it("estimates the usage that a server does not report", async () => {
    const usage = { inputTokens: 0, cachedTokens: 0, outputTokens: 0 };
    const session = opened(scriptModel({ rank: { answer: { text: '{"verdicts":[]}', usage } } }));
    await ask(session);
    expect(session.calls[0]?.inputTokens).toBeGreaterThan(1_000);
    expect(session.calls[0]?.outputTokens).toBe(5);
  });

  it("refuses a prompt that asks for another shape", async () => {
    const question = {
      prompt: loadPrompt("rank"),
      schema: summarizeAnswer,
      values: { system: {}, user: {} },
      loss: null,
    };
    await expect(opened(scriptModel()).ask(question)).rejects.toThrow("asks for rank, not summarize");
  });

  it("says in one sentence what a failure cost, once", async () => {
    const session = opened(
      scriptModel({ rank: [{ answer: { outcome: "refused" } }, { answer: { outcome: "refused" } }] }),
    );
    await ask(session);
    await ask(session);
    expect(session.gaps).toEqual(["The model refused to answer, so nothing was challenged."]);
  });

  it("says nothing when nothing was lost", async () => {
    const session = opened(scriptModel({ rank: { answer: { outcome: "truncated" } } }));
    expect(await ask(session, null)).toBeNull();
    expect(session.gaps).toEqual([]);
  });

  it.each<ModelOutcome>(["quota", "rate_limited", "timeout", "unavailable", "rejected", "aborted"])(
    "asks no more after %s, and gives later losses the same reason",
    async (outcome) => {
      const model = scriptModel({ rank: { answer: { outcome } } });
      const session = opened(model);
      await ask(session, null);
      await ask(session);
      expect(model.requests).toHaveLength(1);
      expect(session.gaps).toHaveLength(1);
    },
  );

  it.each<ModelOutcome>(["truncated", "refused", "filtered", "malformed"])("asks on after %s", async (outcome) => {
    const session = opened(scriptModel({ rank: [{ answer: { outcome } }, OK] }));
    expect(await ask(session)).toBeNull();
    expect(await ask(session)).toEqual(OK);
  });

  it("ends the question that its time runs out on, and asks no more", async () => {
    const model: LanguageModel = {
      label: "slow",
      complete: ({ signal }) =>
        new Promise((resolve) => {
          const aborted = { outcome: "aborted", text: "", usage: NO_USAGE, seconds: 1, detail: null } as const;
          signal.addEventListener("abort", () => resolve(aborted));
        }),
    };
    const session = opened(model, { deadlineSeconds: 1 });
    expect([await ask(session), await ask(session, "nobody looked again")]).toEqual([null, null]);
    expect(session.calls.map(({ outcome }) => outcome)).toEqual(["timeout"]);
    expect(session.gaps).toEqual([
      "The model did not answer in time, so nothing was challenged.",
      "The model did not answer in time, so nobody looked again.",
    ]);
  });

  it("lowers the answer's limit to what the budget holds", async () => {
    const model = scriptModel({ rank: OK });
    await ask(opened(model, { maxTokensPerRun: 5_000 }));
    expect(model.requests[0]?.maxOutputTokens).toBeLessThan(5_000);
  });

  it("does not ask what the budget cannot hold, and says so", async () => {
    const model = scriptModel({ rank: OK });
    const session = opened(model, { maxTokensPerRun: 3_000 });
    expect(await ask(session, "nothing was challenged", "let a = 1;\n".repeat(1_000))).toBeNull();
    expect(model.requests).toEqual([]);
    expect(session.gaps).toEqual(["The run's token budget was used up, so nothing was challenged."]);
  });
});

function openedWith(settings: object, spending: Partial<RunSpending>) {
  const model = scriptModel({ rank: [OK, OK] });
  const tools = { model, catalogue: { version: "test", kinds: [] }, signal: new AbortController().signal };
  const all = { spent: { tokensToday: 0, dollars: 0 }, tokensPerDay: null, prices: null, ...spending };
  const session = openModelSession({ ...tools, spending: all }, repositoryConfigSchema.parse({ model: settings }));
  if (!session) throw new Error("The session did not open.");
  return { model, session };
}

describe("what a run may cost", () => {
  const PRICES = { input: 10, cached: 1, output: 50 };

  it("ends with the pull request's limit, whatever earlier pushes left of it", async () => {
    const settings = { maxCostPerPullRequest: 0.1 };
    const fresh = openedWith(settings, { prices: PRICES });
    expect(await ask(fresh.session)).toEqual(OK);
    expect(fresh.model.requests[0]?.maxOutputTokens).toBeLessThan(2_000);
    const spent = openedWith(settings, { prices: PRICES, spent: { tokensToday: 0, dollars: 0.09 } });
    expect(await ask(spent.session)).toBeNull();
    expect(spent.session.gaps).toEqual([
      "The pull request's limit for what a model may cost, or the run's token budget, is used up, so nothing was challenged.",
    ]);
  });

  it("ends with the installation's day", async () => {
    const { session, model } = openedWith({}, { tokensPerDay: 100_000, spent: { tokensToday: 99_500, dollars: 0 } });
    expect(await ask(session)).toBeNull();
    expect(model.requests).toEqual([]);
    expect(session.gaps).toEqual(["The installation's model tokens for today are used up, so nothing was challenged."]);
  });
});
