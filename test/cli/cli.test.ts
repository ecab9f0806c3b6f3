import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/cli/commands.ts";
import { checkRepositoryConfig } from "../../src/config/load-config.ts";
import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import { temporaryDirectory } from "../builders/git-repository.ts";
import { LAUNCHER, runThreatdiff } from "./run-threatdiff.ts";

describe("threatdiff", () => {
  it("lists every command on standard output when asked for help", async () => {
    const asked = await Promise.all([["help"], ["--help"], ["-h"]].map((words) => runThreatdiff(words)));
    for (const outcome of asked) {
      expect(outcome).toMatchObject({ status: 0, stderr: "" });
      const rows = COMMANDS.map(
        ({ name, summary }) => `  ${name.padEnd(12)}  ${summary}
`,
      );
      expect(outcome.stdout).toContain(rows.join(""));
    }
  });

  it("shows its help on standard error when nothing was asked", async () => {
    const outcome = await runThreatdiff([]);
    expect(outcome).toMatchObject({ status: 2, stdout: "" });
    expect(outcome.stderr).toContain("Usage: threatdiff COMMAND");
  });

  it("explains a command after help and after --help alike", async () => {
    const [first, second] = await Promise.all([
      runThreatdiff(["help", "config", "check"]),
      runThreatdiff(["config", "check", "--help"]),
    ]);
    expect(first.stdout).toContain("Usage: threatdiff config check [FILE]");
    expect(second).toEqual(first);
  });

  it.each([
    [["reviw"], 'There is no command "reviw"; did you mean review?'],
    [["config"], 'There is no command "config"; did you mean config check?'],
    [["help", "banana"], 'There is no command "banana"; `threatdiff help` lists them.'],
    [["init", "--reop", "x"], "`threatdiff init` has no option --reop; did you mean --repo?"],
    [["init", "-r"], "`threatdiff init` has no option -r; `threatdiff help init` lists the options."],
    [["init", "--__proto__"], "`threatdiff init` has no option --__proto__; `threatdiff help init` lists the options."],
    [["init", "--repo"], "--repo needs a value: --repo DIR."],
    [["init", "--repo", "--repo"], "--repo needs a value: --repo DIR."],
    [["init", "here"], '`threatdiff init` does not take "here".'],
    [["config", "check", "."], ". is a directory; name the file itself, such as .github/threatdiff.yml."],
    [["config", "check", "a", "b"], '`threatdiff config check` does not take "b".'],
  ])("answers %j with one sentence and status 2", async (words, sentence) => {
    expect(await runThreatdiff(words)).toEqual({ status: 2, stdout: "", stderr: `threatdiff: ${sentence}\n` });
  });

  it("stays silent when the reader goes away", () => {
    const line = `"$0" "$1" help | true; echo "\${PIPESTATUS[0]}"`;
    const child = spawnSync("bash", ["-c", line, process.execPath, LAUNCHER], { encoding: "utf8" });
    expect([child.stdout, child.stderr]).toEqual(["0\n", ""]);
  });
});

describe("threatdiff init", () => {
  it("writes a starter that is right, changes nothing, and says so", async () => {
    const directory = temporaryDirectory();
    const outcome = await runThreatdiff(["init"], { directory });
    expect(outcome).toMatchObject({ status: 0, stderr: "" });
    expect(outcome.stdout).toContain("Wrote .github/threatdiff.yml.");
    const text = readFileSync(join(directory, ".github/threatdiff.yml"), "utf8");
    expect(text).toMatch(/^# yaml-language-server: \$schema=https:\/\/\S+\/threatdiff\.schema\.json\n/u);
    expect(checkRepositoryConfig(text, "x")).toEqual({ config: DEFAULT_CONFIG });
    expect(await runThreatdiff(["config", "check"], { directory })).toMatchObject({ status: 0 });
  });

  it("documents the default of every setting that it shows", async () => {
    const directory = temporaryDirectory();
    await runThreatdiff(["init"], { directory });
    const text = readFileSync(join(directory, ".github/threatdiff.yml"), "utf8");
    const [, ...sections] = text.split("version: 1\n");
    const shown = sections.join("").replaceAll(/^# /gmu, "");
    expect(checkRepositoryConfig(shown, "x")).toEqual({ config: DEFAULT_CONFIG });
    for (const section of ["gate", "review", "paths", "system", "catalogue", "model"]) {
      expect(shown).toContain(`\n${section}:\n`);
    }
  });

  it("leaves a file that exists as it is", async () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, ".github"));
    writeFileSync(join(directory, ".github/threatdiff.yml"), "mine");
    const outcome = await runThreatdiff(["init", "--repo", directory]);
    expect(outcome).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("exists already") });
    expect(readFileSync(join(directory, ".github/threatdiff.yml"), "utf8")).toBe("mine");
  });

  it("says why it cannot write", async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, ".github"), "a file");
    const outcome = await runThreatdiff(["init"], { directory });
    expect(outcome).toMatchObject({ status: 2, stderr: expect.stringContaining("Cannot write") });
  });
});

describe("threatdiff config check", () => {
  it("prints every problem as file:line and a sentence", async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "t.yml"), "gate:\n  failon: high\nmodel: 3\n");
    expect(await runThreatdiff(["config", "check", "t.yml"], { directory })).toEqual({
      status: 2,
      stdout:
        "t.yml:2 `gate.failon` is not a known key (did you mean failOn?).\n" +
        "t.yml:3 `model` must be a group of keys, not 3.\n",
      stderr: "",
    });
  });

  it("says what to do when there is no file", async () => {
    const outcome = await runThreatdiff(["config", "check"], { directory: temporaryDirectory() });
    expect(outcome).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("threatdiff init") });
  });
});

describe("threatdiff doctor", () => {
  it("shows every variable and never a secret", async () => {
    const secret = ["k", "y", "z"].join("-4f8a");
    const outcome = await runThreatdiff(["doctor"], { variables: { OPENAI_API_KEY: secret, PORT: "x" } });
    expect(outcome.status).toBe(2);
    expect(outcome.stdout).toMatch(/^missing +APP_ID +The number on the app's settings page\.$/mu);
    expect(outcome.stdout).toMatch(/^wrong +PORT +Must be a number from 0 to 65535\.$/mu);
    expect(outcome.stderr).toBe(
      "4 settings to correct before the service can start; `threatdiff review` needs none of them.\n",
    );
    expect(outcome.stdout).toMatch(/^set +OPENAI_API_KEY +Set; not shown\.$/mu);
    expect(outcome.stdout + outcome.stderr).not.toContain(secret);
  });
});
