import { describe, expect, it } from "vitest";
import type { ChangedFile } from "../../src/domain/change-set.ts";
import { configurationPaths } from "../../src/domain/context-configuration.ts";

function changed(path: string, text = ""): ChangedFile {
  const blob = { sha: "0".repeat(40), text };
  return { path, previousPath: null, status: "modified", base: blob, head: blob, omitted: null, hunks: [] };
}

const PATHS = [
  ".github/workflows/build.yml",
  ".github/workflows/ci.yml",
  "action.yml",
  "deploy/api.yaml",
  "deploy/policy.yaml",
  "deploy/prod/api.yaml",
  "tools/format/action.yml",
  "tools/lint/action.yml",
];

describe("configurationPaths", () => {
  it("takes the manifests that lie beside a changed one", () => {
    expect(configurationPaths([changed("deploy/api.yaml")], PATHS)).toEqual(["deploy/policy.yaml"]);
  });

  it("takes the actions and workflows that a workflow calls, and the repository's own action", () => {
    const text = "uses: ./tools/format\nuses: './.github/workflows/build.yml'\n";
    expect(configurationPaths([changed(".github/workflows/ci.yml", text)], PATHS)).toEqual([
      ".github/workflows/build.yml",
      "action.yml",
      "tools/format/action.yml",
    ]);
  });

  it("takes the workflows that may call a changed action", () => {
    expect(configurationPaths([changed("tools/lint/action.yml")], PATHS)).toEqual([
      ".github/workflows/build.yml",
      ".github/workflows/ci.yml",
    ]);
  });
});
