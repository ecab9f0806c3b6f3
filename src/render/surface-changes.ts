import type { ThreatReport } from "../domain/report.ts";
import { plain, prose } from "./escape.ts";
import { bullets } from "./markdown-parts.ts";
import { count, listOf, sentence } from "./words.ts";

const PHRASES_IN_PROSE = 3;
const MOST_LISTED = 5;

/** What the change does to the attack surface: one sentence, or a short list with a line before it. */
export interface Surface {
  /** `This change opens a and opens b.`, or `This change:` when a list follows. */
  readonly lead: string;
  readonly items: readonly string[];
  /** Phrases that are not shown on the first screen. */
  readonly rest: readonly string[];
}

/** What the change does to the attack surface as Markdown; `null` when nothing is known. */
export function surfaceChanges(report: Pick<ThreatReport, "summary">): string | null {
  const surface = surfaceOf(markdownPhrases(report));
  if (surface === null) return null;
  return surface.items.length === 0 ? surface.lead : `${surface.lead}\n${bullets(surface.items)}`;
}

/** The phrases that the first screen only counts, as Markdown. */
export function smallerChanges(report: Pick<ThreatReport, "summary">): readonly string[] {
  return surfaceOf(markdownPhrases(report))?.rest ?? [];
}

/** The summary's phrases without repetition. */
export function surfacePhrases(report: Pick<ThreatReport, "summary">): ThreatReport["summary"] {
  const seen = new Set<string>();
  return report.summary.filter((item) => !seen.has(item.text) && seen.add(item.text));
}

/** Joins phrases that complete `This change …`: up to three are prose, more are a list that ends with a count. */
export function surfaceOf(phrases: readonly string[]): Surface | null {
  const texts = phrases.map(withoutStop);
  if (texts.length === 0) return null;
  if (texts.length <= PHRASES_IN_PROSE) {
    return { lead: sentence(`This change ${listOf(texts)}`), items: [], rest: [] };
  }
  const items = texts.slice(0, MOST_LISTED);
  const rest = texts.slice(MOST_LISTED);
  const counted = rest.length === 0 ? [] : [`and ${count(rest.length, "more change")}`];
  return { lead: "This change:", items: [...items, ...counted], rest };
}

function markdownPhrases(report: Pick<ThreatReport, "summary">): string[] {
  return surfacePhrases(report).map(({ text, origin }) => (origin === "rule" ? prose(text) : unquoted(text)));
}

/** Words of a model keep no code spans: those are for what code has verified. */
function unquoted(text: string): string {
  return plain(text.replaceAll("`", ""));
}

function withoutStop(phrase: string): string {
  return phrase.replace(/^This change /u, "").replace(/\.$/u, "");
}
