import { explainThreat } from "../render/explanation.ts";
import { NO_REPORT, NOT_SHOWN, puzzled, type SlashCommand, told } from "./command.ts";
import { threatNamed, whichThreat } from "./which-threat.ts";

/** Explanations in one reply; more would not be read. */
const MOST_EXPLAINED = 5;

/** Tells everything about one threat of the newest report. */
export const explain: SlashCommand = {
  name: "explain",
  usage: "explain <threat id>",
  summary: "Show the path, the proof and the risk arithmetic of one threat.",
  needs: "read",
  takesThreat: true,
  reruns: false,
  answer([id], { report, disclosure }) {
    if (report === null) return told(NO_REPORT);
    if (disclosure !== "full") return told(NOT_SHOWN);
    const ids = id?.toLowerCase() === "all" ? report.gate.failing : [id];
    const threats = ids.flatMap((one) => threatNamed(one, report) ?? []).slice(0, MOST_EXPLAINED);
    if (threats.length > 0) return told(threats.map((threat) => explainThreat(threat, report)).join("\n\n---\n\n"));
    return id === "all" ? told("Nothing blocks.") : puzzled(whichThreat(id, report));
  },
};
