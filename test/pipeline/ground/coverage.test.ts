import { describe, expect, it } from "vitest";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import type { ChangedFile } from "../../../src/domain/change-set.ts";
import type { FileCoverage } from "../../../src/domain/coverage.ts";
import type { Scope } from "../../../src/domain/fact.ts";
import { STRIDE } from "../../../src/domain/threat-kind.ts";
import { fileCoverage } from "../../../src/pipeline/ground/file-coverage.ts";
import { buildChange } from "../../builders/change-set.ts";
import { buildControl, buildFileFacts, buildScope, buildSink } from "../../builders/fact.ts";
import { groundScopes } from "../../builders/grounding.ts";
import { buildKind } from "../../builders/threat.ts";

const sink = buildSink("sql");
const KINDS = STRIDE.map((stride) => buildKind({ id: `kind-${stride.toLowerCase()}`, stride }));

function cellsOf(head: Scope, given: Parameters<typeof groundScopes>[1] = { kinds: KINDS }): string[] {
  return groundScopes({ head: [head] }, given).cells.map(({ stride, result }) => `${stride} ${result}`);
}

describe("coverage cells", () => {
  it("give a result for every category of a changed scope", () => {
    expect(cellsOf(buildScope({ facts: [sink] }))).toEqual(STRIDE.map((stride) => `${stride} threat`));
    const controlled = buildScope({ facts: [sink, buildControl("validation")] });
    expect(cellsOf(controlled)).toEqual(STRIDE.map((stride) => `${stride} mitigated`));
    expect(cellsOf(buildScope())).toEqual(STRIDE.map((stride) => `${stride} not_applicable`));
  });

  it("say what protects, and what was looked for", () => {
    const [mitigated] = groundScopes({
      head: [buildScope({ facts: [sink, buildControl("validation")] })],
    }).cells.filter(({ result }) => result === "mitigated");
    expect(mitigated?.why).toBe("sql-injection: the input check");
    const why = groundScopes({ head: [buildScope()] }).cells.find(({ stride }) => stride === "T")?.why;
    expect(why).toBe("Looked for, and nothing applies: sql-injection");
  });

  it("admit a category that no kind covers", () => {
    const cells = cellsOf(buildScope({ facts: [sink] }), { kinds: [buildKind()] });
    expect(cells).toEqual([
      "S not_considered",
      "T threat",
      "R not_considered",
      "I not_considered",
      "D not_considered",
      "E not_considered",
    ]);
  });

  it("leave out categories that do not concern the element", () => {
    const job = buildScope({ element: "ci", name: "ci.yml#build", entryPoint: null });
    expect(cellsOf(job, { kinds: [] }).filter((cell) => cell.endsWith("not_applicable"))).toEqual([
      "R not_applicable",
      "D not_applicable",
    ]);
    const image = buildScope({ element: "image", name: "Dockerfile", entryPoint: null });
    expect(cellsOf(image, { kinds: [] }).filter((cell) => cell.endsWith("not_considered"))).toEqual([
      "T not_considered",
      "I not_considered",
      "E not_considered",
    ]);
  });

  it("admit what a file's limitation hides, but keep the threats that were seen", () => {
    const limitation = "A part of it could not be parsed.";
    expect(new Set(cellsOf(buildScope(), { kinds: KINDS, limitation }))).toEqual(
      new Set(STRIDE.map((stride) => `${stride} not_considered`)),
    );
    expect(cellsOf(buildScope({ facts: [sink] }), { kinds: KINDS, limitation })).toContain("T threat");
  });

  it("exist for scopes that are gone, and not for scopes that stayed as they were", () => {
    const scope = buildScope({ facts: [sink] });
    expect(groundScopes({ base: [scope] }).cells[0]).toMatchObject({
      result: "not_applicable",
      why: "This change removes it.",
    });
    const change = buildChange({ files: { "src/app.ts": { base: "a", head: "a\n\n" } } });
    expect(groundScopes({ base: [scope], head: [scope] }, { change }).cells).toEqual([]);
  });
});

describe("file coverage", () => {
  const limited = { scopes: [], limitation: "Go is not read by the rules yet." };

  it.each<[string, string, Partial<Omit<FileCoverage, "path">>]>([
    ["a file that was read", "src/app.ts", { state: "analysed", reason: null }],
    ["documentation", "docs/a.md", { state: "skipped", matters: false }],
    ["a test", "test/a.test.ts", { state: "skipped", matters: false }],
    ["a generated file", "src/generated/a.ts", { state: "skipped", matters: false }],
    ["vendored code", "vendor/a.js", { state: "skipped", matters: false }],
    ["a language without a reader", "main.go", { state: "skipped", reason: limited.limitation, matters: true }],
    ["an ignored file", "scripts/a.ts", { state: "skipped", reason: "Ignored by configuration.", matters: false }],
  ])("settles %s", (_, path, expected) => {
    const facts = [
      buildFileFacts({ path, ...(path.endsWith(".go") && limited) }),
      buildFileFacts({ path, side: "base" }),
    ];
    expect(coverageOf(buildChange({ files: { [path]: { base: "a", head: "b" } } }).files, facts)).toMatchObject(
      expected,
    );
  });

  it.each<[ChangedFile["omitted"], string, boolean]>([
    ["binary", "logo.png", false],
    ["binary", "tool.wasm", true],
    ["submodule", "lib", true],
    ["symlink", "link.ts", true],
    ["too_large", "src/big.ts", true],
    ["unreadable", "src/odd.ts", true],
  ])("says why a file that is %s was not read: %s", (omitted, path, matters) => {
    const row = coverageOf(buildChange({ files: { [path]: { omitted } } }).files, []);
    expect(row).toMatchObject({ state: "skipped", matters });
    expect(row?.reason).not.toBe("");
  });

  it("counts a file as partial when a part of it was understood, on either side", () => {
    const { files } = buildChange({ files: { "src/app.ts": { base: "a", head: "b" } } });
    const understood = buildFileFacts({ scopes: [buildScope()] });
    const broken = buildFileFacts({ side: "base", limitation: "A part of it could not be parsed." });
    expect(coverageOf(files, [understood, broken])).toMatchObject({ state: "partial", matters: true });
  });

  it("admits a file that no reader was given", () => {
    const { files } = buildChange({ files: { "src/app.ts": { base: "a", head: "b" } } });
    const row = coverageOf(files, [buildFileFacts()]);
    expect(row).toMatchObject({
      path: "src/app.ts",
      state: "skipped",
      reason: "No reader looked at it.",
      matters: true,
    });
  });

  it("does not let a rename hide code behind a settled path", () => {
    const { files } = buildChange({
      files: { "docs/auth.md": { base: "a", head: "b", previousPath: "src/auth.ts" } },
    });
    const facts = [
      buildFileFacts({ path: "docs/auth.md" }),
      buildFileFacts({ path: "src/auth.ts", side: "base", limitation: "It could not be parsed." }),
    ];
    expect(coverageOf(files, facts)).toMatchObject({ state: "skipped", matters: true });
  });
});

function coverageOf(files: readonly ChangedFile[], facts: Parameters<typeof fileCoverage>[1]) {
  const config = { ...DEFAULT_CONFIG, paths: { ignore: ["scripts/**"], critical: [] } };
  return fileCoverage({ ...buildChange(), files }, facts, config)[0];
}
