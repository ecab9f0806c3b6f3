import { describe, expect, it } from "vitest";
import { readFacts } from "../../../src/facts/read-facts.ts";
import { buildChange } from "../../builders/change-set.ts";
import { factsNamed, readJob, readWorkflow } from "../../builders/workflow.ts";

function job(steps: string, head = "on: push"): string {
  return `${head}\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`;
}

async function levels(head: string, own = "") {
  const scope = await readJob(`${head}\njobs:\n  build:\n${own}    steps: []\n`);
  return factsNamed(scope, "privilege").map(({ attributes }) => [
    attributes["level"],
    attributes["target"],
    attributes["declared"],
  ]);
}

async function exposures(steps: string, head?: string) {
  const scope = await readJob(job(steps, head));
  return factsNamed(scope, "secret_use").map(({ attributes, startLine }) => [
    attributes["variable"],
    attributes["exposed_to"],
    startLine,
  ]);
}

async function persistedIn(steps: string) {
  const scope = await readJob(job(steps));
  return factsNamed(scope, "privilege", "persisted_credentials").map(({ attributes }) => attributes["target"]);
}

function withSecret(reference: string): string {
  return `      - uses: ${reference}\n        with: { token: '\${{ secrets.DEPLOY }}' }\n`;
}

function printing(script: string): string {
  return `      - env: { KEY: '\${{ secrets.KEY }}' }\n        run: ${script}\n`;
}

function upload(version: string, more = ""): string {
  return `      - uses: actions/upload-artifact@${version}\n        with: { name: all, path: .${more} }\n`;
}

async function pastedInput(event: string) {
  const scope = await readJob(job("      - run: echo ${{ inputs.title }}\n", `on: ${event}`));
  return factsNamed(scope, "sink").map(({ attributes }) => [attributes["tainted"], attributes["format"]]);
}

function action(script: string): string {
  return `name: setup
runs:
  using: composite
  steps:
    - shell: bash
      run: ${script}
`;
}

const DIGEST = "8ade135a41bc03ea155e62e844d188df1ea18608";

describe("dependencies of a job", () => {
  it.each([
    [`actions/checkout@v4`, "tag", false],
    [`actions/cache@${DIGEST}`, "digest", false],
    ["acme/deploy@main", "branch", true],
    ["acme/deploy/sub@v1.2.3", "tag", true],
    ["acme/deploy", "none", true],
    ["docker://alpine:3.20", "tag", true],
    ["docker://alpine", "none", true],
    ["docker://ghcr.io/acme/tool@sha256:" + "a".repeat(64), "digest", true],
  ])("says how %s is pinned", async (reference, pinned, thirdParty) => {
    const [fact] = factsNamed(await readJob(job(`      - uses: ${reference}\n`)), "dependency");
    expect(fact?.attributes).toEqual({ reference, pinned, third_party: thirdParty });
  });

  it.each([
    ["acme/shop/deploy@main", false, "step"],
    ["Acme/other-tools/.github/workflows/lint.yml@main", false, "step"],
    ["acme-corp/deploy@main", true, "untrusted_step"],
    ["docker://acme/tool", true, "untrusted_step"],
  ])("tell what its own owner keeps from what is someone else's: %s", async (reference, thirdParty, exposure) => {
    const path = ".github/workflows/ci.yml";
    const change = buildChange({ files: { [path]: { head: job(withSecret(reference)) } } });
    const facts = (await readFacts(change)).flatMap(({ scopes }) => scopes.flatMap((scope) => scope.facts));
    const said = facts.flatMap(({ attributes }) => attributes["third_party"] ?? attributes["exposed_to"] ?? []);
    expect(said).toEqual([thirdParty, exposure]);
  });

  it("leave out actions of the repository itself and count called workflows", async () => {
    const { scopes } = await readWorkflow(`on: push
jobs:
  local: { uses: ./.github/workflows/other.yml, secrets: inherit }
  remote:
    uses: acme/shared/.github/workflows/release.yml@v2
    secrets: inherit
`);
    expect(scopes.map((scope) => factsNamed(scope, "dependency").length)).toEqual([0, 1]);
    expect(factsNamed(scopes[1]!, "secret_use")).toMatchObject([
      { attributes: { exposed_to: "inherited" }, startLine: 6 },
    ]);
  });
});

