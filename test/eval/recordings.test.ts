import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { recordAnswers, restoreAnswers } from "../../src/eval/recordings.ts";
import { createRepository, temporaryDirectory } from "../builders/git-repository.ts";

const CODE = "const secretSauce = compute();\nserve(secretSauce);\n";

const ANSWER = {
  suspicions: ["secretSauce may leak"],
  needs: [],
  threats: [
    {
      evidence: [{ path: "src/a.ts", side: "head", line: 2, quote: "serve(secretSauce);", role: "sink" }],
      steps: [{ path: "src/a.ts", side: "head", line: 9, quote: "not in the file", text: "It is served" }],
      title: "Anyone can taste it",
    },
  ],
  verdicts: [{ path: null, quote: null, entryPath: "src/a.ts", entryLine: 1, entryQuote: CODE.trimEnd() }],
};

function caseWith(code: string) {
  const repository = createRepository();
  repository.write("src/a.ts", "");
  repository.commit("Before");
  repository.git("branch", "base");
  repository.write("src/a.ts", code);
  repository.commit("After");
  const folder = temporaryDirectory();
  const inFolder = (name: string) => join(folder, name);
  const { directory } = repository;
  return {
    directory,
    answers: inFolder("answers"),
    recordings: inFolder("recordings"),
    restored: inFolder("restored"),
  };
}

function writeAnswer(directory: string, text: string) {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "k.json"), JSON.stringify({ answer: text }));
}

describe("recorded answers", () => {
  it("hold no line of the case, and give every quote back", () => {
    const { directory, answers, recordings, restored } = caseWith(CODE);
    writeAnswer(answers, JSON.stringify(ANSWER));
    recordAnswers(answers, recordings, directory);
    const recorded = readFileSync(join(recordings, "k.json"), "utf8");
    expect(recorded).not.toMatch(/secretSauce/u);
    expect(recorded).toContain("Anyone can taste it");
    restoreAnswers(recordings, restored, directory);
    const { answer } = JSON.parse(readFileSync(join(restored, "k.json"), "utf8"));
    const [threat] = ANSWER.threats;
    const steps = threat?.steps.map((step) => ({ ...step, quote: "" }));
    expect(JSON.parse(answer)).toEqual({ ...ANSWER, suspicions: [], threats: [{ ...threat, steps }] });
  });

  it("know a quote by its lines however it was indented, and drop what only looks like one", () => {
    const { directory, answers, recordings, restored } = caseWith(CODE);
    const near = [CODE.split("\n")[0]?.trim() ?? "", "secretSauce(almost);"];
    writeAnswer(answers, JSON.stringify({ threats: near.map((quote) => ({ path: "src/a.ts", side: "head", quote })) }));
    recordAnswers(answers, recordings, directory);
    expect(readFileSync(join(recordings, "k.json"), "utf8")).not.toMatch(/almost/u);
    restoreAnswers(recordings, restored, directory);
    const { answer } = JSON.parse(readFileSync(join(restored, "k.json"), "utf8"));
    expect(JSON.parse(answer).threats.map(({ quote }: { quote: string }) => quote)).toEqual([CODE.split("\n")[0], ""]);
  });

  it("leave edits out, which are made of the case's code", () => {
    const { directory, answers, recordings } = caseWith(CODE);
    writeAnswer(
      answers,
      JSON.stringify({ fixes: [{ search: "serve(secretSauce);" }], tests: [{ code: "call(secretSauce);" }] }),
    );
    recordAnswers(answers, recordings, directory);
    expect(JSON.parse(readFileSync(join(recordings, "k.json"), "utf8"))).toEqual({ fixes: [], tests: [] });
  });

  it("are refused by another repository", () => {
    const { directory, answers, recordings, restored } = caseWith(CODE);
    writeAnswer(answers, JSON.stringify(ANSWER));
    recordAnswers(answers, recordings, directory);
    const other = caseWith(`// moved\n${CODE}`);
    expect(() => restoreAnswers(recordings, restored, other.directory)).toThrow("does not hold the lines");
  });
});
