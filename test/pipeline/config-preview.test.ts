import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import { CONFIG_PATH } from "../../src/domain/change-set.ts";
import { analyze } from "../../src/pipeline/analyze.ts";
import { previewConfig } from "../../src/pipeline/config-preview.ts";
import { renderPublication } from "../../src/render/publication.ts";
import { buildChange, buildChangedFile } from "../builders/change-set.ts";
import { IN_PROCESS } from "../builders/ground-tools.ts";

const edit = (texts: { base?: string; head?: string }) => buildChange({ files: { [CONFIG_PATH]: texts } });
const textOf = (texts: { base?: string; head?: string }) => previewConfig(edit(texts)).items[0]?.text;

async function review(texts: { base?: string; head?: string }) {
  const change = edit(texts);
  const tools = {
    factSource: IN_PROCESS,
    scanner: { scan: async () => [] },
    catalogue: loadCatalogue(),
    model: null,
    clock: { now: () => new Date("2026-11-23T12:00:00Z") },
    progress: () => {},
    signal: new AbortController().signal,
  };
  const { report } = await analyze(change, DEFAULT_CONFIG, { previous: null, decisions: [] }, tools);
  return { report, check: renderPublication(report, change, { ...DEFAULT_CONFIG.review, channel: null }, null).check };
}

describe("previewConfig", () => {
  it("says what a valid edit changes, at the line of the key", () => {
    const base = "version: 1\ngate:\n  failOn: high\n";
    expect(previewConfig(edit({ base, head: base.replace("high", "none") }))).toEqual({
      items: [
        {
          text: "alters how Threatdiff reviews this repository (`gate.failOn` high → none)",
          change: "changed",
          topic: "other",
          path: CONFIG_PATH,
          side: "head",
          line: 3,
          origin: "rule",
        },
      ],
      gaps: [],
    });
  });

  it("compares an added or deleted file with the defaults", () => {
    const text = "gate: { failOn: critical }\n";
    expect(textOf({ head: text })).toContain("(`gate.failOn` high → critical)");
    expect(textOf({ base: text })).toContain("(`gate.failOn` critical → high)");
    expect(previewConfig(edit({ base: text })).items[0]).toMatchObject({ change: "removed", side: "base" });
  });

  it("names what weakens a review before all else, and counts what it does not name", () => {
    const head = [
      "review: { drafts: true, maxComments: 3 }",
      "paths: { ignore: ['src/**', 'lib/**'] }",
      "catalogue: { severity: { ssrf: low } }",
      "gate: { failOn: none }",
    ].join("\n");
    expect(textOf({ head })).toBe(
      "alters how Threatdiff reviews this repository (`gate.failOn` high → none; " +
        "`paths.ignore` adds `src/**` and 1 more; `catalogue.severity.ssrf` unset → low; 2 more)",
    );
  });

  it("says nothing when the meaning stays or the file is not touched", () => {
    expect(previewConfig(edit({ base: "version: 1\n", head: "# ours\nversion: 1\n" }))).toEqual({
      items: [],
      gaps: [],
    });
    expect(previewConfig(buildChange({ files: { "a.md": { head: "a\n" } } }))).toEqual({ items: [], gaps: [] });
  });

  it("takes a file that moves away for a deleted one, and a copy for nothing", () => {
    const text = "gate: { failOn: critical }\n";
    const moved = buildChangedFile("old.yml", { base: text, head: text, previousPath: CONFIG_PATH });
    const change = buildChange();
    expect(previewConfig({ ...change, files: [moved] }).items).toMatchObject([{ change: "removed" }]);
    expect(previewConfig({ ...change, files: [{ ...moved, status: "copied" }] }).items).toEqual([]);
  });

  it("names file, line and key of an edit that would be refused", () => {
    const { items, gaps } = previewConfig(edit({ head: "version: 1\n\ngate:\n  failOn: hihg\n" }));
    expect(items).toEqual([]);
    expect(gaps).toEqual([
      '`.github/threatdiff.yml` line 4: `gate.failOn` cannot be "hihg" (did you mean high? allowed: none, info, low, medium, high, critical); it would be refused after the merge',
    ]);
  });
});

describe("a review of an edited configuration", () => {
  it("is complete, and shows the edit without following it", async () => {
    const { report, check } = await review({ head: "gate: { failOn: none }\n" });
    expect(report.coverage.files).toMatchObject([
      { path: CONFIG_PATH, state: "analysed", reason: null, matters: true },
    ]);
    expect(report.gate).toMatchObject({ conclusion: "success", complete: true });
    expect(report.gate.reason).not.toBe("off");
    expect(check.summary).toContain("This change alters how Threatdiff reviews this repository");
  });

  it("shows in the check what would be refused", async () => {
    const { report, check } = await review({ base: "version: 1\n", head: "version: 1\ngates: {}\n" });
    expect(report.gate).toMatchObject({ conclusion: "neutral", complete: false });
    expect(check.summary).toContain("line 2: `gates` is not a known key");
    expect(check.summary).toContain("it would be refused after the merge");
  });
});
