import { z } from "zod";
import { commandPlaceSchema } from "./command-place.ts";

const name = z.string().min(1).max(100);

export const pullRequestRefSchema = z.strictObject({
  installationId: z.int().positive(),
  repositoryId: z.int().positive(),
  owner: name,
  repo: name,
  number: z.int().positive(),
});
/** A pull request as the code host's API addresses it. */
export type PullRequestRef = z.infer<typeof pullRequestRefSchema>;

/** A request to analyse one pull request. Ids only: the worker reads everything else when it runs. */
export const reviewJobSchema = pullRequestRefSchema.extend({
  headSha: z.string().nullable().describe("The head that asked for it; null when the event does not say"),
  trigger: z.enum(["opened", "pushed", "ready", "base_changed", "labeled", "rerequested", "command", "sweep"]),
  force: z.boolean().describe("Analyse again although this head was analysed already"),
});
export type ReviewJob = z.infer<typeof reviewJobSchema>;

/** A slash command that someone wrote, or a button that someone pressed; the worker looks up who may do what. */
export const commandJobSchema = pullRequestRefSchema.extend({
  place: commandPlaceSchema,
  actor: name,
  text: z.string().max(1_000).describe("The command line without its leading `/threatmodel`"),
});
export type CommandJob = z.infer<typeof commandJobSchema>;

/** A merge queue's question about a pull request. */
export const mergeJobSchema = pullRequestRefSchema.extend({
  mergeSha: z.string().describe("Commit that the queue made of the pull request and its base"),
});
export type MergeJob = z.infer<typeof mergeJobSchema>;

/** Jobs of one pull request never run side by side. */
export function pullRequestKey(ref: Pick<PullRequestRef, "repositoryId" | "number">): string {
  return `${ref.repositoryId}#${ref.number}`;
}

/** Why a running job is no longer wanted: a newer one replaced it, its pull request closed, or this process stops. */
export type AbortCause = "superseded" | "cancelled" | "stopping";

/** The reason that a job's signal carries when the queue takes the job away. */
export class JobAborted extends Error {
  readonly abortCause: AbortCause;

  constructor(abortCause: AbortCause) {
    super(`The job was ${abortCause}`);
    this.name = "JobAborted";
    this.abortCause = abortCause;
  }
}
