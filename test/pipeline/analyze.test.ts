import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import { StageError } from "../../src/domain/errors.ts";
import { threatReportSchema } from "../../src/domain/report.ts";
import { type AnalysisTools, analyze } from "../../src/pipeline/analyze.ts";
import { buildChange } from "../builders/change-set.ts";
import { IN_PROCESS } from "../builders/ground-tools.ts";

const WORKFLOW = ".github/workflows/ci.yml";
const BASE = `name: ci
on: pull_request
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: npm test
`;
const HEAD = BASE.replace(
  "      - run: npm test",
  '      - run: echo "${{ github.event.pull_request.title }}"\n      - run: npm test',
);
const SILENT = { previous: null, decisions: [] };

function toolsWith(changes: Partial<AnalysisTools> = {}): AnalysisTools {
  return {
    factSource: IN_PROCESS,
    scanner: { scan: async () => [] },
    catalogue: { version: "test", kinds: [] },
    model: null,
    clock: { now: () => new Date("2026-11-23T12:00:00Z") },
    progress: () => {},
    signal: new AbortController().signal,
    ...changes,
  };
}

const FETCHING = `import express from "express";
const app = express();
app.get("/a", async (request, response) => response.json(await fetch(request.query.url)));
app.get("/b", async (request, response) => response.json(await fetch(request.query.url)));
`;

describe("titles", () => {
  it("name the entry point when several threats have the same", async () => {
    const change = buildChange({ files: { "src/a.ts": { head: FETCHING } } });
    const { report } = await analyze(change, DEFAULT_CONFIG, SILENT, toolsWith({ catalogue: loadCatalogue() }));
    const titles = report.threats
      .filter(({ kind }) => kind === "server-side-request-forgery")
      .map(({ title }) => title);
    expect(titles).toEqual([expect.stringMatching(/ at GET \/a$/u), expect.stringMatching(/ at GET \/b$/u)]);
  });
});

describe("analyze", () => {
  const change = buildChange({ files: { [WORKFLOW]: { base: BASE, head: HEAD } } });

  it("walks through every stage in order and returns a report that its own schema accepts", async () => {
    const steps: string[] = [];
    const { report, trace } = await analyze(
      change,
      DEFAULT_CONFIG,
      SILENT,
      toolsWith({ progress: (step) => steps.push(step) }),
    );
    expect(steps).toEqual(["redact", "ground", "summarize", "enumerate", "verify", "rank", "suggest", "reconcile"]);
    expect(threatReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    expect(report).toMatchObject({ headSha: change.headSha, run: { model: null, prompts: null, calls: [] } });
    expect(trace).toEqual([]);
  });

  it("gives byte-identical reports for the same input", async () => {
    const runs = await Promise.all(
      Array.from({ length: 3 }, () => analyze(change, DEFAULT_CONFIG, SILENT, toolsWith())),
    );
    expect(new Set(runs.map(({ report }) => JSON.stringify(report))).size).toBe(1);
  });

  it("is never green when the host listed fewer files than changed", async () => {
    const cut = { ...change, filesMissing: "The host listed 3,000 of 3,412 changed files." };
    const { report } = await analyze(cut, DEFAULT_CONFIG, SILENT, toolsWith());
    expect(report.coverage.gaps).toContain(cut.filesMissing);
    expect(report.gate).toMatchObject({ conclusion: "neutral", reason: "incomplete", complete: false });
  });

  it("stops with the signal's reason when a newer head supersedes it", async () => {
    const controller = new AbortController();
    const progress = () => controller.abort(new Error("superseded"));
    const run = analyze(change, DEFAULT_CONFIG, SILENT, toolsWith({ progress, signal: controller.signal }));
    await expect(run).rejects.toThrow("superseded");
  });

  it("names the stage that a fault of ours happened in", async () => {
    const scanner = { scan: async () => Promise.reject(new Error("boom")) };
    const run = analyze(change, DEFAULT_CONFIG, SILENT, toolsWith({ scanner }));
    await expect(run).rejects.toThrow(StageError);
    await expect(run).rejects.toThrow("The redact stage failed: boom");
  });
});
