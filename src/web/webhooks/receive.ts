import type { Log } from "../../ports/log.ts";
import type { Queue } from "../../ports/queue.ts";
import type { Store } from "../../ports/store.ts";
import { readEvent } from "./index.ts";
import type { Intent, RepositoryRef } from "./intent.ts";

/** A webhook whose signature was verified; the payload's form was not. */
export interface Delivery {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
}

export interface ReceiveTools {
  readonly queue: Pick<Queue, "enqueueReview" | "enqueueCommand" | "enqueueMerge" | "cancelReviews">;
  readonly store: Pick<Store, "recordDelivery" | "pullRequestsOfHead" | "forgetInstallation" | "forgetRepository">;
  readonly log: Log;
  readonly appId: number;
  /** Milliseconds until the delivery counts as not taken; below the time at which the sender is told otherwise. */
  readonly deadline?: number;
}

/** The webhook library acknowledges after nine seconds whatever happened; before that we must have said no. */
const DEADLINE = 8_000;

/** Takes deliveries over: when the promise resolves, everything that was asked for is stored. Rejects otherwise. */
export function createReceive(tools: ReceiveTools): (delivery: Delivery) => Promise<void> {
  const deadline = tools.deadline ?? DEADLINE;
  return async (delivery) => {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error("The delivery could not be stored in time")), deadline);
    try {
      await Promise.race([take(delivery, tools), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** The id is recorded for the audit only: a redelivery after a failure is new work under an old id. */
async function take(delivery: Delivery, tools: ReceiveTools): Promise<void> {
  const intents = readEvent(delivery.name, delivery.payload, tools.appId);
  const seen = await tools.store.recordDelivery(delivery.id, delivery.name);
  if (seen) tools.log.info({ delivery: delivery.id, event: delivery.name }, "A delivery arrived again");
  for (const intent of intents) await carryOut(intent, delivery, tools);
}

async function carryOut(intent: Intent, delivery: Delivery, { queue, store, log }: ReceiveTools): Promise<void> {
  const fields = { delivery: delivery.id, event: delivery.name };
  switch (intent.kind) {
    case "review":
      log.info({ ...fields, ...idsOf(intent.job), trigger: intent.job.trigger }, "A review was asked for");
      return queue.enqueueReview(intent.job);
    case "review_head":
      return enqueueHead(intent.repository, intent.headSha, { queue, store });
    case "command":
      log.info({ ...fields, ...idsOf(intent.job), actor: intent.job.actor }, "A command was given");
      return queue.enqueueCommand(intent.job);
    case "merge_group":
      log.info({ ...fields, ...idsOf(intent.job) }, "A merge queue asked");
      return queue.enqueueMerge(intent.job);
    case "cancel":
      log.info({ ...fields, ...idsOf(intent.ref) }, "Reviews of a pull request are no longer wanted");
      return queue.cancelReviews(intent.ref);
    case "forget_installation":
      log.info({ ...fields, installationId: intent.installationId }, "An installation ended; its data is deleted");
      return store.forgetInstallation(intent.installationId);
    case "forget_repository":
      log.info({ ...fields, repositoryId: intent.repositoryId }, "A repository was removed; its data is deleted");
      return store.forgetRepository(intent.repositoryId);
    case "ignore":
      return log.debug({ ...fields, reason: intent.reason }, "An event asks for nothing");
  }
}

async function enqueueHead(
  repository: RepositoryRef,
  headSha: string,
  { queue, store }: Pick<ReceiveTools, "queue" | "store">,
): Promise<void> {
  for (const number of await store.pullRequestsOfHead(repository, headSha)) {
    await queue.enqueueReview({ ...repository, number, headSha, trigger: "rerequested", force: true });
  }
}

function idsOf(ref: { installationId: number; repositoryId: number; number: number }) {
  return { installationId: ref.installationId, repositoryId: ref.repositoryId, number: ref.number };
}
