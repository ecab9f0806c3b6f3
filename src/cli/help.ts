import type { CliCommand } from "./command.ts";
import { EXIT } from "./command.ts";

const HEADLINE = "Threatdiff shows what a change does to your attack surface.";

/** What `threatdiff help` prints. */
export function overview(commands: readonly CliCommand[]): string {
  const rows = commands.map((command) => [command.name, command.summary] as const);
  return [
    HEADLINE,
    "",
    "Usage: threatdiff COMMAND [OPTIONS]",
    "",
    ...table(rows),
    "",
    "`threatdiff help COMMAND` explains one of them; `threatdiff --version` prints the version.",
    `Exit status: ${EXIT.ok} below the gate, ${EXIT.gateFailed} gate failed, ${EXIT.usage} usage or configuration error, ${EXIT.incomplete} incomplete.`,
    "",
  ].join("\n");
}

/** What `threatdiff help COMMAND` prints. */
export function explainCommand(command: CliCommand): string {
  const options = Object.entries(command.options).map(
    ([name, { value, description }]) => [`--${name}${value === undefined ? "" : ` ${value}`}`, description] as const,
  );
  const operands = (command.operands ?? []).map((operand) => ` [${operand}]`).join("");
  const usage = `Usage: threatdiff ${command.name}${operands}${options.length > 0 ? " [OPTIONS]" : ""}`;
  return [`${command.summary}.`, "", usage, ...(options.length > 0 ? ["", ...table(options)] : []), ""].join("\n");
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`);
}
