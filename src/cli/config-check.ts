import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { CONFIG_PATH } from "../domain/change-set.ts";
import { UsageError } from "../domain/errors.ts";
import { type CliCommand, EXIT } from "./command.ts";

/** `threatdiff config check` */
export const configCheck: CliCommand = {
  name: "config check",
  summary: `Say whether a ${CONFIG_PATH} is right, or what is wrong on which line`,
  operands: ["FILE"],
  options: {},
  run: async ({ operands }, terminal) => {
    const [{ checkRepositoryConfig }, { formatProblem }] = await Promise.all([
      import("../config/load-config.ts"),
      import("../config/config-problem.ts"),
    ]);
    const file = operands[0] ?? CONFIG_PATH;
    const checked = checkRepositoryConfig(await readText(resolve(terminal.directory, file), file), file);
    if (checked.config !== null) {
      await terminal.write(`${file} OK\n`);
      return EXIT.ok;
    }
    await terminal.write(checked.problems.map((problem) => `${formatProblem(problem)}\n`).join(""));
    return EXIT.usage;
  },
};

async function readText(path: string, name: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EISDIR") {
      throw new UsageError(`${name} is a directory; name the file itself, such as ${CONFIG_PATH}.`);
    }
    throw new UsageError(`Cannot read ${name}; \`threatdiff init\` writes one to start from.`);
  }
}
