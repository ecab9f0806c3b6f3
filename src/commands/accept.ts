import { decisionCommand } from "./decide.ts";

/** Takes the risk of a threat, for good or for a time. */
export const accept = decisionCommand({
  verb: "accept",
  usage: "accept <threat id> [until YYYY-MM-DD] because <reason>",
  summary: "Take the risk of a threat; it no longer blocks.",
  done: "accepted",
  needsReason: true,
  mayExpire: true,
});
