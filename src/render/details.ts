import type { ThreatReport } from "../domain/report.ts";
import type { Threat } from "../domain/threat.ts";
import { plain, prose } from "./escape.ts";
import { coverageDetails, coverageLine } from "./coverage-line.ts";
import { inlineComment } from "./inline-comment.ts";
import { bullets } from "./markdown-parts.ts";
import { answeredLine } from "./questions.ts";
import { decidedThreats, olderThreats, openThreats } from "./selection.ts";
import { smallerChanges } from "./surface-changes.ts";
import type { Told } from "./told.ts";
import { hasHiddenRows } from "./threat-table.ts";
import { voiceOf } from "./voice.ts";
import { EFFECT_WORDS, count, sentence } from "./words.ts";

/** One folded section: the title in words of ours, the content as Markdown. */
export interface DetailSection {
  readonly title: string;
  readonly body: string;
}

const MOST_LISTED = 20;
const MOST_WRITTEN_OUT = 10;

/** What a reader may want after the first screen; sections without content are not there. */
export function detailSections(
  report: ThreatReport,
  spelledOut: readonly Told[],
  heading = "Without an inline comment",
): DetailSection[] {
  const open = openThreats(report);
  const everything = report.threats.filter((threat) => threat.effect !== "pre_existing");
  const hidden = hasHiddenRows(report) ? everything : [];
  const smaller = smallerChanges(report);
  const older = olderThreats(report);
  const answered = report.questions.filter((question) => question.answered !== null);
  const told = [...decidedThreats(report).map(decisionLine), ...answered.map(answeredLine)];
  return [
    section(spelledOut, `${heading} (${spelledOut.length})`, () => writtenOut(spelledOut, report)),
    section(hidden, `All ${everything.length} threats`, () => bullets(everything.map(titleLine))),
    section(smaller, count(smaller.length, "more change"), () => list(smaller, (phrase) => phrase)),
    { title: coverageLine(report.coverage), body: coverageDetails(report.coverage) },
    section(open, "Risk arithmetic", () => list(open, arithmeticLine)),
    section(told, `Decided by people (${told.length})`, () => list(told, (line) => line)),
    section(report.rejected, `Set aside (${report.rejected.length})`, () => list(report.rejected, rejectedLine)),
    section(older, `There before this change (${older.length})`, () => list(older, titleLine)),
  ].filter((one) => one !== null);
}

/** `16 high = likelihood 4 × impact 4`, the sums behind it, and the one change that would lower it most. */
export function arithmeticLine({ id, risk, assumed }: Threat): string {
  const lower = risk.counterfactual === null ? "" : ` It would be ${risk.counterfactual}.`;
  const told =
    assumed === null ? "" : ` So scored because ${plain(assumed.by, 60)} answered “${plain(assumed.answer)}”.`;
  return `**${id}** ${risk.severity}: ${risk.likelihood} × ${risk.impact} = ${risk.score}. ${plain(risk.arithmetic)}.${lower}${told}`;
}

/** Who decided what, and why. */
export function decisionLine(threat: Threat): string {
  const decision = threat.disposition;
  if (decision === null) return threat.id;
  const verb = { accept: "accepted", dismiss: "dismissed", reopen: "reopened" }[decision.verb];
  const until = decision.expires === null ? "" : `, until ${decision.expires.slice(0, 10)}`;
  return `**${threat.id}** ${verb} by ${plain(decision.by, 60)}${until}: ${sentence(plain(decision.reason))}`;
}

function rejectedLine(one: ThreatReport["rejected"][number]): string {
  const say = voiceOf(one);
  return `${say(one.title)}: ${sentence(prose(one.reason))}`;
}

function titleLine(threat: Threat): string {
  return `${threat.risk.severity}, ${EFFECT_WORDS[threat.effect]}: ${voiceOf(threat)(threat.title)} (${threat.id})`;
}

function writtenOut(told: readonly Told[], report: ThreatReport): string {
  const written = told.slice(0, MOST_WRITTEN_OUT).map((one) => inlineComment(one, report, null));
  const listed = told.slice(MOST_WRITTEN_OUT).flatMap(({ threat, others }) => [threat, ...others]);
  return [...written, ...(listed.length > 0 ? [list(listed, titleLine)] : [])].join("\n\n---\n\n");
}

function section(content: readonly unknown[], title: string, body: () => string): DetailSection | null {
  return content.length === 0 ? null : { title, body: body() };
}

function list<Entry>(entries: readonly Entry[], line: (entry: Entry) => string): string {
  const rest = entries.length - MOST_LISTED;
  const more = rest > 0 ? [`and ${count(rest, "more", "more")}`] : [];
  return bullets([...entries.slice(0, MOST_LISTED).map(line), ...more]);
}
