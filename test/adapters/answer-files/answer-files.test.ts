import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createAnswerFiles } from "../../../src/adapters/answer-files/answer-files.ts";

const newDirectory = () => join(mkdtempSync(join(tmpdir(), "threatdiff-answers-")), "answers");

describe("answers in files", () => {
  it("are there for the next run, one file for each question", async () => {
    const directory = newDirectory();
    await createAnswerFiles(directory).keep("abc", '{"threats": []}');
    expect(readdirSync(directory)).toEqual(["abc.json"]);
    const answers = createAnswerFiles(directory);
    expect([await answers.recall("abc"), await answers.recall("other")]).toEqual(['{"threats": []}', null]);
  });

  it.each(["{", "{}", '{"answer": 1}', '{"answer": "a", "more": 1}'])(
    "are nothing when a file holds %s",
    async (text) => {
      const directory = newDirectory();
      await createAnswerFiles(directory).keep("abc", "a");
      writeFileSync(join(directory, "abc.json"), text);
      expect(await createAnswerFiles(directory).recall("abc")).toBeNull();
    },
  );

  it("say which directory cannot be used", async () => {
    const directory = newDirectory();
    writeFileSync(directory, "taken");
    await expect(createAnswerFiles(directory).keep("abc", "a")).rejects.toThrow(`Cannot keep answers in ${directory}`);
  });
});
