import type { RepositoryConfig } from "../../config/repository-config.ts";
import { byCause } from "../../domain/causes.ts";
import type { ChangeSet } from "../../domain/change-set.ts";
import type { Evidence } from "../../domain/evidence.ts";
import { blocks } from "../../domain/gate.ts";
import { type AbuseTest, type Fix, type Threat, isNew, primaryEvidence } from "../../domain/threat.ts";
import { roleOf } from "../../facts/file-role.ts";
import type { Grounded } from "../grounded.ts";
import { acceptedTest } from "../model/abuse-test.ts";
import { applyEdit } from "../model/apply-edit.ts";
import { excerpt } from "../model/excerpt.ts";
import { isFixed } from "../model/is-fixed.ts";
import { type StyleTools, type TestStyle, testStyleNear } from "../model/test-style.ts";
import type { ModelSession } from "../model-session.ts";
import { loadPrompt, trusted, untrusted } from "../prompts.ts";
import { type WireFix, type WireTest, fixesAnswer } from "../schemas/fixes-answer.ts";
import { ground, type GroundTools } from "./ground.ts";

/** What fixes are written and proven with. */
export interface FixTools extends GroundTools, StyleTools {
  readonly config: RepositoryConfig;
  readonly model: ModelSession | null;
}

const MAX_THREATS = 5;
const MAX_TESTS = 2;

/**
 * Asks for small edits that close the first new threats, and for tests of those that block. An edit is kept only when it
 * applies, the rules no longer find the threat in the patched change, and they find no other; so only threats that rules can
 * see get one. The rest keeps the catalogue's advice.
 */
export async function suggestFixes(threats: readonly Threat[], change: ChangeSet, tools: FixTools): Promise<Threat[]> {
  const fixable = threats.filter((threat) => isProvable(threat, change)).slice(0, MAX_THREATS);
  const blocking = threats.filter((threat) => isTestWanted(threat, change, tools.config));
  const tested = byCause(blocking)
    .flatMap(([first]) => first ?? [])
    .slice(0, MAX_TESTS);
  if (tools.model === null || fixable.length + tested.length === 0) return [...threats];
  const [first] = tested;
  const style = first ? await testStyleNear(primaryEvidence(first).path, change, tools) : null;
  const wanted = threats.filter((threat) => fixable.includes(threat) || (style !== null && tested.includes(threat)));
  if (wanted.length === 0) return [...threats];
  const answer = await askForEdits({ wanted, fixable, tested, style }, change, tools.model);
  const fixes = await proven(answer?.fixes ?? [], wanted, { change, tools });
  const tests = style === null ? new Map<Threat, AbuseTest>() : accepted(answer?.tests ?? [], wanted, style);
  return threats.map((threat) => ({
    ...threat,
    fix: fixes.get(threat) ?? threat.fix,
    abuseTest: tests.get(threat) ?? threat.abuseTest,
  }));
}

/** Threats that block, in code that people test. */
function isTestWanted(threat: Threat, change: ChangeSet, { gate }: RepositoryConfig): boolean {
  const path = placeOf(threat)?.path;
  const isCode = path !== undefined && roleOf(path) === "code";
  return isCode && isNew(threat.effect) && blocks(threat, gate) && change.files.some((file) => file.path === path);
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

/** What is asked for, and of which threats. */
interface Wish {
  readonly wanted: readonly Threat[];
  readonly fixable: readonly Threat[];
  readonly tested: readonly Threat[];
  readonly style: TestStyle | null;
}

async function askForEdits(wish: Wish, change: ChangeSet, model: ModelSession) {
  const { wanted, style } = wish;
  return model.ask({
    prompt: loadPrompt("suggest-fixes"),
    schema: fixesAnswer,
    values: {
      system: { shape: trusted(fixesAnswer.shape) },
      user: {
        code: untrusted(
          "code",
          excerpt(
            change,
            wanted.flatMap(({ evidence }) => evidence),
          ),
        ),
        threats: untrusted(
          "threats",
          wanted.map((threat, index) => describeThreat(threat, index + 1, wish)).join("\n"),
        ),
        style: untrusted("test", style === null ? "none" : `## ${style.path}\n${style.text}`),
      },
    },
    loss: null,
  });
}

function describeThreat(threat: Threat, index: number, { fixable, tested, style }: Wish): string {
  const place = placeOf(threat);
  const at = place === null ? "" : `${place.path}:${place.startLine}`;
  const wanted = [fixable.includes(threat) ? "edit" : "", style && tested.includes(threat) ? "test" : ""].filter(
    Boolean,
  );
  const advice = threat.mitigations.map(({ text }) => `   usually closed by: ${text}`);
  return [
    `${index}. ${threat.title} (${threat.kind}, ${threat.element})`,
    `   at ${at}; ${wanted.join(" and ")} wanted`,
    ...advice,
  ].join("\n");
}

/** The first test of each threat that is fit to be shown. */
function accepted(tests: readonly WireTest[], threats: readonly Threat[], style: TestStyle): Map<Threat, AbuseTest> {
  const found = tests.flatMap(({ index, code }) => {
    const [threat, test] = [threats[Math.round(index) - 1], acceptedTest(code, style)];
    return threat && test ? ([[threat, test]] as const) : [];
  });
  return new Map(found.toReversed());
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
