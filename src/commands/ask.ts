import { NO_REPORT, NOT_SHOWN, puzzled, type SlashCommand, told } from "./command.ts";

/** Has a model answer a question from the newest report. */
export const ask: SlashCommand = {
  name: "ask",
  usage: "ask <question>",
  summary: "Ask something about the newest report; a model answers from it and names what it rests on.",
  needs: "write_or_author",
  reruns: false,
  answer(args, { report, disclosure }) {
    if (report === null) return told(NO_REPORT);
    if (disclosure !== "full") return told(NOT_SHOWN);
    if (args.length === 0) return puzzled("What would you like to know? `/threatmodel ask why is this reachable`");
    return { reply: null, reaction: "+1", question: args.join(" ") };
  },
};
