import type { SlashCommand } from "./command.ts";

/** Builds the command that lists `others` and itself. */
export function helpFor(others: readonly SlashCommand[]): SlashCommand {
  const help: SlashCommand = {
    name: "help",
    usage: "help",
    summary: "Show this list.",
    needs: "read",
    reruns: false,
    answer: () => {
      const lines = [...others, help].map((one) => `- \`/threatmodel ${one.usage}\` ${one.summary}`);
      return { reply: lines.join("\n"), reaction: "+1" };
    },
  };
  return help;
}