describe("the token of a job", () => {
  it("is what the job declares, else what the workflow declares, else the repository's default", async () => {
    expect(await levels("on: push")).toEqual([["default", "all", false]]);
    expect(await levels("on: push\npermissions: write-all")).toEqual([["write_all", "all", true]]);
    expect(await levels("on: push\npermissions: write-all", "    permissions: {}\n")).toEqual([["none", "all", true]]);
    expect(await levels("on: push\npermissions:\n  contents: read\n  issues: write")).toEqual([
      ["read", "contents", true],
      ["write", "issues", true],
    ]);
  });
});

describe("the runner of a job", () => {
  it.each(["self-hosted", "[self-hosted, linux]", "{ group: big, labels: [self-hosted] }"])(
    "is theirs for %s",
    async (label) => {
      const scope = await readJob(`on: push\njobs:\n  build:\n    runs-on: ${label}\n    steps: []\n`);
      expect(factsNamed(scope, "privilege", "runner")).toMatchObject([
        { attributes: { self_hosted: true }, startLine: 4 },
      ]);
    },
  );

  it("is not theirs for hosted machines", async () => {
    expect(factsNamed(await readJob(job("      - run: ls\n")), "privilege", "runner")).toEqual([]);
  });
});

describe("a pull request's code", () => {
  const HEAD = "on: pull_request_target";
  const CHECKOUT =
    "      - uses: actions/checkout@v4\n        with: { ref: '${{ github.event.pull_request.head.sha }}' }\n";
  const taint = async (steps: string, head = HEAD) =>
    factsNamed(await readJob(job(steps, head)), "sink", "untrusted_code").map(
      ({ attributes }) => attributes["tainted"],
    );

  it("is untrusted code once a later step runs it", async () => {
    expect(await taint(`${CHECKOUT}      - run: npm ci && npm test\n`)).toEqual([true]);
    expect(await taint(`${CHECKOUT}      - uses: ./.github/actions/build\n`)).toEqual([true]);
  });

  it("is only read when nothing runs it", async () => {
    expect(await taint(`${CHECKOUT}      - run: git diff --stat origin/main\n`)).toEqual([false]);
  });

  it("is run in its own directory only by commands that go there", async () => {
    const inDirectory = CHECKOUT.replace("with: {", "with: { path: pr,");
    expect(await taint(`${inDirectory}      - run: node scripts/compare.js --with pr/package.json\n`)).toEqual([false]);
    expect(await taint(`${inDirectory}      - run: cd pr && make\n`)).toEqual([true]);
    expect(await taint(`${inDirectory}      - run: make\n        working-directory: pr\n`)).toEqual([true]);
  });

  it("comes by other ways too", async () => {
    expect(await taint("      - run: |\n          gh pr checkout 12\n          make\n", "on: issue_comment")).toEqual([
      true,
    ]);
    const merge = CHECKOUT.replace(
      "${{ github.event.pull_request.head.sha }}",
      "refs/pull/${{ github.event.issue.number }}/merge",
    );
    expect(await taint(`${merge}      - run: make\n`, "on: issue_comment")).toEqual([true]);
    const run = CHECKOUT.replace("pull_request.head.sha", "workflow_run.head_sha");
    expect(await taint(`${run}      - run: make\n`, "on:\n  workflow_run:\n    workflows: [ci]")).toEqual([true]);
  });

  it("is nothing special without a privileged trigger, nor is the base branch with one", async () => {
    expect(await taint(`${CHECKOUT}      - run: make\n`, "on: pull_request")).toEqual([]);
    expect(await taint("      - uses: actions/checkout@v4\n      - run: make\n")).toEqual([]);
  });

  it("makes the secrets of later steps reachable", async () => {
    const use = "      - run: make\n        env: { TOKEN: '${{ secrets.NPM_TOKEN }}' }\n";
    expect(await exposures(`${CHECKOUT}${use}`, HEAD)).toEqual([["NPM_TOKEN", "untrusted_step", 9]]);
    expect(await exposures(use, HEAD)).toEqual([["NPM_TOKEN", "step", 7]]);
  });
});

