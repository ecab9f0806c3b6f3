import type { ThreatReport } from "../domain/report.ts";
import { plain, prose } from "./escape.ts";
import { count, listOf, sentence } from "./words.ts";

const SENTENCES = 3;
const PHRASES_PER_SENTENCE = 2;

/** What the change does to the attack surface, in at most three sentences of Markdown; `null` when nothing is known. */
export function surfaceChanges(report: Pick<ThreatReport, "summary">): string | null {
  const phrases = surfacePhrases(report).map(({ text, origin }) => (origin === "rule" ? prose(text) : unquoted(text)));
  return surfaceSentences(phrases);
}

/** The summary's phrases without repetition. */
export function surfacePhrases(report: Pick<ThreatReport, "summary">): ThreatReport["summary"] {
  const seen = new Set<string>();
  return report.summary.filter((item) => !seen.has(item.text) && seen.add(item.text));
}

/** Joins phrases that complete `This change …` into at most three sentences. */
export function surfaceSentences(phrases: readonly string[]): string | null {
  if (phrases.length === 0) return null;
  const shown = phrases.slice(0, SENTENCES * PHRASES_PER_SENTENCE).map(withoutStop);
  const rest = phrases.length - shown.length;
  if (rest > 0) shown.push(`makes ${count(rest, "smaller change")}`);
  const size = Math.max(PHRASES_PER_SENTENCE, Math.ceil(shown.length / SENTENCES));
  const groups = Array.from({ length: Math.ceil(shown.length / size) }, (_, index) =>
    shown.slice(index * size, index * size + size),
  );
  return groups
    .map((group, index) => sentence(`${index === 0 ? "This change" : "It also"} ${listOf(group)}`))
    .join(" ");
}

/** Words of a model keep no code spans: those are for what code has verified. */
function unquoted(text: string): string {
  return plain(text.replaceAll("`", ""));
}

function withoutStop(phrase: string): string {
  return phrase.replace(/^This change /u, "").replace(/\.$/u, "");
}
