import { codeBlock, codeSpan } from "../render/escape.ts";
import { listOf } from "../render/words.ts";
import { NO_REPORT, type SlashCommand, told } from "./command.ts";

/** Shows what the newest review went by, and where that comes from. */
export const config: SlashCommand = {
  name: "config",
  usage: "config",
  summary: "Show the configuration that the newest review went by, and its files.",
  needs: "read",
  reruns: false,
  answer(_, { settings }) {
    if (settings === null) return told(NO_REPORT);
    const { origins, text } = settings;
    const from =
      origins.length === 0 ? "No file sets anything" : `From ${listOf(origins.map((name) => codeSpan(name)))}`;
    return told(`${from}; what they do not say is the default:\n\n${codeBlock(text, "yaml")}`);
  },
};
