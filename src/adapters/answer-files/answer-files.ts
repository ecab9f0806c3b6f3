import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { UsageError } from "../../domain/errors.ts";
import type { AnswerMemory } from "../../ports/answer-memory.ts";

/** Longer files were not written by us. */
const MOST_CHARACTERS = 2_000_000;

const fileSchema = z.strictObject({ answer: z.string() });

/** Keeps answers in a directory, one file for each question. Throws `UsageError` when the directory cannot be used. */
export function createAnswerFiles(directory: string): AnswerMemory {
  const fileOf = (key: string) => join(directory, `${key}.json`);
  return {
    recall: async (key) => {
      const text = await readFile(fileOf(key), "utf8").catch(() => null);
      return text === null || text.length > MOST_CHARACTERS ? null : answerIn(text);
    },
    keep: async (key, answer) => {
      try {
        await mkdir(directory, { recursive: true });
        const unfinished = `${fileOf(key)}.${process.pid}`;
        await writeFile(unfinished, `${JSON.stringify({ answer }, null, 2)}\n`);
        await rename(unfinished, fileOf(key));
      } catch (error) {
        throw new UsageError(
          `Cannot keep answers in ${directory}: ${error instanceof Error ? error.message : String(error)}.`,
        );
      }
    },
  };
}

/** A file that is broken answers nothing. */
function answerIn(text: string): string | null {
  try {
    return fileSchema.parse(JSON.parse(text)).answer;
  } catch {
    return null;
  }
}
