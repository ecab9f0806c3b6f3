import type { ThreatReport } from "../domain/report.ts";
import { prose } from "./escape.ts";
import { type Place, placeLink } from "./links.ts";
import { bullets, joinBlocks } from "./markdown-parts.ts";

/** A sentence of a model, and what of the report it rests on. */
interface Sentence {
  readonly text: string;
  readonly facts: readonly { readonly threatId: string | null; readonly place: Place | null }[];
}

const MOST_REFERENCES = 4;

/** The answer to a question about a report, each sentence with what it rests on. */
export function askedAnswer(sentences: readonly Sentence[], report: ThreatReport): string {
  const at = `the report of \`${report.headSha.slice(0, 7)}\``;
  if (sentences.length === 0) return `A model read ${at} for this, and the report does not say.`;
  const lines = sentences.map(({ text, facts }) => {
    const places = facts.flatMap(({ place }) => (place === null ? [] : [placeLink(place, report)]));
    const threats = facts.flatMap(({ threatId }) => threatId ?? []);
    const references = [...new Set([...threats, ...places])].slice(0, MOST_REFERENCES);
    return references.length === 0 ? prose(text) : `${prose(text)} (${references.join(", ")})`;
  });
  return joinBlocks([
    bullets(lines),
    `<sub>A model's words about ${at}; it saw nothing else. They decide nothing.</sub>`,
  ]);
}
