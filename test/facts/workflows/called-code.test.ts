import { describe, expect, it } from "vitest";
import type { Scope } from "../../../src/domain/fact.ts";
import { readFacts } from "../../../src/facts/read-facts.ts";
import { buildChange } from "../../builders/change-set.ts";

const ACTION = `inputs:
  token: {required: true}
  python: {default: 'false'}
  links: {default: 'false'}
runs:
  using: composite
  steps:
    - uses: actions/checkout@v4
      with:
        ref: \${{ github.head_ref }}
        token: \${{ inputs.token }}
    - run: npm ci
      shell: bash
`;

function workflow(event: string, uses: string, inputs = "{}") {
  return `on: ${event}\njobs:\n  format:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ${uses}\n        with: ${inputs}\n`;
}

async function job(files: Readonly<Record<string, string>>): Promise<Scope | undefined> {
  const change = buildChange({
    files: Object.fromEntries(Object.entries(files).map(([path, head]) => [path, { head }])),
  });
  return (await readFacts(change)).flatMap(({ scopes }) => scopes).find(({ name }) => name === "ci.yml#format");
}

function checkouts(scope: Scope | undefined) {
  return scope?.facts
    .filter(({ name }) => name === "untrusted_code")
    .map(({ path, startLine }) => `${path}:${startLine}`);
}

const CI = ".github/workflows/ci.yml";

describe("a job that calls code of its own repository", () => {
  it("does what the called action does", async () => {
    const files = { [CI]: workflow("pull_request_target", "./tools/format"), "tools/format/action.yml": ACTION };
    expect(checkouts(await job(files))).toEqual(["tools/format/action.yml:8"]);
  });

  it("is no danger when outsiders cannot start it with its rights", async () => {
    const files = { [CI]: workflow("pull_request", "./tools/format"), "tools/format/action.yml": ACTION };
    expect(checkouts(await job(files))).toEqual([]);
  });

  it("knows its own action under the repository's name by the inputs that it takes", async () => {
    const own = workflow("pull_request_target", "shop/format@main", "{token: x, python: true, links: true}");
    expect(checkouts(await job({ [CI]: own, "action.yml": ACTION }))).toEqual(["action.yml:8"]);
    const other = workflow("pull_request_target", "other/lint@main", "{token: x, fast: true, links: true}");
    expect(checkouts(await job({ [CI]: other, "action.yml": ACTION }))).toEqual([]);
  });

  it("does what the called workflow does", async () => {
    const called = `on: workflow_call\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n        with: {ref: "\${{ github.event.pull_request.head.sha }}"}\n      - run: make\n`;
    const caller = "on: pull_request_target\njobs:\n  format:\n    uses: ./.github/workflows/build.yml\n";
    expect(checkouts(await job({ [CI]: caller, ".github/workflows/build.yml": called }))).toEqual([
      ".github/workflows/build.yml:6",
    ]);
  });
});
