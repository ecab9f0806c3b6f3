import { describe, expect, it } from "vitest";
import { parseExpression } from "../../../src/facts/workflows/expression.ts";
import { judgeGuard, runsOn } from "../../../src/facts/workflows/guards.ts";

function trigger(event: string, types: string[] | null = null) {
  return { event, types, lines: { start: 1, end: 1 } };
}

function parsed(text: string) {
  const expression = parseExpression(text);
  if (!expression) throw new Error(`${text} does not parse`);
  return expression;
}

const target = trigger("pull_request_target");
const comment = trigger("issue_comment");

describe("judgeGuard", () => {
  it.each([
    "github.event.pull_request.head.repo.full_name == github.repository",
    "github.repository == github.event.pull_request.head.repo.full_name && success()",
    "!github.event.pull_request.head.repo.fork",
    "github.event.pull_request.head.repo.fork == false",
    "github.event_name == 'push' || github.event.pull_request.head.repo.full_name == github.repository",
    "github.event.pull_request.user.login == 'dependabot[bot]'",
    "github.event.pull_request.merged == true",
    'contains(fromJSON(\'["OWNER", "MEMBER"]\'), github.event.pull_request.author_association)',
    "github.actor == github.repository_owner",
    "false",
  ])("keeps outsiders out with %s", (text) => {
    expect(judgeGuard(parsed(text), target)).toEqual({ admitsOutsiders: false, weakness: null });
  });

  it.each([
    "github.event.pull_request.head.repo.full_name == github.repository || github.event.action == 'opened'",
    "github.event.pull_request.head.repo.full_name != github.repository",
    "github.event.pull_request.draft == false",
    "always()",
    "!contains(github.event.pull_request.labels.*.name, 'skip-ci')",
    "github.event.label.name != 'wip'",
    "github.ref == 'refs/heads/main'",
  ])("takes %s as open", (text) => {
    expect(judgeGuard(parsed(text), target)).toEqual({ admitsOutsiders: true, weakness: null });
  });

  it("counts a label only where new commits cannot slip under it", () => {
    const condition = parsed("contains(github.event.pull_request.labels.*.name, 'safe to test')");
    expect(judgeGuard(condition, trigger("pull_request_target", ["labeled"])).admitsOutsiders).toBe(false);
    expect(judgeGuard(condition, target)).toEqual({
      admitsOutsiders: true,
      weakness: "the label stays when new commits are pushed after it was set",
    });
  });

  it("does not take github.actor for the author of a bot's pull request", () => {
    const { admitsOutsiders, weakness } = judgeGuard(parsed("github.actor == 'dependabot[bot]'"), target);
    expect(admitsOutsiders).toBe(true);
    expect(weakness).toContain("whoever caused the last event");
  });

  it("does not take a former contributor for someone with write access", () => {
    const list = `contains('MEMBER,CONTRIBUTOR', github.event.comment.author_association)`;
    expect(judgeGuard(parsed(list), comment)).toMatchObject({
      admitsOutsiders: true,
      weakness: "the listed associations include people without write access",
    });
  });

  it("knows that a fork's pull request never runs on a branch of the repository", () => {
    const condition = parsed("startsWith(github.ref, 'refs/heads/')");
    expect(judgeGuard(condition, trigger("pull_request")).admitsOutsiders).toBe(false);
  });

  it("closes a workflow run that only follows pushes", () => {
    const run = trigger("workflow_run");
    expect(judgeGuard(parsed("github.event.workflow_run.event == 'push'"), run).admitsOutsiders).toBe(false);
    expect(judgeGuard(parsed("github.event.workflow_run.event == 'pull_request'"), run).admitsOutsiders).toBe(true);
  });
});

describe("runsOn", () => {
  it("drops the triggers that a condition on the event name excludes", () => {
    const condition = parsed("github.event_name == 'push' && github.actor != 'x'");
    expect(runsOn(condition, trigger("push"))).toBe(true);
    expect(runsOn(condition, target)).toBe(false);
    expect(runsOn(null, target)).toBe(true);
  });
});
