import type { ThreatReport } from "../domain/report.ts";
import { primaryEvidence } from "../domain/threat.ts";
import { coverageLine, furtherGaps, missedFiles, modelReason, rulesOnlyFiles, stateWords } from "./coverage-line.ts";
import { runLine } from "./footer.ts";
import { placeName } from "./links.ts";
import { answerWords, shownQuestions } from "./questions.ts";
import { betterThreats, decidedThreats, olderThreats } from "./selection.ts";
import { claimLine } from "./claim.ts";
import { surfaceOf, surfacePhrases } from "./surface-changes.ts";
import { type Paint, type Style, labelled, painter, paragraph, words } from "./terminal-text.ts";
import { terminalThreat } from "./terminal-threat.ts";
import { toldThreats } from "./told.ts";
import { verdictLine } from "./verdict-line.ts";
import { capitalised, count } from "./words.ts";

export interface TerminalOptions {
  /** False for pipes, files and `NO_COLOR`. */
  readonly color: boolean;
  /** Columns of the terminal; text is wrapped at 80 or fewer. */
  readonly width?: number;
}

const WIDEST = 80;

/** The review for a terminal, with a final newline: verdict, threats with quoted lines, coverage. */
export function renderTerminal(report: ThreatReport, { color, width = WIDEST }: TerminalOptions): string {
  const paint = painter(color);
  const columns = Math.max(40, Math.min(width, WIDEST));
  const blocks = [
    paint(verdictStyle(report), verdictLine(report)),
    surface(report, columns),
    paragraph(claimLine(report) ?? "", 0, columns),
    ...toldThreats(report).map((told) => terminalThreat(told, paint, columns)),
    otherThreats(report, paint, columns),
    questions(report, columns),
    coverage(report, paint, columns),
  ];
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}

function surface(report: ThreatReport, width: number): string {
  const said = surfaceOf(surfacePhrases(report).map((item) => words(item.text)));
  if (said === null) return "";
  const layout = { indent: 0, column: 2, width };
  return [paragraph(said.lead, 0, width), ...said.items.flatMap((item) => labelled("-", item, layout))].join("\n");
}

function verdictStyle({ gate }: ThreatReport): Style {
  const styles = { success: ["bold", "green"], failure: ["bold", "red"], neutral: ["bold", "yellow"] } as const;
  return [...styles[gate.conclusion]];
}

function otherThreats(report: ThreatReport, paint: Paint, width: number): string {
  const layout = { indent: 0, column: 10, width };
  const decided = decidedThreats(report).map((threat) => ({ threat, label: "DECIDED", style: "gray" as const }));
  const better = betterThreats(report).map((threat) => ({
    threat,
    label: threat.effect === "resolved" ? "RESOLVED" : "REDUCED",
    style: "green" as const,
  }));
  const rows = [...decided, ...better].flatMap(({ threat, label, style }) => {
    const by = threat.disposition ? ` (${threat.disposition.by}: ${threat.disposition.reason})` : "";
    const place = placeName(primaryEvidence(threat));
    const [first = "", ...rest] = labelled(label, words(`${threat.title}${by} · ${place} · ${threat.id}`), layout);
    return [paint(style, label) + first.slice(label.length), ...rest];
  });
  const older = olderThreats(report).length;
  return [
    ...rows,
    ...(older > 0 ? [paint("gray", `${count(older, "threat")} stood here before this change.`)] : []),
  ].join("\n");
}

function questions(report: ThreatReport, width: number): string {
  const layout = { indent: 0, column: 10, width };
  return shownQuestions(report)
    .flatMap((question) => {
      const asked = [capitalised(question.text), answerWords(question)].filter(Boolean).join(" ");
      return labelled("QUESTION", words(asked), layout);
    })
    .join("\n");
}

function coverage(report: ThreatReport, paint: Paint, width: number): string {
  const missing = [
    ...missedFiles(report.coverage).map((file) => `not looked at: ${file.path}: ${stateWords(file)}`),
    ...furtherGaps(report.coverage).map((gap) => `not looked at: ${gap}`),
    ...rulesOnlyFiles(report.coverage).map((file) => `rules only: ${file.path} (${modelReason(file)})`),
  ];
  return [
    paragraph(coverageLine(report.coverage), 0, width),
    ...missing.map((one) => paint("yellow", paragraph(words(one), 2, width))),
    paint("gray", runLine(report)),
  ].join("\n");
}
