import { decisionCommand } from "./decide.ts";

/** Says that a threat is none. */
export const dismiss = decisionCommand({
  verb: "dismiss",
  usage: "dismiss <threat id> because <reason>",
  summary: "Say that a threat is a false positive.",
  done: "dismissed as a false positive",
  needsReason: true,
  mayExpire: false,
});
