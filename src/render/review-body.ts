import type { ThreatReport } from "../domain/report.ts";
import { leftOutLine } from "./coverage-line.ts";
import { type DetailSection, detailSections } from "./details.ts";
import { type Diagram, pickDiagram, threatNumbers } from "./diagram.ts";
import { plain } from "./escape.ts";
import { runLine } from "./footer.ts";
import { details, joinBlocks } from "./markdown-parts.ts";
import { legendOf, mermaidOf } from "./mermaid.ts";
import { openQuestions } from "./questions.ts";
import { lapsedLines } from "./lapsed.ts";
import { hasSecurityMeaning } from "./selection.ts";
import { claimLine } from "./claim.ts";
import { surfaceChanges } from "./surface-changes.ts";
import type { Told } from "./told.ts";
import { threatTable, threatsLeftOut } from "./threat-table.ts";
import { verdictLine } from "./verdict-line.ts";

/**
 * The review as Markdown: one screen, the rest folded. `spelledOut` are threats without an inline comment, `gone` is a
 * line about what an earlier head had.
 */
export function reviewBody(report: ThreatReport, spelledOut: readonly Told[], gone: string | null = null): string {
  if (!hasSecurityMeaning(report)) return joinBlocks([verdictLine(report), gone]);
  return joinBlocks([
    ...firstScreen(report, gone),
    ...detailSections(report, spelledOut).map(({ title, body }) => details(title, body)),
    footer(report),
  ]);
}

/** The folded sections as one document, for the check's text. */
export function detailsDocument(sections: readonly DetailSection[]): string {
  return joinBlocks(sections.flatMap(({ title, body }) => [`#### ${title}`, body]));
}

/** `<sub>` keeps the footer small on the host. */
export function footer(report: ThreatReport): string {
  return `<sub>${plain(runLine(report))}</sub>`;
}

function firstScreen(report: ThreatReport, gone: string | null): (string | null)[] {
  const diagram = pickDiagram(report);
  const leftOut = threatsLeftOut(report);
  return [
    `### ${verdictLine(report)}`,
    surfaceChanges(report),
    claimLine(report),
    threatTable(report, threatNumbers(report, diagram)),
    leftOut > 0 ? `${leftOut} more in the details below.` : null,
    gone,
    lapsedLines(report),
    diagram && diagramBlock(diagram),
    openQuestions(report),
    leftOutLine(report.coverage),
  ];
}

/** The drawing with its legend. */
export function diagramBlock(diagram: Diagram): string {
  const legend = legendOf(diagram);
  return `\`\`\`mermaid\n${mermaidOf(diagram)}\n\`\`\`${legend === "" ? "" : `\n<sub>${legend}</sub>`}`;
}
