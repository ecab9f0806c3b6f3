import { explainThreat } from "../render/explanation.ts";
import type { SlashCommand } from "./command.ts";
import { aboutThreats } from "./which-threat.ts";

/** Tells everything about a threat of the newest report. */
export const explain: SlashCommand = {
  name: "explain",
  usage: "explain <threat id>",
  summary: "Show the path, the proof and the risk arithmetic of one threat.",
  needs: "read",
  takesThreat: true,
  reruns: false,
  answer: ([id], context) => aboutThreats(id, context, explainThreat),
};
