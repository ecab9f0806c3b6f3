import { spawn } from "node:child_process";
import { type Server, createServer } from "node:http";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { FORMATS } from "../../src/cli/formats.ts";
import { threatReportSchema } from "../../src/domain/report.ts";
import { type TestRepository, createRepository, temporaryDirectory } from "../builders/git-repository.ts";
import { LAUNCHER, runThreatdiff } from "./run-threatdiff.ts";

const HARMLESS =
  "name: ci\non: push\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n";
/** A stranger's title reaches a shell that holds a token which can write. */
const HARMFUL = `name: ci
on: pull_request_target
permissions: write-all
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - run: echo "\${{ github.event.pull_request.title }}"
`;

function workflowRepository(head: string, config: string | null = null): TestRepository {
  const repository = createRepository();
  repository.write(".github/workflows/ci.yml", HARMLESS);
  if (config !== null) repository.write(".github/threatdiff.yml", config);
  repository.commit("Before");
  repository.git("checkout", "-q", "-b", "topic");
  repository.write(".github/workflows/ci.yml", head);
  repository.commit("Change the build");
  return repository;
}

function addressOf(server: Server): string {
  const address = server.address();
  return typeof address === "object" && address ? `http://127.0.0.1:${address.port}` : "";
}

describe("threatdiff review", () => {
  it("fails the gate with status 1 and prints one report as JSON", async () => {
    const { directory } = workflowRepository(HARMFUL);
    const outcome = await runThreatdiff(["review", "--offline", "--format", "json"], { directory });
    const report = threatReportSchema.parse(JSON.parse(outcome.stdout));
    expect(outcome.status).toBe(1);
    expect(report.gate.failing.length).toBeGreaterThan(0);
    expect(report).toMatchObject({ number: null, run: { model: null } });
    expect(new Set(report.threats.map((threat) => threat.evidence[0]?.path))).toEqual(
      new Set([".github/workflows/ci.yml"]),
    );
    expect(outcome.stderr).toContain("Looking for threats …\n");
    expect(outcome.stderr).not.toMatch(/refute|fixes|earlier decisions/u);
    expect(outcome.stderr).not.toContain("\u{1b}");
    expect(outcome.stderr.split("\n").at(-2)).toMatch(/^\d+ threats? over the gate.*\.$/u);
  });

  it("ends with status 0 for a change below the gate", async () => {
    const { directory } = workflowRepository(HARMLESS.replace("make", "make all"));
    const outcome = await runThreatdiff(["review", "--offline"], { directory });
    expect(outcome).toMatchObject({ status: 0 });
    expect(outcome.stdout).not.toContain("\u{1b}");
  });

  it("ends with status 3 when not everything could be looked at", async () => {
    const repository = workflowRepository(HARMLESS.replace("make", "make all"));
    repository.write("src/app.ts", "x".repeat(1_100_000));
    repository.commit("Add a file that is too large");
    const outcome = await runThreatdiff(["review", "--offline", "--format", "json"], {
      directory: repository.directory,
    });
    expect(outcome.status).toBe(3);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ gate: { reason: "incomplete", complete: false } });
  });

  it("takes the gate from the base, and --fail-on before it", async () => {
    const { directory } = workflowRepository(HARMFUL, "gate: { failOn: none }\n");
    expect((await runThreatdiff(["review", "--offline"], { directory })).status).toBe(0);
    expect((await runThreatdiff(["review", "--offline", "--fail-on", "low"], { directory })).status).toBe(1);
  });

  it("stops with status 2 at a wrong configuration instead of using the defaults", async () => {
    const { directory } = workflowRepository(HARMFUL, "version: 1\ngate: { failon: none }\n");
    expect(await runThreatdiff(["review", "--offline"], { directory })).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("threatdiff: .github/threatdiff.yml:2 `gate.failon` is not a known key"),
    });
  });

  it("validates the changed configuration without using it", async () => {
    const repository = workflowRepository(HARMFUL);
    repository.write(".github/threatdiff.yml", "gate:\n  failOn: nothing\n");
    repository.commit("Switch the gate off");
    const outcome = await runThreatdiff(["review", "--offline"], { directory: repository.directory });
    expect(outcome.status).toBe(1);
    expect(outcome.stderr).toContain('.github/threatdiff.yml:2 `gate.failOn` cannot be "nothing"');
  });

  it.each([
    ["terminal", "T-"],
    ["markdown", "### "],
    ["sarif", '"version": "2.1.0"'],
    ["html", "<!doctype html>"],
  ])("writes %s to a file and nothing to standard output", async (format, sign) => {
    const { directory } = workflowRepository(HARMFUL);
    const words = ["review", "--offline", "--format", format, "--out", "result/file"];
    const outcome = await runThreatdiff(words, { directory, variables: { FORCE_COLOR: "1" } });
    expect(outcome).toMatchObject({ status: 1, stdout: "" });
    const text = readFileSync(join(directory, "result/file"), "utf8");
    expect(text.toLowerCase()).toContain(sign.toLowerCase());
    expect(text).not.toContain("\u{1b}");
  });

  it("colours standard output when asked to", async () => {
    const { directory } = workflowRepository(HARMFUL);
    const outcome = await runThreatdiff(["review", "--offline"], { directory, variables: { FORCE_COLOR: "1" } });
    expect(outcome.stdout).toContain("\u{1b}[");
  });

  it("reviews the files on disk with --worktree", async () => {
    const repository = createRepository();
    repository.write(".github/workflows/ci.yml", HARMLESS);
    repository.commit("Before");
    repository.write(".github/workflows/ci.yml", HARMFUL);
    const { directory } = repository;
    const committed = await runThreatdiff(["review", "--offline"], { directory });
    expect(committed).toMatchObject({ status: 0, stderr: expect.stringContaining("Nothing differs between") });
    expect((await runThreatdiff(["review", "--offline", "--worktree"], { directory })).status).toBe(1);
  });

  it("never prints a secret of the change", async () => {
    const secret = ["AKIA", "QWERTYUIOPASDFGH"].join("");
    const { directory } = workflowRepository(`${HARMFUL}        env:\n          KEY: ${secret}\n`);
    for (const format of ["terminal", "json", "html"]) {
      const { stdout } = await runThreatdiff(["review", "--offline", "--format", format], { directory });
      expect(stdout).not.toContain(secret);
    }
  });

  it.each([
    [["--format", "jsn"], '--format cannot be "jsn"; did you mean json?'],
    [["--fail-on", "severe"], '--fail-on cannot be "severe"; it takes none, info, low, medium, high, critical.'],
    [["--worktree", "--head", "HEAD"], "--worktree reviews the files on disk, so it cannot go with --head."],
    [["--base", "nope"], "There is no commit called nope in"],
  ])("answers %j with one sentence and status 2", async (words, sentence) => {
    const { directory } = workflowRepository(HARMLESS);
    const outcome = await runThreatdiff(["review", "--offline", ...words], { directory });
    expect(outcome).toMatchObject({ status: 2, stdout: "" });
    expect(outcome.stderr).toContain(sentence);
  });

  it("says what is wrong with the model's variables", async () => {
    const { directory } = workflowRepository(HARMLESS);
    const variables = { THREATDIFF_MODEL: "m" };
    const outcome = await runThreatdiff(["review"], { directory, variables });
    expect(outcome).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("THREATDIFF_MODEL needs OPENAI_API_KEY"),
    });
    expect((await runThreatdiff(["review", "--offline"], { directory, variables })).status).toBe(0);
  });

  it("says that a key without a model asks nobody", async () => {
    const { directory } = workflowRepository(HARMLESS.replace("make", "make all"));
    const outcome = await runThreatdiff(["review"], { directory, variables: { OPENAI_API_KEY: "k" } });
    expect(outcome).toMatchObject({ status: 0, stderr: expect.stringContaining("THREATDIFF_MODEL names no model") });
  });

  it("names every format in its help", async () => {
    const { stdout } = await runThreatdiff(["help", "review"]);
    for (const name of FORMATS.keys()) expect(stdout).toContain(name);
  });

  it("asks the model that the environment names and writes the trace", async () => {
    const paths: string[] = [];
    const server = createServer((request, response) => {
      paths.push(request.url ?? "");
      response.writeHead(400, { "content-type": "application/json" }).end('{"error":{"message":"no"}}');
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await new Promise((ready) => server.on("listening", ready));
    const { directory } = workflowRepository(HARMFUL);
    const variables = { OPENAI_BASE_URL: `${addressOf(server)}/v1`, THREATDIFF_MODEL: "local" };
    const outcome = await runThreatdiff(["review", "--format", "json", "--trace", "trace"], { directory, variables });
    expect(outcome.status).toBe(1);
    expect(JSON.parse(outcome.stdout).run.model).toContain("local");
    expect(paths).toContain("/v1/chat/completions");
    const names = readdirSync(join(directory, "trace"));
    expect(names.filter((name) => /^\d\d-/u.test(name)).length).toBeGreaterThan(0);
    expect(JSON.parse(readFileSync(join(directory, "trace", names[0] ?? ""), "utf8"))).toHaveProperty("messages");
    expect(JSON.parse(readFileSync(join(directory, "trace", "rejected.json"), "utf8"))).toEqual([]);
  });

  it("ends at once with status 130 when it is interrupted", async () => {
    const server = createServer(() => child.kill("SIGINT")).listen(0, "127.0.0.1");
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    await new Promise((ready) => server.on("listening", ready));
    const { directory } = workflowRepository(HARMFUL);
    const child = spawn(process.execPath, [LAUNCHER, "review"], {
      cwd: directory,
      env: { PATH: process.env["PATH"], OPENAI_BASE_URL: `${addressOf(server)}/v1`, THREATDIFF_MODEL: "slow" },
      stdio: "ignore",
    });
    expect(await new Promise((done) => child.on("close", done))).toBe(130);
  });

  it("cannot write over a directory", async () => {
    const { directory } = workflowRepository(HARMLESS);
    mkdirSync(join(directory, "taken"));
    const outcome = await runThreatdiff(["review", "--offline", "--out", "taken"], { directory });
    expect(outcome).toMatchObject({ status: 2, stderr: expect.stringContaining("Cannot write") });
  });

  it("needs a repository", async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "a.ts"), "");
    const outcome = await runThreatdiff(["review", "--offline"], { directory });
    expect(outcome).toMatchObject({ status: 2, stderr: expect.stringContaining("is not inside a git repository") });
  });
});
