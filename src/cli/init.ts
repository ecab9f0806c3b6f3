import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { CONFIG_PATH } from "../domain/change-set.ts";
import { UsageError } from "../domain/errors.ts";
import { type CliCommand, EXIT } from "./command.ts";

/** `threatdiff init` */
export const init: CliCommand = {
  name: "init",
  summary: `Write a commented ${CONFIG_PATH} to start from`,
  options: { repo: { value: "DIR", description: "The repository's top directory (default: the current one)" } },
  run: async ({ values }, terminal) => {
    const { STARTER_CONFIG } = await import("../config/starter.ts");
    const directory = resolve(terminal.directory, values["repo"] ?? ".");
    const file = join(directory, CONFIG_PATH);
    try {
      await mkdir(dirname(file), { recursive: true });
    } catch (error) {
      throw cannotWrite(file, error);
    }
    await writeFile(file, STARTER_CONFIG, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") throw new UsageError(`${file} exists already and is left as it is.`);
      throw cannotWrite(file, error);
    });
    await terminal.write(
      `Wrote ${relative(terminal.directory, file)}. It takes effect once it is on the base branch.\n`,
    );
    return EXIT.ok;
  },
};

function cannotWrite(file: string, error: unknown): UsageError {
  return new UsageError(`Cannot write ${file}: ${error instanceof Error ? error.message : String(error)}.`);
}
