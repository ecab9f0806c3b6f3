import { describe, expect, it } from "vitest";
import { threatReportSchema } from "../../src/domain/report.ts";
import { createRepository } from "../builders/git-repository.ts";
import { PACK_KIND } from "../builders/pack-kind.ts";
import { runThreatdiff } from "./run-threatdiff.ts";

const JOB = (level: string) =>
  `name: ci\non: push\npermissions:\n  packages: ${level}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n`;

/** A repository whose configuration names packs, and a branch that lets a job write packages. */
function repositoryWith(packs: string, kind: string | null) {
  const repository = createRepository();
  repository.write(".github/threatdiff.yml", `catalogue:\n  packs: [${packs}]\n`);
  repository.write(".github/workflows/ci.yml", JOB("read"));
  if (kind !== null) repository.write(".github/threats/job-may-publish.yaml", kind);
  repository.commit("Before");
  repository.git("checkout", "-q", "-b", "topic");
  repository.write(".github/workflows/ci.yml", JOB("write"));
  return repository;
}

describe("a local review with packs", () => {
  it("finds threats of kinds that the repository adds", async () => {
    const { directory, commit } = repositoryWith(".github/threats", PACK_KIND);
    commit("Publish");
    const { stdout } = await runThreatdiff(["review", "--offline", "--format", "json"], { directory });
    const { threats, run } = threatReportSchema.parse(JSON.parse(stdout));
    expect(threats.map(({ kind }) => kind)).toContain("job-may-publish");
    expect(run.catalogue).toMatch(/\.[0-9a-f]{8}$/u);
  });

  it("judges by the pack at the base, whatever the change makes of it", async () => {
    const repository = repositoryWith(".github/threats", PACK_KIND);
    repository.write(".github/threats/job-may-publish.yaml", "gone: true\n");
    repository.commit("Publish, and disarm the rule");
    const { directory } = repository;
    const { stdout } = await runThreatdiff(["review", "--offline", "--format", "json"], { directory });
    expect(threatReportSchema.parse(JSON.parse(stdout)).threats.map(({ kind }) => kind)).toContain("job-may-publish");
  });

  it("names a faulty kind with file and line, with status 2", async () => {
    const { directory, commit } = repositoryWith(".github/threats", PACK_KIND.replace("stride: E", "stride: X"));
    commit("Publish");
    const { status, stderr } = await runThreatdiff(["review", "--offline"], { directory });
    expect(status).toBe(2);
    expect(stderr).toContain(".github/threats/job-may-publish.yaml");
    expect(stderr).toContain("stride");
  });

  it.each([
    [".github/nothing", "The threat kinds in .github/nothing/ were not read: there is no such folder at the base."],
    ["security:kinds", "The threat kinds in security:kinds/ were not read: a local review reads no other repository."],
  ])("is incomplete, and says so, when %s cannot be had", async (packs, sentence) => {
    const { directory, commit } = repositoryWith(packs, null);
    commit("Publish");
    const { stdout } = await runThreatdiff(["review", "--offline", "--format", "json"], { directory });
    const { coverage, gate } = threatReportSchema.parse(JSON.parse(stdout));
    expect(coverage.gaps).toContain(sentence);
    expect(gate.complete).toBe(false);
  });
});
