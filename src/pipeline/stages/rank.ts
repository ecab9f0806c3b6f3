import type { RepositoryConfig } from "../../config/repository-config.ts";
import type { ChangeSet } from "../../domain/change-set.ts";
import { type Rejected, type Threat, isNew } from "../../domain/threat.ts";
import { findQuote } from "../model/anchors.ts";
import { describeClaim } from "../model/claim-words.ts";
import { excerpt } from "../model/excerpt.ts";
import { orderThreats } from "../model/order-threats.ts";
import { describeOwnersWord } from "../model/owners-word.ts";
import { codeSpan } from "../model/code-span.ts";
import type { ModelSession } from "../model-session.ts";
import { loadPrompt, trusted, untrusted } from "../prompts.ts";
import { type WireVerdict, rankAnswer } from "../schemas/rank-answer.ts";

/** The threats in the order in which people should read them, and those that were disproved. */
export interface Ranked {
  readonly threats: readonly Threat[];
  readonly refuted: readonly Rejected[];
}

/** Claims of one call; the critic's care drops with more. */
const MAX_CLAIMS = 20;
const LOSS = "nobody tried to refute what the model itself proposed";

/**
 * Asks a critic to disprove the claims, then orders what stands. A disproof counts for threats that only a model found,
 * and only with lines that are there. What a rule found is never lowered: a disproof is told to people, nothing more.
 */
export async function rank(
  threats: readonly Threat[],
  change: ChangeSet,
  config: RepositoryConfig,
  model: ModelSession | null,
): Promise<Ranked> {
  const claims = claimsOf(threats);
  const verdicts = model && claims.length > 0 ? await challenge(claims, { change, config, model }) : [];
  const disproofs = disproofsOf(claims, verdicts, change);
  const refuted = threats.filter((threat) => disproofs.has(threat) && isModelsAlone(threat));
  const standing = threats.filter((threat) => !refuted.includes(threat));
  return {
    threats: orderThreats(standing.map((threat) => withDoubt(threat, disproofs.get(threat)))),
    refuted: refuted.map((threat) => toRejected(threat, disproofs.get(threat) ?? "")),
  };
}

/** Everything a model proposed, then what rules call new, as far as one call holds it. */
function claimsOf(threats: readonly Threat[]): Threat[] {
  const fromModel = threats.filter(isModelsAlone);
  const fromRules = threats.filter((threat) => !isModelsAlone(threat) && isNew(threat.effect));
  return [...fromModel, ...fromRules].slice(0, MAX_CLAIMS);
}

function isModelsAlone({ origin, corroboration }: Threat): boolean {
  return origin === "model" && !corroboration.includes("rule");
}

async function challenge(
  claims: readonly Threat[],
  { change, config, model }: { change: ChangeSet; config: RepositoryConfig; model: ModelSession },
): Promise<readonly WireVerdict[]> {
  const places = claims.flatMap(({ evidence, steps }) => [
    ...evidence,
    ...steps.map((step) => ({ ...step, startLine: step.line, endLine: step.line })),
  ]);
  const answer = await model.ask({
    prompt: loadPrompt("rank"),
    schema: rankAnswer,
    values: {
      system: { shape: trusted(rankAnswer.shape) },
      user: {
        assumptions: untrusted("statements of the owners", describeOwnersWord(config)),
        code: untrusted("code", excerpt(change, places)),
        claims: untrusted("claims", claims.map((claim, index) => describeClaim(claim, index + 1)).join("\n")),
      },
    },
    loss: claims.some(isModelsAlone) ? LOSS : null,
  });
  return answer?.verdicts ?? [];
}

const DISPROOFS: Readonly<Record<NonNullable<WireVerdict["disproof"]>, string>> = {
  control_on_path: "a check on the path stops it",
  value_not_controlled: "an attacker does not choose the value",
  not_reachable: "nothing outside can make this code run",
  safe_by_construction: "the call is safe with any value",
  same_before_change: "the same path was as open before",
};

/** In words, the disproof of each threat whose lines are there. Without lines, or with two verdicts, a claim stands. */
function disproofsOf(
  claims: readonly Threat[],
  verdicts: readonly WireVerdict[],
  change: ChangeSet,
): Map<Threat, string> {
  const byIndex = Map.groupBy(verdicts, ({ index }) => Math.round(index));
  const disproved = claims.flatMap((threat, place): [Threat, string][] => {
    const [verdict, ...others] = byIndex.get(place + 1) ?? [];
    const words = verdict && others.length === 0 ? disproofWords(verdict, change) : null;
    return words === null ? [] : [[threat, words]];
  });
  return new Map(disproved);
}

function disproofWords(verdict: WireVerdict, change: ChangeSet): string | null {
  const { path, line, quote, disproof } = verdict;
  if (verdict.verdict !== "refuted" || disproof === null || path === null || quote === null) return null;
  const found = findQuote({ path, side: "head", line, quote }, "control", change);
  if (found === null || found.side !== "head" || isComment(found.quote)) return null;
  return `${DISPROOFS[disproof]} (${codeSpan(`${found.path}:${found.startLine}`)})`;
}

/** Words about code are no disproof, whatever they say. */
function isComment(quote: string): boolean {
  return quote.split("\n").every((line) => /^\s*(?:\/\/|\/\*|\*|#|<!--|--|"""|'''|;|%|$)/u.test(line));
}

function withDoubt(threat: Threat, disproof: string | undefined): Threat {
  if (disproof === undefined) return threat;
  const doubt = `A model that tried to refute this says: ${disproof}.`;
  return { ...threat, falsePositives: [threat.falsePositives, doubt].filter(Boolean).join(" ") };
}

function toRejected({ kind, title, element }: Threat, disproof: string): Rejected {
  return { kind, title, element, origin: "model", stage: "rank", reason: `Refuted: ${disproof}.` };
}
