import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { type CliCommand, EXIT } from "./command.ts";

/** `threatdiff doctor` */
export const doctor: CliCommand = {
  name: "doctor",
  summary: "Look at Node, git and every environment variable, and say what is missing for the service",
  options: {},
  run: async (_, terminal) => {
    const { examineEnvironment } = await import("../config/doctor.ts");
    const settings = examineEnvironment(terminal.variables, (path) => readFileSync(path, "utf8"));
    const rows = [{ variable: "node", state: "set", sentence: `${process.version}.` }, await examineGit(), ...settings];
    const width = Math.max(...rows.map((row) => row.variable.length));
    const lines = rows.map((row) => `${row.state.padEnd(7)}  ${row.variable.padEnd(width)}  ${row.sentence}\n`);
    await terminal.write(lines.join(""));
    const faults = settings.filter((row) => row.state === "missing" || row.state === "wrong").length;
    terminal.say(verdict(faults));
    return faults === 0 ? EXIT.ok : EXIT.usage;
  },
};

async function examineGit() {
  try {
    const { stdout } = await promisify(execFile)("git", ["--version"]);
    return { variable: "git", state: "set", sentence: `${stdout.trim()}.` };
  } catch {
    return { variable: "git", state: "missing", sentence: "Not found; `threatdiff review` needs it." };
  }
}

function verdict(faults: number): string {
  if (faults === 0) return "The service can start.";
  const settings = faults === 1 ? "1 setting" : `${faults} settings`;
  const need = faults === 1 ? "does not need it" : "needs none of them";
  return `${settings} to correct before the service can start; \`threatdiff review\` ${need}.`;
}
