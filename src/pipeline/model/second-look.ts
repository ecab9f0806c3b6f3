import type { ChangeSet } from "../../domain/change-set.ts";
import { atLeast } from "../../domain/risk.ts";
import { confidenceOf, isNew, type Threat, type ThreatCandidate } from "../../domain/threat.ts";
import type { Grounded } from "../grounded.ts";
import type { ModelSession } from "../model-session.ts";
import { loadPrompt, trusted, untrusted } from "../prompts.ts";
import { enumerateAnswer } from "../schemas/enumerate-answer.ts";
import { withoutComments } from "./comments.ts";
import { placesOf } from "./claim-places.ts";
import { describeKinds } from "./describe-kinds.ts";
import { excerpt } from "./excerpt.ts";
import { describeOwnersWord } from "./owners-word.ts";
import { describeFound, describeSystem } from "./system-card.ts";
import { toCandidate } from "./to-candidate.ts";

/** Lines between two mentions of one flaw. */
const NEAR = 5;
const LOSS = "what it found alone was not looked at a second time and blocks nothing";

/**
 * Asks again where a model alone would block people: the same question about the code around, without comments and
 * without a word of the first answer. What is found again may block; the rest is told and blocks nothing.
 */
export async function lookAgain(
  threats: readonly Threat[],
  view: { readonly change: ChangeSet; readonly grounded: Grounded; readonly model: ModelSession },
): Promise<Threat[]> {
  const { failOn } = view.model.config.gate;
  const alone = threats.filter(
    (threat) =>
      failOn !== "none" && isNew(threat.effect) && atLeast(threat.risk.severity, failOn) && isUnconfirmed(threat),
  );
  if (alone.length === 0) return [...threats];
  const found = await findAgain(alone, view);
  return threats.map((threat) =>
    alone.includes(threat) && found.some((other) => isSame(threat, other)) ? confirmed(threat) : threat,
  );
}

function isUnconfirmed({ corroboration }: Threat): boolean {
  return corroboration.includes("critic") && !corroboration.includes("rule") && !corroboration.includes("second");
}

async function findAgain(
  alone: readonly Threat[],
  { change, grounded, model }: Parameters<typeof lookAgain>[1],
): Promise<ThreatCandidate[]> {
  const places = alone.flatMap((threat) => placesOf(threat, grounded));
  const answer = await model.ask({
    prompt: loadPrompt("enumerate"),
    schema: enumerateAnswer,
    values: {
      system: {
        kinds: trusted(describeKinds(model.catalogue.kinds, change, grounded)),
        shape: trusted(enumerateAnswer.shape),
      },
      user: {
        assumptions: untrusted("statements of the owners", describeOwnersWord(model.config)),
        facts: untrusted("facts", describeSystem(grounded, new Set(places.map(({ path }) => path)))),
        found: untrusted("threats already found", describeFound(grounded)),
        change: untrusted("change", withoutComments(excerpt(change, places))),
      },
    },
    loss: LOSS,
  });
  const candidateView = { change, grounded, session: model };
  return (answer?.threats ?? []).flatMap((wire) => toCandidate(wire, candidateView) ?? []);
}

/** The same weakness at the same lines, whatever it is called. */
function isSame(threat: Threat, other: ThreatCandidate): boolean {
  const isAlike = threat.kind === other.kind || threat.cwe.some((number) => other.cwe.includes(number));
  const isNear = threat.evidence.some((one) =>
    other.anchors.some(
      (anchor) =>
        anchor.path === one.path && anchor.startLine <= one.endLine + NEAR && one.startLine <= anchor.endLine + NEAR,
    ),
  );
  return isAlike && isNear;
}

function confirmed(threat: Threat): Threat {
  const corroboration = [...threat.corroboration, "second"];
  return { ...threat, corroboration, confidence: confidenceOf(threat.claim, corroboration) };
}
