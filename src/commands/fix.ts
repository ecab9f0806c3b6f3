import { fixBlock } from "../render/inline-comment.ts";
import { NO_REPORT, NOT_SHOWN, puzzled, type SlashCommand, told } from "./command.ts";
import { threatNamed, whichThreat } from "./which-threat.ts";

/** Posts the patch that was proven to work, or else what to change in words. */
export const fix: SlashCommand = {
  name: "fix",
  usage: "fix <threat id>",
  summary: "Post the fix of a threat.",
  needs: "read",
  takesThreat: true,
  reruns: false,
  answer([id], { report, disclosure }) {
    if (report === null) return told(NO_REPORT);
    if (disclosure !== "full") return told(NOT_SHOWN);
    const threat = threatNamed(id, report);
    if (!threat) return puzzled(whichThreat(id, report));
    return told(fixBlock(threat, report, null) ?? `No fix is known for ${threat.id}.`);
  },
};
