import type { SlashCommand } from "./command.ts";

/** Analyses the pull request again, such as after an answer in the configuration or a failed run. */
export const run: SlashCommand = {
  name: "run",
  usage: "run",
  summary: "Analyse the newest commit again; `/threatmodel` alone does the same.",
  needs: "write_or_author",
  reruns: true,
  answer: () => ({ reply: null, reaction: "+1" }),
};
