import type { ThreatReport } from "../domain/report.ts";
import type { Threat } from "../domain/threat.ts";
import { codeBlock, codeSpan } from "./escape.ts";
import { evidenceBlocks, languageOf, shownFix } from "./evidence-block.ts";
import { placeLink } from "./links.ts";
import { details, joinBlocks } from "./markdown-parts.ts";
import type { InlinePlace } from "./placement.ts";
import { type Told, alsoOpen } from "./told.ts";
import { statementSentence, voiceOf } from "./voice.ts";
import { sentence } from "./words.ts";

export const TEST_NOTE = "Written by a model and run by nobody, in the style of";
const LATE = "*Found only now, in code that an earlier review had read: it blocks nothing here.*";

/**
 * One threat, and what else is open for the same reason, for the person who wrote that line; `place` is where the comment
 * stands, or `null` inside a document.
 */
export function inlineComment(told: Told, report: ThreatReport, place: InlinePlace | null): string {
  const { threat } = told;
  const say = voiceOf(threat);
  const also = alsoOpen(told);
  return joinBlocks([
    `**${say(threat.title)}** · ${threat.risk.severity}, confidence ${threat.confidence} · ${threat.id}`,
    threat.late ? LATE : null,
    say(statementSentence(threat)),
    ...evidenceBlocks(threat, report, place),
    also && `**Also open by this.** ${also}`,
    threat.breakIt && `**How I would break this.** ${say(sentence(threat.breakIt))}`,
    fixBlock(threat, report, place),
    threat.test && `**Prove it.** ${say(sentence(threat.test))}`,
    testBlock(threat),
    [...references(threat), `\`/threatmodel explain|accept|dismiss ${threat.id} …\``].join(" · "),
  ]);
}

/** Ids in public catalogues, such as `CWE-639`, `OWASP A01:2025` and `ASVS v5.0.0-8.2.2`. */
export function references(threat: Pick<Threat, "cwe" | "owasp" | "asvs">): string[] {
  return [
    ...threat.cwe.slice(0, 3).map((number) => `CWE-${number}`),
    ...threat.owasp.slice(0, 3).map((name) => `OWASP ${name}`),
    ...threat.asvs.slice(0, 3).map((name) => `ASVS ${name}`),
  ];
}

/** The test to copy, folded; `null` without one. */
function testBlock({ abuseTest }: Threat): string | null {
  if (abuseTest === null) return null;
  const { path, code } = abuseTest;
  const said = `${TEST_NOTE} ${codeSpan(path)}:`;
  return details("A test for this", `${said}\n${codeBlock(code, languageOf(path))}`);
}

/** The proven patch as a suggestion where it can be applied, else as code; without a patch the first mitigation. */
export function fixBlock(threat: Threat, report: ThreatReport, place: InlinePlace | null): string | null {
  const [mitigation] = threat.mitigations;
  const advice = mitigation ? ` ${voiceOf(threat)(sentence(mitigation.text))}` : "";
  const fix = shownFix(threat);
  if (fix === null) return advice && `**Fix.**${advice}`;
  if (place?.holdsFix) return `**Fix.**${advice}\n${codeBlock(fix.replacement, "suggestion")}`;
  const where = placeLink({ ...fix, side: "head" }, report);
  return `**Fix.**${advice} At ${where}:\n${codeBlock(fix.replacement, languageOf(fix.path))}`;
}
