import { decisionCommand } from "./decide.ts";

/** Takes an earlier decision back. */
export const reopen = decisionCommand({
  verb: "reopen",
  usage: "reopen <threat id>",
  summary: "Take an earlier decision about a threat back.",
  done: "open again",
  needsReason: false,
  mayExpire: false,
});
