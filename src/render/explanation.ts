import type { ThreatReport } from "../domain/report.ts";
import type { Claim, Threat } from "../domain/threat.ts";
import { arithmeticLine, decisionLine } from "./details.ts";
import { evidenceBlocks } from "./evidence-block.ts";
import { references } from "./inline-comment.ts";
import { placeLink } from "./links.ts";
import { bullets, joinBlocks } from "./markdown-parts.ts";
import { statementSentence, voiceOf } from "./voice.ts";
import { EFFECT_WORDS, STRIDE_NAMES, sentence } from "./words.ts";

/** Everything that is known of one threat, as Markdown: the path, the proof, the sum, and when it is no threat. */
export function explainThreat(threat: Threat, report: ThreatReport): string {
  const say = voiceOf(threat);
  return joinBlocks([
    `### ${say(threat.title)}`,
    `${threat.id} · ${threat.risk.severity}, confidence ${threat.confidence} · ${EFFECT_WORDS[threat.effect]} · ${STRIDE_NAMES[threat.stride]}`,
    say(statementSentence(threat)),
    stepList(threat, report),
    ...evidenceBlocks(threat, report, null),
    `**What is proven.** ${claimWords(threat.claim)}`,
    `**Why ${threat.risk.severity}.** ${arithmeticLine(threat)}`,
    threat.mitigations.length > 0
      ? `**What helps.**\n${bullets(threat.mitigations.map(({ text, effort }) => `${say(sentence(text))} Effort ${effort}.`))}`
      : null,
    threat.falsePositives && `**When this is no threat.** ${say(sentence(threat.falsePositives))}`,
    threat.disposition && decisionLine(threat),
    references(threat).join(" · "),
  ]);
}

/** The three separate facts behind a confidence, in words. */
function claimWords({ quoteFound, reachable, controlAbsent }: Claim): string {
  const reach = {
    yes: "an entry point reaches them",
    no: "no entry point reaches them",
    unknown: "whether an entry point reaches them is not known",
  }[reachable];
  const control = {
    yes: "the control that would stop this is not on that path",
    no: "a control on that path may stop this",
    unknown: "whether a control outside the files in view stops this is not known",
  }[controlAbsent];
  return `The quoted lines ${quoteFound ? "are" : "are not"} in the file; ${reach}; ${control}.`;
}

function stepList(threat: Threat, report: ThreatReport): string | null {
  if (threat.steps.length === 0) return null;
  const say = voiceOf(threat);
  const lines = threat.steps.map(({ text, path, side, line }, index) => {
    const place = placeLink({ path, side, startLine: line, endLine: line }, report);
    return `${index + 1}. ${say(text)} (${place})`;
  });
  return lines.join("\n");
}
