import { describe, expect, it } from "vitest";
import { effectiveControls, scopesOf, select } from "../read-code.ts";

function handler(statement: string) {
  const scopes = scopesOf(`import { exec } from "node:child_process"; import type { Probot } from "probot";
export default (app: Probot) => { app.on(["issue_comment.created", "issues.opened"], async (context) => { ${statement} }); };`);
  return scopes.filter(({ entryPoint }) => entryPoint !== null);
}

describe("handlers of Probot", () => {
  it("are one signed webhook for each event", () => {
    const scopes = handler("exec(context.payload.comment.body);");
    expect(scopes.map(({ name }) => name)).toEqual(["webhook issue_comment.created", "webhook issues.opened"]);
    expect(scopes[0]?.entryPoint?.attributes.protocol).toBe("webhook");
    expect(effectiveControls(scopes[0]?.facts ?? [])).toEqual(["signature"]);
  });

  it.each([
    ["exec(`echo ${context.payload.comment.body}`);", true],
    ["const { issue } = context.payload; exec(`echo ${issue.title}`);", true],
    ["exec(`echo ${context.payload.pull_request.head.ref}`);", true],
    ["exec(`echo ${context.payload.issue.number}`);", false],
    ["exec(`echo ${context.payload.repository.id}`);", false],
  ])("take what people write as input: %s", (statement, isInput) => {
    const [scope] = handler(statement);
    expect(select(scope?.facts ?? [], "sink/command").map(({ attributes }) => attributes.tainted)).toEqual([isInput]);
  });
});
