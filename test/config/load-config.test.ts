import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatProblem } from "../../src/config/config-problem.ts";
import { checkRepositoryConfig, parseRepositoryConfig } from "../../src/config/load-config.ts";
import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import { ConfigError } from "../../src/domain/errors.ts";

const PATH = ".github/threatdiff.yml";

function problemsOf(text: string): string[] {
  const checked = checkRepositoryConfig(text, "t.yml");
  return checked.config === null ? checked.problems.map(formatProblem) : [];
}

describe("parseRepositoryConfig", () => {
  it("fills what the file leaves out with the defaults", () => {
    expect(parseRepositoryConfig("# nothing yet\n", PATH)).toEqual(DEFAULT_CONFIG);
    const config = parseRepositoryConfig("gate:\n  failOn: low\n", PATH);
    expect(config).toEqual({ ...DEFAULT_CONFIG, gate: { ...DEFAULT_CONFIG.gate, failOn: "low" } });
  });

  it("throws one ConfigError that names file, line and key, and counts the rest", () => {
    const parse = () => parseRepositoryConfig("version: 1\ngate:\n  failon: high\nnope: 1\n", PATH);
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(
      expect.objectContaining({
        path: PATH,
        line: 3,
        key: "gate.failon",
        message:
          "`gate.failon` is not a known key (did you mean failOn?). (1 more: `threatdiff config check` lists them)",
      }),
    );
  });
});

describe("checkRepositoryConfig", () => {
  it.each([
    ["an unknown key", "gate:\n  failon: x", "t.yml:2 `gate.failon` is not a known key (did you mean failOn?)."],
    [
      "a value that is not allowed",
      "gate: { failOn: hihg }",
      't.yml:1 `gate.failOn` cannot be "hihg" (did you mean high? allowed: none, info, low, medium, high, critical).',
    ],
    [
      "a value far from all",
      "gate:\n  minConfidence: 3",
      "t.yml:2 `gate.minConfidence` cannot be 3 (allowed: high, medium, low).",
    ],
    ["an empty group", "version: 1\nreview:\n", "t.yml:2 `review` is empty; delete the line or give it a value."],
    ["yes for a truth value", "model:\n  enabled: yes", 't.yml:2 `model.enabled` must be true or false, not "yes".'],
    ["a number too small", "model: { maxTokensPerRun: 1 }", "t.yml:1 `model.maxTokensPerRun` must be at least 1000."],
    ["an entry of a list", "paths:\n  ignore:\n    - a\n    - 1", "t.yml:4 `paths.ignore.1` must be text, not 1."],
    ["an empty entry", "paths: { ignore: [''] }", "t.yml:1 `paths.ignore.0` must have at least 1 characters."],
    [
      "a missing key",
      "system:\n  assets:\n    - data: public",
      "t.yml:3 `system.assets.0.name` is missing; it must be text.",
    ],
    ["another version", "version: 2", "t.yml:1 `version` must be 1, not 2."],
    ["a list at the top", "- a", "t.yml:1 The file must be a group of keys, not a list."],
    [
      "a prototype key",
      "__proto__: { gate: 1 }",
      "t.yml:1 `__proto__` is not a known key (known here: version, extends, review, gate, paths, system, catalogue, model).",
    ],
    ["extends upwards", "\nextends: ../threatdiff.yml", "t.yml:2 `extends` is not valid (write `repository:path`)."],
    [
      "a pack out of the repository",
      "catalogue:\n  packs: [a/../../b]",
      "t.yml:2 `catalogue.packs.0` is not valid (write `folder` or `repository:folder`).",
    ],
    [
      "a key that stands twice",
      "version: 1\nversion: 1",
      "t.yml:2 The file is not valid YAML: Map keys must be unique.",
    ],
    ["an unknown tag", "version: !run 1", "t.yml:1 The file is not valid YAML: Unresolved tag: !run."],
  ])("says file, line, key and remedy for %s", (_, text, sentence) => {
    expect(problemsOf(text)).toEqual([sentence]);
  });

  it("lists all problems in the order of the file", () => {
    const problems = problemsOf("nope: 1\ngate:\n  failOn: x\n  other: y\nmodel: 3\n");
    expect(problems.map((problem) => problem.split(" ", 2).join(" "))).toEqual([
      "t.yml:1 `nope`",
      "t.yml:3 `gate.failOn`",
      "t.yml:4 `gate.other`",
      "t.yml:5 `model`",
    ]);
  });

  it("refuses a file of more than 64 KB", () => {
    expect(problemsOf(`# ${"é".repeat(33_000)}`)).toEqual(["t.yml:1 The file is larger than 64 KB."]);
  });

  it("refuses aliases that multiply", () => {
    const levels = ["a: &l0 [x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 9; level++) {
      levels.push(`k${level}: &l${level} [${`*l${level - 1}, `.repeat(8)}]`);
    }
    expect(problemsOf(levels.join("\n"))[0]).toContain("aliases");
  });

  it("refuses bottomless nesting with a few sentences", () => {
    const problems = problemsOf("[".repeat(30_000));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(3);
  });

  it("answers any text with a configuration or with problems on lines of the file", () => {
    const yamlish = fc.array(
      fc.constantFrom(
        "gate",
        ":",
        " ",
        "\n",
        "  ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "&a",
        "*a",
        "failOn",
        "high",
        "!x",
        "'",
        '"',
        "#",
        "|",
        "?",
        "1",
      ),
      { maxLength: 40 },
    );
    const text = fc.oneof(
      yamlish.map((parts) => parts.join("")),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(text, (source) => {
        const checked = checkRepositoryConfig(source, PATH);
        if (checked.config !== null) return;
        for (const problem of checked.problems) {
          expect(problem.line).toBeGreaterThanOrEqual(1);
          expect(problem.line).toBeLessThanOrEqual(source.split("\n").length);
        }
      }),
    );
  });
});
