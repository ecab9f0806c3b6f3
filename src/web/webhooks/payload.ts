import { z } from "zod";
import type { PullRequestRef } from "../../domain/job.ts";
import type { RepositoryRef } from "./intent.ts";

const id = z.int().positive();
const name = z.string().min(1).max(100);

export const shaSchema = z.string().regex(/^[0-9a-f]{40,64}$/u);

/** What every event of a repository carries; the rest is read by the event's own file. */
export const repositoryEventSchema = z.object({
  action: z.string(),
  installation: z.object({ id }),
  repository: z.object({ id, name, owner: z.object({ login: name }) }),
});
type RepositoryEvent = z.infer<typeof repositoryEventSchema>;

export const senderSchema = z.object({ login: name, type: z.string() });

/** Apps, ours among them, are never obeyed. */
export function isApp({ type, login }: z.infer<typeof senderSchema>): boolean {
  return type === "Bot" || login.endsWith("[bot]");
}

export const numberSchema = id;

export function repositoryOf({ installation, repository }: RepositoryEvent): RepositoryRef {
  return {
    installationId: installation.id,
    repositoryId: repository.id,
    owner: repository.owner.login,
    repo: repository.name,
  };
}

export function pullRequestOf(event: RepositoryEvent, number: number): PullRequestRef {
  return { ...repositoryOf(event), number };
}
