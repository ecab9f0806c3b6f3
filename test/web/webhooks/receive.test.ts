import { describe, expect, it } from "vitest";
import { StoreError } from "../../../src/domain/errors.ts";
import { createReceive } from "../../../src/web/webhooks/receive.ts";
import { documentedPayloads } from "../../builders/documented-payloads.ts";
import { checkRunEvent, issueCommentEvent, pullRequestEvent } from "../../builders/event.ts";
import { buildCommandJob, buildRef, buildReviewJob } from "../../builders/job.ts";
import { fakeLog } from "../../fakes/log.ts";
import { fakeQueue } from "../../fakes/queue.ts";
import { fakeStore } from "../../fakes/store.ts";

function open() {
  const tools = { queue: fakeQueue(), store: fakeStore(), log: fakeLog(), appId: 5 };
  return { ...tools, receive: createReceive(tools) };
}

describe("createReceive", () => {
  it("enqueues reviews and commands, and cancels", async () => {
    const { receive, queue } = open();
    await receive({ id: "1", name: "pull_request", payload: pullRequestEvent("synchronize") });
    await receive({ id: "2", name: "issue_comment", payload: issueCommentEvent("/threatmodel explain T-4KX2M7QD") });
    await receive({ id: "3", name: "pull_request", payload: pullRequestEvent("closed") });
    expect(queue.reviews).toEqual([buildReviewJob()]);
    expect(queue.commands).toEqual([buildCommandJob()]);
    expect(queue.cancelled).toEqual([buildRef()]);
  });

  it("deletes what an installation or a repository leaves behind", async () => {
    const { receive, store } = open();
    await receive({ id: "1", name: "installation", payload: { action: "deleted", installation: { id: 11 } } });
    const removed = { action: "removed", installation: { id: 11 }, repositories_removed: [{ id: 22 }] };
    await receive({ id: "2", name: "installation_repositories", payload: removed });
    expect(store.forgotten).toEqual({ installation: [11], repository: [22] });
  });

  it("finds the pull requests of a commit in what it remembers", async () => {
    const { receive, queue, store } = open();
    store.heads.set("a".repeat(40), [7, 9]);
    await receive({ id: "1", name: "check_run", payload: checkRunEvent("rerequested", { external_id: "" }) });
    const again = buildReviewJob({ trigger: "rerequested", force: true });
    expect(queue.reviews).toEqual([again, { ...again, number: 9 }]);
  });

  it("does a delivery again that arrives again, and says so", async () => {
    const { receive, queue, log } = open();
    const delivery = { id: "same", name: "pull_request", payload: pullRequestEvent("opened") };
    await receive(delivery);
    await receive(delivery);
    expect(queue.reviews).toHaveLength(2);
    expect(log.lines.filter((line) => line.message === "A delivery arrived again")).toHaveLength(1);
  });

  it("rejects when the work or the delivery could not be stored", async () => {
    const { receive, queue, store } = open();
    const delivery = { id: "1", name: "pull_request", payload: pullRequestEvent("opened") };
    queue.error = new StoreError("away");
    await expect(receive(delivery)).rejects.toThrow("away");
    queue.error = null;
    store.error = new StoreError("away too");
    await expect(receive(delivery)).rejects.toThrow("away too");
    expect(queue.reviews).toEqual([]);
  });

  it("rejects when storing takes so long that the sender would be told that it worked", async () => {
    const { queue, store, log } = open();
    queue.enqueueReview = () => new Promise(() => {});
    const receive = createReceive({ queue, store, log, appId: 5, deadline: 30 });
    const delivery = { id: "1", name: "pull_request", payload: pullRequestEvent("opened") };
    await expect(receive(delivery)).rejects.toThrow("in time");
  });

  it("logs why an event asks for nothing, for debugging only", async () => {
    const { receive, log } = open();
    await receive({ id: "1", name: "push", payload: {} });
    expect(log.lines).toMatchObject([{ level: "debug", fields: { delivery: "1", event: "push" } }]);
  });

  it("takes every payload that GitHub documents, and does work only for installations", async () => {
    const { receive, queue, log } = open();
    const payloads = documentedPayloads();
    expect(payloads.length).toBeGreaterThan(300);
    for (const [index, { name, payload }] of payloads.entries()) await receive({ id: String(index), name, payload });
    const withWork = payloads.filter(({ name, payload }) => name === "pull_request" && "installation" in payload);
    const actions = withWork.map(({ payload }) => payload["action"]);
    const reviewed = actions.filter((action) =>
      ["opened", "reopened", "synchronize", "ready_for_review", "labeled"].includes(String(action)),
    );
    expect(queue.reviews).toHaveLength(reviewed.length);
    expect(queue.cancelled).toHaveLength(
      actions.filter((action) => ["closed", "converted_to_draft"].includes(String(action))).length,
    );
    expect(queue.commands).toEqual([]);
    expect(log.lines.filter((line) => ["warn", "error"].includes(line.level))).toEqual([]);
  });
});
