import type { Threat } from "../domain/threat.ts";
import { plain, prose } from "./escape.ts";
import { capitalised, sentence } from "./words.ts";

/** Words about a threat as Markdown: names in backticks are kept only where our own rules wrote the words. */
export function voiceOf(threat: Pick<Threat, "origin">): (text: string) => string {
  return threat.origin === "rule" ? (text) => prose(text) : (text) => plain(text.replaceAll("`", ""));
}

/** The threat statement as one sentence: who, under which condition, can do what, and what that leads to. */
export function statementSentence({ statement }: Pick<Threat, "statement">): string {
  const who = [statement.source, statement.prerequisites]
    .map((part) => part.trim())
    .filter(Boolean)
    .join(" ");
  return sentence(
    capitalised(`${who} can ${trimStop(statement.action)}, which leads to ${trimStop(statement.impact)}`),
  );
}

function trimStop(text: string): string {
  return text.trim().replace(/\.+$/u, "");
}
