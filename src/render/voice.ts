import type { Threat } from "../domain/threat.ts";
import { plain, prose } from "./escape.ts";
import { capitalised, sentence } from "./words.ts";

/** Words about a threat as Markdown: names in backticks are kept only where our own rules wrote the words. */
export function voiceOf(threat: Pick<Threat, "origin">): (text: string) => string {
  return threat.origin === "rule" ? (text) => prose(text) : (text) => plain(text.replaceAll("`", ""));
}

/** The threat statement as one sentence: who, under which condition, can do what, and what that leads to. */
export function statementSentence({ statement }: Pick<Threat, "statement">): string {
  const who = qualified(withArticle(statement.source.trim()), statement.prerequisites.trim());
  return sentence(
    capitalised(`${who} can ${trimStop(statement.action)}, which leads to ${trimStop(statement.impact)}`),
  );
}

/** Who, narrowed by a condition: a second "who" becomes an "and", and what only explains stands between commas. */
function qualified(source: string, condition: string): string {
  if (/^(?:the|such as|including) /u.test(condition)) return `${source}, ${condition},`;
  const isClause = /^(?:whoever|(?:an? )?[\w-]+ (?:who|whose)) /iu.test(source);
  const joined = isClause ? condition.replace(/^who /u, "and ") : condition;
  return [source, joined.includes(", ") ? `${joined},` : joined].filter(Boolean).join(" ");
}

/** The catalogue's grammar is `A/An [source]`; sources that bring their own determiner, or are plural, need none. */
function withArticle(source: string): string {
  const determined = /^(?:an?|the|any\w*|every\w*|some\w*|all|whoever|people|one)\b|^\w*s\b|^\p{Lu}/u.test(source);
  if (source === "") return "someone";
  if (determined) return source;
  return `${/^(?!use|uni|one)[aeiou]/iu.test(source) ? "an" : "a"} ${source}`;
}

function trimStop(text: string): string {
  return text.trim().replace(/\.+$/u, "");
}
