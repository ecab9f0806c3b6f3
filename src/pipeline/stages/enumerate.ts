import type { ChangeSet } from "../../domain/change-set.ts";
import type { ThreatCandidate } from "../../domain/threat.ts";
import { estimateTokens } from "../budget.ts";
import type { ChangeSummary } from "../change-summary.ts";
import type { Grounded } from "../grounded.ts";
import { describeKinds } from "../model/describe-kinds.ts";
import { describeOwnersWord } from "../model/owners-word.ts";
import { isWorthAsking } from "../model/relevance.ts";
import { describeChanges, describeFound, describeSystem } from "../model/system-card.ts";
import { toCandidate } from "../model/to-candidate.ts";
import type { ModelSession } from "../model-session.ts";
import { loadPrompt, trusted, untrusted } from "../prompts.ts";
import { enumerateAnswer } from "../schemas/enumerate-answer.ts";
import { type CallSize, planReading, surroundingsOf } from "../reading-plan.ts";
import { unitsOf } from "../units.ts";

/** Share of the run's budget that the shown code may take. */
const BUDGET_SHARE = 0.45;
/** Tokens kept free for the answer when the budget is small. */
const ANSWER_TOKENS = 3_000;
const MAX_THREATS = 12;
/** Input of one call; beyond it a model's care drops, and its price rises. */
const CALL_TOKENS = 32_000;
const LOSS = "only the rules looked for threats in this change";
const PART_LOSS = "only the rules looked for threats in some of this change";

/** What a model proposes, and what it would have to see to be sure. */
export interface Proposed {
  readonly candidates: readonly ThreatCandidate[];
  readonly needs: readonly string[];
}

const NOTHING: Proposed = { candidates: [], needs: [] };

/**
 * Asks a model for threats that the rules do not find. It sees code and facts: no title, description, author, branch or
 * commit message. Without a model, or when nothing security-relevant changed, there are none.
 */
export async function enumerate(
  change: ChangeSet,
  grounded: Grounded,
  summary: ChangeSummary,
  model: ModelSession | null,
): Promise<Proposed> {
  if (model === null || !isWorthAsking(change, grounded)) return NOTHING;
  const wordsOn = (paths?: ReadonlySet<string>) => wordsFor(change, grounded, { summary, model, paths });
  const words = wordsOn();
  const units = unitsOf(change, grounded, model.config, surroundingsOf(change));
  const { calls, unsent } = planReading(units, change, sizeOf(words, model));
  if (!units.some(({ changed }) => changed)) return NOTHING;
  if (calls.length === 0) model.giveUp(LOSS);
  const isWhole = calls.length === 1 && unsent.size === 0;
  const parts = calls.map((call, index): Part => ({
    text: calls.length === 1 ? call.text : `${partLine(index, calls.length)}\n\n${call.text}`,
    words: isWhole ? words : wordsOn(call.paths),
  }));
  const given = await askInWaves(parts, model);
  calls.forEach(({ paths }, index) => {
    if (given[index] === null) leavePathsOut(paths, grounded, model);
  });
  const answers = given.filter((answer) => answer !== null);
  if (answers.length === 0) return leaveAllOut(change, grounded, model);
  leaveOut(unsent, grounded, model);
  const view = { change, grounded, session: model };
  const candidates = answers.flatMap(({ threats }) =>
    threats.slice(0, MAX_THREATS).flatMap((threat) => toCandidate(threat, view) ?? []),
  );
  return { candidates, needs: answers.flatMap(({ needs }) => needs ?? []) };
}

type WireAnswer = NonNullable<ReturnType<typeof enumerateAnswer.parser.parse>>;

/**
 * The first call alone, so that a provider has what all begin with in its cache, then the others at once: as far as the
 * budget holds the worst case of all of them, which calls in turn need not.
 */
async function askInWaves([first, ...others]: readonly Part[], model: ModelSession): Promise<(WireAnswer | null)[]> {
  if (first === undefined) return [];
  const asking = { model, loss: others.length === 0 ? LOSS : PART_LOSS };
  const answers = [await ask(first, asking)];
  const worst = CALL_TOKENS + loadPrompt("enumerate").maxOutputTokens;
  if (others.length * worst <= model.remaining) {
    return [...answers, ...(await Promise.all(others.map(async (part) => ask(part, asking))))];
  }
  for (const part of others) answers.push(await ask(part, asking));
  return answers;
}

/** What one call shows, and what is said of it. */
interface Part {
  readonly text: string;
  readonly words: Words;
}

function partLine(index: number, all: number): string {
  return `Part ${index + 1} of ${all} of the change. The others are asked about separately; judge what is shown here.`;
}

/** What is said before the code. */
interface Words {
  readonly kinds: string;
  readonly assumptions: string;
  readonly facts: string;
  readonly found: string;
}

function wordsFor(
  change: ChangeSet,
  grounded: Grounded,
  { summary, model, paths }: { summary: ChangeSummary; model: ModelSession; paths: ReadonlySet<string> | undefined },
): Words {
  return {
    kinds: describeKinds(model.catalogue.kinds, change, grounded),
    assumptions: describeOwnersWord(model.config),
    facts: [describeChanges(summary, paths), describeSystem(grounded, paths)].join("\n\n"),
    found: describeFound(grounded),
  };
}

/** A small budget is kept for one good call. */
function sizeOf({ kinds, facts, found }: Words, model: ModelSession): CallSize {
  const prompt = loadPrompt("enumerate");
  const words = estimateTokens([prompt.system, prompt.user, enumerateAnswer.shape, kinds, facts, found].join("\n"));
  const share = model.config.model.maxTokensPerRun * BUDGET_SHARE;
  const left = model.remaining - 2 * estimateTokens(enumerateAnswer.shape) - words - ANSWER_TOKENS;
  return { room: Math.min(share, left, CALL_TOKENS - words), words };
}

async function ask(
  { text, words }: Part,
  { model, loss }: { model: ModelSession; loss: string },
): Promise<WireAnswer | null> {
  const { kinds, assumptions, facts, found } = words;
  return model.ask({
    prompt: loadPrompt("enumerate"),
    schema: enumerateAnswer,
    values: {
      system: { kinds: trusted(kinds), shape: trusted(enumerateAnswer.shape) },
      user: {
        assumptions: untrusted("statements of the owners", assumptions),
        facts: untrusted("facts", facts),
        found: untrusted("threats already found", found),
        change: untrusted("change", text),
      },
    },
    loss,
  });
}

/** Files whose look is settled by what they are need no row about the model. */
function leaveOut(unsent: ReadonlyMap<string, string>, { files }: Grounded, model: ModelSession): void {
  const open = new Set(files.filter(({ matters }) => matters).map(({ path }) => path));
  for (const [path, reason] of unsent) if (open.has(path)) model.leaveOut(path, reason);
}

function leavePathsOut(paths: Iterable<string>, grounded: Grounded, model: ModelSession): void {
  const reason = `${model.failure ?? "The model did not look at it"}.`;
  leaveOut(new Map([...paths].map((path) => [path, reason])), grounded, model);
}

function leaveAllOut(change: ChangeSet, grounded: Grounded, model: ModelSession): Proposed {
  const paths = change.files.map(({ path }) => path);
  leavePathsOut(paths, grounded, model);
  return NOTHING;
}
