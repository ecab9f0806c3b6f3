import { describe, expect, it } from "vitest";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import { ground } from "../../../src/pipeline/stages/ground.ts";
import { verify } from "../../../src/pipeline/stages/verify.ts";
import { buildChange, reverseChange } from "../../builders/change-set.ts";
import { effectsOf } from "../../builders/grounding.ts";
import { buildKind } from "../../builders/threat.ts";
import { groundTools } from "../../builders/ground-tools.ts";

const WORKFLOW = `name: checks
on: pull_request_target
permissions:
  contents: read
jobs:
  greet:
    runs-on: ubuntu-latest
    steps:
      - env:
          TITLE: \${{ github.event.pull_request.title }}
        run: echo "$TITLE"
`;
const INJECTED = WORKFLOW.replace(/- env:[^]*$/u, '- run: echo "${{ github.event.pull_request.title }}"\n');
const PATH = ".github/workflows/checks.yml";

const CATALOGUE = {
  version: "test",
  kinds: [
    buildKind({
      id: "workflow-injection",
      stride: "E",
      elements: ["ci"],
      appliesIf: { fact: "sink", name: "command", attributes: { tainted: true } },
      mitigatedIf: undefined,
    }),
  ],
};

describe("ground", () => {
  const change = buildChange({ files: { [PATH]: { base: WORKFLOW, head: INJECTED } } });

  it("finds what a changed workflow lets in, with quotes that stand in the file", async () => {
    const { candidates, files, delta } = await ground(change, DEFAULT_CONFIG, groundTools(CATALOGUE));
    expect(candidates.map(({ element, effect }) => `${element} ${effect}`)).toEqual(["checks.yml#greet introduced"]);
    expect(candidates[0]?.steps.map(({ text }) => text)).toEqual([
      "The job runs on pull_request_target.",
      "github.event.pull_request.title reaches a command.",
    ]);
    expect(verify(candidates, change).rejected).toEqual([]);
    expect(files).toMatchObject([{ path: PATH, state: "analysed", reason: null, matters: true }]);
    expect(delta.changedScopes.map(({ name }) => name)).toEqual(["checks.yml#greet"]);
  });

  it("resolves the same threat when the change is taken back", async () => {
    const grounded = await ground(reverseChange(change), DEFAULT_CONFIG, groundTools(CATALOGUE));
    expect(effectsOf(grounded)).toEqual(["workflow-injection checks.yml#greet: resolved"]);
  });

  it("says that a file is not read by any reader", async () => {
    const unread = buildChange({ files: { "main.zig": { head: "pub fn main() void {}\n" } } });
    const { files } = await ground(unread, DEFAULT_CONFIG, groundTools(CATALOGUE));
    expect(files[0]).toMatchObject({ state: "skipped", matters: true });
  });
});
