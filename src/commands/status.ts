import { decisionLine } from "../render/details.ts";
import { codeSpan } from "../render/escape.ts";
import { coverageLine } from "../render/coverage-line.ts";
import { bullets, joinBlocks } from "../render/markdown-parts.ts";
import { decidedThreats } from "../render/selection.ts";
import { verdictLine } from "../render/verdict-line.ts";
import { NO_REPORT, type SlashCommand, told } from "./command.ts";

/** Tells where the pull request stands, in a few lines. */
export const status: SlashCommand = {
  name: "status",
  usage: "status",
  summary: "Say what the newest review found, what blocks, and what was decided.",
  needs: "read",
  reruns: false,
  answer(_, { report, disclosure }) {
    if (report === null) return told(NO_REPORT);
    const { failing } = report.gate;
    const decided = disclosure === "full" ? decidedThreats(report) : [];
    return told(
      joinBlocks([
        `**${verdictLine(report)}** at ${codeSpan(report.headSha.slice(0, 7))}.`,
        failing.length > 0 ? `Blocking: ${failing.join(", ")}.` : null,
        decided.length > 0 ? bullets(decided.map(decisionLine)) : null,
        `${coverageLine(report.coverage)}.`,
      ]),
    );
  },
};
