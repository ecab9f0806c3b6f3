import type { ThreatReport } from "../domain/report.ts";
import { explainThreat } from "../render/explanation.ts";
import type { SlashCommand } from "./command.ts";

/** Tells everything about one threat of the newest report. */
export const explain: SlashCommand = {
  name: "explain",
  usage: "explain <threat id>",
  summary: "Show the path, the proof and the risk arithmetic of one threat.",
  needs: "read",
  reruns: false,
  answer([id], { report, disclosure }) {
    if (report === null) return "There is no report yet for this pull request. `/threatmodel run` asks for one.";
    if (disclosure !== "full") return "This repository does not show details of threats on pull requests.";
    const threat = report.threats.find((candidate) => candidate.id === id?.toUpperCase());
    return threat ? explainThreat(threat, report) : whichOne(report);
  },
};

function whichOne(report: ThreatReport): string {
  const ids = report.threats.map((threat) => `\`${threat.id}\``);
  if (ids.length === 0) return "The newest report has no threats to explain.";
  return `Which threat? The newest report knows ${ids.slice(0, 20).join(", ")}.`;
}
