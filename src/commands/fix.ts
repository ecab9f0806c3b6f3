import { fixBlock } from "../render/inline-comment.ts";
import type { SlashCommand } from "./command.ts";
import { aboutThreats } from "./which-threat.ts";

/** Posts the patch that was proven to work, or else what to change in words. */
export const fix: SlashCommand = {
  name: "fix",
  usage: "fix <threat id>",
  summary: "Post the fix of a threat.",
  needs: "read",
  takesThreat: true,
  reruns: false,
  answer: ([id], context) =>
    aboutThreats(
      id,
      context,
      (threat, report) => fixBlock(threat, report, null) ?? `No fix is known for ${threat.id}.`,
    ),
};