describe("secrets of a job", () => {
  it("are exposed to whoever moves a branch that a step follows", async () => {
    expect(await exposures(withSecret("acme/deploy@main"))).toEqual([["DEPLOY", "untrusted_step", 7]]);
    expect(await exposures(withSecret("acme/deploy@v1"))).toEqual([["DEPLOY", "step", 7]]);
    expect(await exposures(withSecret("actions/cache@main"))).toEqual([["DEPLOY", "step", 7]]);
  });

  it("are exposed in the log when they are printed", async () => {
    expect(await exposures('      - run: |\n          date\n          echo "${{ secrets.KEY }}" | base64\n')).toEqual([
      ["KEY", "log", 8],
    ]);
    expect(await exposures("      - env: { KEY: '${{ secrets.KEY }}' }\n        run: echo $KEY\n")).toEqual([
      ["KEY", "step", 6],
      ["KEY", "log", 7],
    ]);
  });

  it("are not in the log when they are piped or written elsewhere, or only share a prefix", async () => {
    for (const script of ["echo $KEY > key.pem", "echo $KEY | docker login --password-stdin", "echo $KEY_ID"]) {
      expect(await exposures(printing(script))).toEqual([["KEY", "step", 6]]);
    }
  });

  it("include the whole set and leave the job's own token to its permissions", async () => {
    expect(
      await exposures(
        "      - run: ./x\n        env: { ALL: '${{ toJSON(secrets) }}', T: '${{ secrets.GITHUB_TOKEN }}' }\n",
      ),
    ).toEqual([["all", "step", 7]]);
  });
});

describe("the token that checkout leaves behind", () => {
  it("leaves with an artifact of the whole directory", async () => {
    const checkout = "      - uses: actions/checkout@v4\n";
    expect(await persistedIn(`${checkout}${upload("v4", ", include-hidden-files: true")}`)).toEqual(["artifact"]);
    expect(await persistedIn(`${checkout}${upload("v3")}`)).toEqual(["artifact"]);
    expect(await persistedIn(`${checkout}${upload("v4")}`)).toEqual(["workspace"]);
  });

  it("is not there when it is turned off, and outside the directory since version 6", async () => {
    expect(
      await persistedIn("      - uses: actions/checkout@v4\n        with: { persist-credentials: false }\n"),
    ).toEqual([]);
    expect(await persistedIn(`      - uses: actions/checkout@v6\n${upload("v3")}`)).toEqual(["workspace"]);
  });
});

describe("reusable workflows", () => {
  it("get free text through their inputs, which people with write access fill when started by hand", async () => {
    expect(await pastedInput("workflow_call")).toEqual([[true, "input"]]);
    expect(await pastedInput("workflow_dispatch")).toEqual([]);
  });
});

describe("composite actions", () => {
  const path = ".github/actions/setup/action.yml";

  it("are one scope whose free-text inputs taint a script", async () => {
    const { scopes } = await readWorkflow(action("echo ${{ inputs.pr-title }} ${{ inputs.node-version }}"), path);
    expect(scopes).toMatchObject([{ name: "setup/action.yml#runs", element: "ci", entryPoint: null }]);
    expect(factsNamed(scopes[0]!, "sink")).toMatchObject([
      { attributes: { tainted: true, source: "inputs.pr-title", format: "input" } },
    ]);
  });

  it("paste what the event of their caller carries", async () => {
    const { scopes } = await readWorkflow(action("echo ${{ github.head_ref }}"), path);
    expect(factsNamed(scopes[0]!, "sink")).toMatchObject([
      { attributes: { tainted: true, source: "github.head_ref", format: "event_of_caller" } },
    ]);
  });

  it("have no scope when they run a program", async () => {
    expect(await readWorkflow("name: x\nruns: { using: node20, main: index.js }\n", path)).toMatchObject({
      scopes: [],
      limitation: null,
    });
  });
});
