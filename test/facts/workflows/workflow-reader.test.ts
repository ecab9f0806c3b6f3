import { describe, expect, it } from "vitest";
import type { FileFacts } from "../../../src/domain/fact.ts";
import { workflowReader } from "../../../src/facts/workflows/workflow-reader.ts";
import { factsNamed, readJob, readWorkflow } from "../../builders/workflow.ts";

const TRIAGE = `name: triage
on:
  issues:
    types: [opened]
  push:
permissions: write-all
jobs:
  label:
    runs-on: ubuntu-latest
    steps:
      - run: |
          echo "New issue"
          echo "\${{ github.event.issue.title }}" >> titles.txt
`;

describe("workflowReader", () => {
  it("reads workflows and action files, and no other YAML", () => {
    expect(workflowReader.reads(".github/workflows/ci.yml")).toBe(true);
    expect(workflowReader.reads(".github/actions/setup/action.yaml")).toBe(true);
    expect(workflowReader.reads("config/ci.yml")).toBe(false);
    expect(workflowReader.reads("templates/.github/workflows/ci.yml")).toBe(false);
  });

  it("makes one scope per job, entered by the least trusted trigger", async () => {
    const { scopes } = await readWorkflow(TRIAGE);
    expect(scopes).toMatchObject([{ element: "ci", name: "ci.yml#label", startLine: 8, endLine: 13 }]);
    expect(scopes[0]?.entryPoint).toMatchObject({
      name: "issues",
      startLine: 3,
      endLine: 4,
      attributes: { protocol: "workflow", untrusted: true, exposure: "build_time" },
    });
    expect(factsNamed(scopes[0]!, "entry_point").map((fact) => fact.attributes["untrusted"])).toEqual([true, false]);
  });

  it("taints a command on the very line where an outsider's text is pasted", async () => {
    const [sink] = factsNamed(await readJob(TRIAGE), "sink");
    expect(sink).toMatchObject({
      name: "command",
      startLine: 13,
      quote: '          echo "${{ github.event.issue.title }}" >> titles.txt',
      attributes: { tainted: true, source: "github.event.issue.title", callee: "run", format: "event" },
    });
  });

  it("does not taint a value that reaches the script as an environment variable", async () => {
    const scope = await readJob(`on: issues
jobs:
  label:
    steps:
      - env:
          TITLE: \${{ github.event.issue.title }}
        run: echo "$TITLE \${{ github.event.issue.number }}"
`);
    expect(factsNamed(scope, "sink")).toEqual([]);
  });

  it("finds scripts in inputs of actions, and respects a step's own guard", async () => {
    const scope = await readJob(`on: [issue_comment]
jobs:
  reply:
    steps:
      - uses: actions/github-script@v7
        with:
          script: console.log("\${{ github.event.comment.body }}")
      - if: github.event.comment.author_association == 'MEMBER'
        run: echo \${{ github.event.comment.body }}
`);
    const tainted = factsNamed(scope, "sink").map(({ attributes }) => [attributes["callee"], attributes["tainted"]]);
    expect(tainted).toEqual([
      ["actions/github-script", true],
      ["run", false],
    ]);
  });

  it("leaves out triggers that the job's condition excludes", async () => {
    const scope = await readJob(`on: [push, pull_request_target]
jobs:
  deploy:
    if: github.event_name == 'push'
    steps: [{ run: ./deploy.sh }]
`);
    expect(scope.entryPoint?.name).toBe("push");
    expect(factsNamed(scope, "entry_point")).toHaveLength(1);
  });

  it("says why it could not read a file", async () => {
    expect((await readWorkflow("on: [push\njobs: {}")).limitation).toMatch(/^It is not valid YAML/u);
    expect((await readWorkflow("on: push")).limitation).toBe("It has no jobs.");
    expect((await readWorkflow("- a")).limitation).toBe("It is not a mapping at its top level.");
  });

  it("reads jobs that need each other in circles and in crowds", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `j${index}`);
    const jobs = names.map((name) => `  ${name}: { needs: [${names.join(", ")}], environment: live }\n`).join("");
    const { scopes } = await readWorkflow(`on: push\njobs:\n${jobs}`);
    expect(factsNamed(scopes[0]!, "control")).toHaveLength(60);
  });

  it("survives odd shapes", async () => {
    const odd = "on: { push: [1] }\njobs: { a: null, b: [], c: { steps: {}, needs: 3, permissions: 7, if: [] } }\n";
    expect((await readWorkflow(odd)).scopes.map((scope) => scope.name)).toEqual(["ci.yml#a", "ci.yml#b", "ci.yml#c"]);
  });
});

function guarded(jobs: string): Promise<FileFacts> {
  return readWorkflow(`on: pull_request_target\njobs:\n${jobs}`);
}

describe("guards of a job", () => {
  it("are controls that say whether they work", async () => {
    const { scopes } = await guarded(`  test:
    if: contains(github.event.pull_request.labels.*.name, 'ok to test')
    steps: []
`);
    expect(factsNamed(scopes[0]!, "control")).toMatchObject([
      { name: "authz", attributes: { effective: false, reason: expect.stringContaining("label stays") } },
    ]);
  });

  it("reach the jobs that need the guarded one, unless those run always", async () => {
    const { scopes } = await guarded(`  allow:
    environment: external
    steps: []
  test:
    needs: allow
    steps: []
  report:
    needs: [test]
    if: always()
    steps: []
`);
    expect(scopes.map((scope) => factsNamed(scope, "control").length)).toEqual([1, 1, 0]);
  });

  it("include a step that asks for the actor's permission", async () => {
    const { scopes } = await guarded(`  test:
    steps:
      - run: gh api repos/o/r/collaborators/$ACTOR/permission --jq .permission | grep -E 'admin|write'
`);
    expect(factsNamed(scopes[0]!, "control")).toMatchObject([{ attributes: { callee: "permission check" } }]);
  });
});
