import type { RepositoryConfig } from "../../config/repository-config.ts";
import type { ChangeSet } from "../../domain/change-set.ts";
import { blocks } from "../../domain/gate.ts";
import type { Rejected, Threat } from "../../domain/threat.ts";
import { findQuote } from "../model/anchors.ts";
import { describeClaim } from "../model/claim-words.ts";
import { excerpt } from "../model/excerpt.ts";
import { orderThreats } from "../model/order-threats.ts";
import { describeOwnersWord } from "../model/owners-word.ts";
import { codeSpan } from "../model/code-span.ts";
import { isComment } from "../model/comments.ts";
import { lookAgain } from "../model/second-look.ts";
import { describeSystem } from "../model/system-card.ts";
import { neededCode } from "../model/needed-code.ts";
import { placesOf } from "../model/claim-places.ts";
import { settled } from "../model/settle-claim.ts";
import type { Grounded } from "../grounded.ts";
import type { ModelSession } from "../model-session.ts";
import { loadPrompt, trusted, untrusted } from "../prompts.ts";
import { isLarge } from "../reading-plan.ts";
import { type WireVerdict, rankAnswer } from "../schemas/rank-answer.ts";

/** The threats in the order in which people should read them, and those that were disproved. */
export interface Ranked {
  readonly threats: readonly Threat[];
  readonly refuted: readonly Rejected[];
}

/** What threats are ranked with. */
export interface RankView {
  readonly change: ChangeSet;
  readonly grounded: Grounded;
  readonly model: ModelSession | null;
  /** What the finder would have liked to see. */
  readonly needs: readonly string[];
}

/** Claims of one call; the critic's care drops with more. */
const MAX_CLAIMS = 20;
/** Of those, what rules found: as many as people read before they tire. */
const MAX_FROM_RULES = 5;
const LOSS = "nobody tried to refute what the model itself proposed";

/**
 * Asks a critic to disprove the claims, then orders what stands. A disproof counts for threats that only a model found,
 * and only with lines that are there. What a rule found stays as it is: a disproof is told to people, nothing more.
 */
export async function rank(threats: readonly Threat[], { change, grounded, model, needs }: RankView): Promise<Ranked> {
  if (model === null) return unchallenged(threats);
  const claims = claimsOf(threats, change, model.config);
  if (claims.length === 0) return unchallenged(threats);
  const verdicts = verdictsOf(claims, await challenge(claims, { change, grounded, model, needs }));
  const disproofs = new Map([...verdicts].flatMap(([threat, verdict]) => disproofOf(threat, verdict, change)));
  const refuted = threats.filter((threat) => disproofs.has(threat) && isModelsAlone(threat));
  const standing = threats.filter((threat) => !refuted.includes(threat));
  const kinds = new Map(model.catalogue.kinds.map((kind) => [kind.id, kind]));
  const judged = standing.map((threat) => {
    const verdict = verdicts.get(threat);
    const doubted = withDoubt(threat, disproofs.get(threat));
    if (verdict?.verdict !== "holds" || !isModelsAlone(threat)) return doubted;
    return settled(doubted, verdict, { change, grounded, kind: kinds.get(threat.kind) });
  });
  return {
    threats: orderThreats(await lookAgain(judged, { change, grounded, model })),
    refuted: refuted.map((threat) => toRejected(threat, disproofs.get(threat) ?? "")),
  };
}

function unchallenged(threats: readonly Threat[]): Ranked {
  return { threats: orderThreats(threats), refuted: [] };
}

/**
 * Everything a model proposed, then what rules block people with, who have a right to hear a doubt; of a large change the
 * tokens for that are worth more where code is read.
 */
function claimsOf(threats: readonly Threat[], change: ChangeSet, { gate }: RepositoryConfig): Threat[] {
  const fromModel = threats.filter(isModelsAlone);
  const fromRules = isLarge(change) ? [] : threats.filter((one) => !isModelsAlone(one) && blocks(one, gate));
  return [...fromModel, ...orderThreats(fromRules).slice(0, MAX_FROM_RULES)].slice(0, MAX_CLAIMS);
}

function isModelsAlone({ origin, corroboration }: Threat): boolean {
  return origin === "model" && !corroboration.includes("rule");
}

async function challenge(
  claims: readonly Threat[],
  { change, grounded, model, needs }: RankView & { model: ModelSession },
): Promise<readonly WireVerdict[]> {
  const places = [...claims.flatMap((claim) => placesOf(claim, grounded)), ...neededCode(needs, change)];
  const answer = await model.ask({
    prompt: loadPrompt("rank"),
    schema: rankAnswer,
    values: {
      system: { shape: trusted(rankAnswer.shape) },
      user: {
        assumptions: untrusted("statements of the owners", describeOwnersWord(model.config)),
        facts: untrusted("facts", describeSystem(grounded, new Set(places.map(({ path }) => path)))),
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

/** The verdict on each claim; two on one claim are none. */
function verdictsOf(claims: readonly Threat[], verdicts: readonly WireVerdict[]): Map<Threat, WireVerdict> {
  const byIndex = Map.groupBy(verdicts, ({ index }) => Math.round(index));
  const judged = claims.flatMap((threat, place): [Threat, WireVerdict][] => {
    const [verdict, ...others] = byIndex.get(place + 1) ?? [];
    return verdict && others.length === 0 ? [[threat, verdict]] : [];
  });
  return new Map(judged);
}

/** In words, the disproof of a threat whose lines are there; without them a claim stands. */
function disproofOf(threat: Threat, verdict: WireVerdict, change: ChangeSet): [Threat, string][] {
  const words = disproofWords(verdict, change);
  return words === null ? [] : [[threat, words]];
}

function disproofWords(verdict: WireVerdict, change: ChangeSet): string | null {
  const { path, line, quote, disproof } = verdict;
  if (verdict.verdict !== "refuted" || disproof === null || path === null || quote === null) return null;
  const found = findQuote({ path, side: "head", line, quote }, "control", change);
  // How open it was before may stand only in what was removed.
  const mayBeGone = disproof === "same_before_change";
  if (found === null || (found.side !== "head" && !mayBeGone) || isComment(found.quote)) return null;
  return `${DISPROOFS[disproof]} (${codeSpan(`${found.path}:${found.startLine}`)})`;
}

function withDoubt(threat: Threat, disproof: string | undefined): Threat {
  if (disproof === undefined) return threat;
  const doubt = `A model that tried to refute this says: ${disproof}.`;
  return { ...threat, falsePositives: [threat.falsePositives, doubt].filter(Boolean).join(" ") };
}

function toRejected({ kind, title, element }: Threat, disproof: string): Rejected {
  return { kind, title, element, origin: "model", stage: "rank", reason: `Refuted: ${disproof}.` };
}
