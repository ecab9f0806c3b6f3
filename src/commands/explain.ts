import type { ThreatReport } from "../domain/report.ts";
import { codeSpan } from "../render/escape.ts";
import { explainThreat } from "../render/explanation.ts";
import { listOf } from "../render/words.ts";
import type { Answer, SlashCommand } from "./command.ts";

/** Tells everything about one threat of the newest report. */
export const explain: SlashCommand = {
  name: "explain",
  usage: "explain <threat id>",
  summary: "Show the path, the proof and the risk arithmetic of one threat.",
  needs: "read",
  reruns: false,
  answer([id], { report, disclosure }) {
    if (report === null) return told("There is no report yet for this pull request. `/threatmodel run` asks for one.");
    if (disclosure !== "full") return told("This repository does not show details of threats on pull requests.");
    const threat = report.threats.find((candidate) => candidate.id === id?.toUpperCase());
    return threat ? told(explainThreat(threat, report)) : { reply: whichOne(id, report), reaction: "confused" };
  },
};

const MOST_IDS = 20;

function told(reply: string): Answer {
  return { reply, reaction: "+1" };
}

function whichOne(id: string | undefined, report: ThreatReport): string {
  const ids = report.threats.map((threat) => `\`${threat.id}\``);
  if (ids.length === 0) return "The newest report has no threats to explain.";
  const named = [...ids.slice(0, MOST_IDS), ...(ids.length > MOST_IDS ? [`${ids.length - MOST_IDS} more`] : [])];
  if (id === undefined) return `Which threat? The newest report has ${listOf(named)}.`;
  return `There is no ${codeSpan(id, 40)} in the newest report. It has ${listOf(named)}.`;
}
