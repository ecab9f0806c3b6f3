import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import { isNew } from "../../../src/domain/threat.ts";
import { ground } from "../../../src/pipeline/stages/ground.ts";
import { buildChange } from "../../builders/change-set.ts";
import { groundTools } from "../../builders/ground-tools.ts";
import { readConfig, wordsOf } from "./read-config.ts";

const TOOLS = groundTools(loadCatalogue());

async function kinds(head: string, base?: string): Promise<string[]> {
  const files = { ".gitlab-ci.yml": { head, ...(base === undefined ? {} : { base }) } };
  const { candidates } = await ground(buildChange({ files }), DEFAULT_CONFIG, TOOLS);
  return candidates.filter(({ effect }) => isNew(effect)).map(({ kind }) => kind);
}

function deploy(when: string): string {
  return `deploy:\n  environment: production\n${when}  script: [make deploy]\n`;
}

describe("a GitLab pipeline", () => {
  it.each([
    ["workflow-script-injection", 'test:\n  script:\n    - eval "notify $CI_COMMIT_TITLE"\n'],
    ["workflow-script-injection", 'test:\n  script:\n    - bash -c "echo $CI_MERGE_REQUEST_TITLE"\n'],
    ["remote-script-in-build", "test:\n  before_script:\n    - curl -sSL https://get.example.test/i.sh | sh\n"],
    ["action-not-pinned", "include:\n  - remote: https://ci.example.test/base.yml\ntest:\n  script: [make]\n"],
    ["running-image-not-pinned", "test:\n  image: node:latest\n  script: [npm test]\n"],
    ["workflow-secret-exposed", 'variables: { CI_DEBUG_TRACE: "true" }\ntest:\n  script: [make]\n'],
    ["hardcoded-credential", "deploy:\n  variables: { DEPLOY_TOKEN: q8Zr-42x-Lm0p }\n  script: [make]\n"],
  ])("brings %s with %j", async (kind, text) => {
    expect(await kinds(text)).toContain(kind);
  });

  it.each([
    'test:\n  image: node:24.1.0\n  script:\n    - echo "$CI_COMMIT_TITLE"\n',
    'test:\n  rules: [{ if: $CI_COMMIT_BRANCH == "main" }]\n  script:\n    - eval "notify $CI_COMMIT_TITLE"\n',
    "include:\n  - local: /ci/base.yml\n  - project: group/ci\n    ref: v2\n    file: base.yml\ntest:\n  script: [make]\n",
    "include:\n  - remote: https://ci.example.test/base.yml\n    integrity: sha256-abc\ntest:\n  script: [make]\n",
    "deploy:\n  variables: { DEPLOY_TOKEN: $TOKEN }\n  script: [make]\n",
  ])("brings nothing with %j", async (text) => {
    expect(await kinds(text)).toEqual([]);
  });

  it("loses the gate in front of its deployment", async () => {
    expect(await kinds(deploy(""), deploy("  when: manual\n"))).toContain("deployment-gate-removed");
    expect(await kinds(deploy("  when: manual\n"), deploy("  when: manual\n"))).toEqual([]);
  });

  it("is read job by job", async () => {
    const scopes = await readConfig({ ".gitlab-ci.yml": "build:\n  image: ruby:3\n  script: [rake]\n" });
    expect(wordsOf(scopes.get("job build"), "dependency", "pinned")).toEqual(["image tag"]);
  });
});
