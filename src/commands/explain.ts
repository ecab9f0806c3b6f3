import { explainThreat } from "../render/explanation.ts";
import { NO_REPORT, NOT_SHOWN, puzzled, type SlashCommand, told } from "./command.ts";
import { threatNamed, whichThreat } from "./which-threat.ts";

/** Tells everything about one threat of the newest report. */
export const explain: SlashCommand = {
  name: "explain",
  usage: "explain <threat id>",
  summary: "Show the path, the proof and the risk arithmetic of one threat.",
  needs: "read",
  reruns: false,
  answer([id], { report, disclosure }) {
    if (report === null) return told(NO_REPORT);
    if (disclosure !== "full") return told(NOT_SHOWN);
    const threat = threatNamed(id, report);
    return threat ? told(explainThreat(threat, report)) : puzzled(whichThreat(id, report));
  },
};
