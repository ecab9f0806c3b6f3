import type { RepositoryConfig } from "../../config/repository-config.ts";
import type { ChangeSet } from "../../domain/change-set.ts";
import type { Evidence } from "../../domain/evidence.ts";
import { type Fix, type Threat, isNew } from "../../domain/threat.ts";
import type { Grounded } from "../grounded.ts";
import { applyEdit } from "../model/apply-edit.ts";
import { excerpt } from "../model/excerpt.ts";
import { isFixed } from "../model/is-fixed.ts";
import type { ModelSession } from "../model-session.ts";
import { loadPrompt, trusted, untrusted } from "../prompts.ts";
import { type WireFix, fixesAnswer } from "../schemas/fixes-answer.ts";
import { ground, type GroundTools } from "./ground.ts";

/** What fixes are written and proven with. */
export interface FixTools extends GroundTools {
  readonly config: RepositoryConfig;
  readonly model: ModelSession | null;
}

const MAX_THREATS = 5;

/**
 * Asks for small edits that close the first new threats. An edit is kept only when it applies, the rules no longer find the
 * threat in the patched change, and they find no other; so only threats that rules can see get one. The rest keeps the
 * catalogue's advice.
 */
export async function suggestFixes(threats: readonly Threat[], change: ChangeSet, tools: FixTools): Promise<Threat[]> {
  const fixable = threats.filter((threat) => isProvable(threat, change)).slice(0, MAX_THREATS);
  if (tools.model === null || fixable.length === 0) return [...threats];
  const edits = await askForEdits(fixable, change, tools.model);
  const fixes = await proven(edits, fixable, { change, tools });
  return threats.map((threat) => ({ ...threat, fix: fixes.get(threat) ?? threat.fix }));
}

function isProvable(threat: Threat, change: ChangeSet): boolean {
  const path = placeOf(threat)?.path;
  const isInReach = change.files.some((file) => file.path === path && file.head !== null);
  return isNew(threat.effect) && threat.corroboration.includes("rule") && isInReach;
}

/** Where an edit can be made: the first lines that exist after the change. */
function placeOf({ evidence }: Threat): Evidence | null {
  return evidence.find(({ side }) => side === "head") ?? null;
}

async function askForEdits(threats: readonly Threat[], change: ChangeSet, model: ModelSession): Promise<WireFix[]> {
  const answer = await model.ask({
    prompt: loadPrompt("suggest-fixes"),
    schema: fixesAnswer,
    values: {
      system: { shape: trusted(fixesAnswer.shape) },
      user: {
        code: untrusted(
          "code",
          excerpt(
            change,
            threats.flatMap(({ evidence }) => evidence),
          ),
        ),
        threats: untrusted("threats", threats.map((threat, index) => describeThreat(threat, index + 1)).join("\n")),
      },
    },
    loss: null,
  });
  return answer?.fixes ?? [];
}

function describeThreat(threat: Threat, index: number): string {
  const place = placeOf(threat);
  const at = place === null ? "" : `${place.path}:${place.startLine}`;
  const advice = threat.mitigations.map(({ text }) => `   usually closed by: ${text}`);
  return [`${index}. ${threat.title} (${threat.kind}, ${threat.element})`, `   at ${at}`, ...advice].join("\n");
}

/** The first edit of each threat that holds; the unpatched change is judged once, when there is something to compare. */
async function proven(
  edits: readonly WireFix[],
  threats: readonly Threat[],
  { change, tools }: { change: ChangeSet; tools: FixTools },
): Promise<Map<Threat, Fix>> {
  const fixes = new Map<Threat, Fix>();
  let before: Grounded | null = null;
  for (const edit of edits.slice(0, MAX_THREATS)) {
    const threat = threats[Math.round(edit.index) - 1];
    if (!threat || fixes.has(threat) || edit.path !== placeOf(threat)?.path) continue;
    const applied = applyEdit(change, edit);
    if (applied === null) continue;
    before ??= await ground(change, tools.config, tools);
    const after = await ground(applied.patched, tools.config, tools);
    if (isFixed(threat, before, after)) fixes.set(threat, applied.fix);
  }
  return fixes;
}
