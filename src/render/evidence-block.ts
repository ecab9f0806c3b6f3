import { linesOf } from "../domain/change-set.ts";
import type { Evidence } from "../domain/evidence.ts";
import type { ThreatReport } from "../domain/report.ts";
import { type Fix, type Threat, isLostControl } from "../domain/threat.ts";
import { codeBlock, visible } from "./escape.ts";
import { type Place, placeLink } from "./links.ts";

const MOST_QUOTES = 3;
const MOST_LINES = 8;

/** Languages that the host colours, by file extension. */
const LANGUAGES: Readonly<Record<string, string>> = {
  ts: "ts",
  tsx: "tsx",
  js: "js",
  mjs: "js",
  cjs: "js",
  jsx: "jsx",
  py: "python",
  go: "go",
  rb: "ruby",
  java: "java",
  kt: "kotlin",
  yml: "yaml",
  yaml: "yaml",
  json: "json",
  tf: "hcl",
  sh: "sh",
};

/** The quotes worth showing: not those that stand right above the comment, lost controls last. */
export function shownEvidence(threat: Threat, attached: Place | null): Evidence[] {
  const elsewhere = threat.evidence.filter((evidence) => attached === null || !covers(attached, evidence));
  return elsewhere.slice(0, MOST_QUOTES);
}

/** The quoted lines as Markdown with their places; what a lost control looked like is shown as removed lines. */
export function evidenceBlocks(threat: Threat, report: ThreatReport, attached: Place | null): string[] {
  return shownEvidence(threat, attached).map((evidence) => {
    const lines = quotedLines(evidence);
    const place = placeLink(evidence, report);
    if (!isLostControl(threat, evidence)) return `${place}\n${codeBlock(lines.join("\n"), languageOf(evidence.path))}`;
    const removed = lines.map((line) => `- ${line}`).join("\n");
    return `Before this change (${place} at the base), and gone now:\n${codeBlock(removed, "diff")}`;
  });
}

/** The lines of a quote without their common indentation, at most eight. */
export function quotedLines({ quote }: Pick<Evidence, "quote">): string[] {
  const lines = linesOf(quote);
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/u.exec(line)?.[0].length ?? 0);
  const common = Math.min(...indents, Number.MAX_SAFE_INTEGER);
  const shown = lines.slice(0, MOST_LINES).map((line) => line.slice(Math.min(common, line.length)));
  return lines.length > MOST_LINES ? [...shown, "…"] : shown;
}

/** The proven patch, unless it holds a secret's placeholder or unseen characters and so cannot be shown as it is. */
export function shownFix({ fix }: Pick<Threat, "fix">): Fix | null {
  if (fix === null || fix.replacement.includes("<secret:")) return null;
  return visible(fix.replacement) === fix.replacement.replace(/\r\n?/gu, "\n") ? fix : null;
}

export function languageOf(path: string): string {
  if (/(?:^|\/)Dockerfile[^/]*$/u.test(path)) return "dockerfile";
  return LANGUAGES[/\.([a-z]+)$/u.exec(path)?.[1] ?? ""] ?? "";
}

function covers(place: Place, evidence: Evidence): boolean {
  const samePlace = place.side === evidence.side && place.path === evidence.path;
  return samePlace && place.startLine <= evidence.startLine && place.endLine >= evidence.endLine;
}
