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
import { packUnits, unitsOf } from "../units.ts";

/** Share of the run's budget that the shown code may take. */
const BUDGET_SHARE = 0.45;
/** Tokens kept free for the answer when the budget is small. */
const ANSWER_TOKENS = 3_000;
const MAX_THREATS = 12;
const LOSS = "only the rules looked for threats in this change";

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
  const prompt = loadPrompt("enumerate");
  const kinds = describeKinds(model.catalogue.kinds, change, grounded);
  const facts = [describeChanges(summary), describeSystem(grounded)].join("\n\n");
  const found = describeFound(grounded);
  const overhead = estimateTokens([prompt.system, prompt.user, enumerateAnswer.shape, kinds, facts, found].join("\n"));
  const share = model.config.model.maxTokensPerRun * BUDGET_SHARE;
  const room = Math.min(share, model.remaining - 2 * estimateTokens(enumerateAnswer.shape) - overhead - ANSWER_TOKENS);
  const units = unitsOf(change, grounded, model.config);
  const { text, unsent } = packUnits(units, room);
  if (units.length > 0 && text === "") model.giveUp(LOSS);
  if (text === "") return leaveAllOut(change, grounded, model);
  const answer = await model.ask({
    prompt,
    schema: enumerateAnswer,
    values: {
      system: { kinds: trusted(kinds), shape: trusted(enumerateAnswer.shape) },
      user: {
        assumptions: untrusted("statements of the owners", describeOwnersWord(model.config)),
        facts: untrusted("facts", facts),
        found: untrusted("threats already found", found),
        change: untrusted("change", text),
      },
    },
    loss: LOSS,
  });
  if (answer === null) return leaveAllOut(change, grounded, model);
  leaveOut(unsent, grounded, model);
  const view = { change, grounded, session: model };
  const candidates = answer.threats.slice(0, MAX_THREATS).flatMap((threat) => toCandidate(threat, view) ?? []);
  return { candidates, needs: answer.needs ?? [] };
}

/** Files whose look is settled by what they are need no row about the model. */
function leaveOut(unsent: ReadonlyMap<string, string>, { files }: Grounded, model: ModelSession): void {
  const open = new Set(files.filter(({ matters }) => matters).map(({ path }) => path));
  for (const [path, reason] of unsent) if (open.has(path)) model.leaveOut(path, reason);
}

function leaveAllOut(change: ChangeSet, grounded: Grounded, model: ModelSession): Proposed {
  const reason = `${model.failure ?? "The model did not look at it"}.`;
  leaveOut(new Map(change.files.map(({ path }) => [path, reason])), grounded, model);
  return NOTHING;
}
