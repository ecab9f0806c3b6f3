import { z } from "zod";
import { type Intent, NOT_UNDERSTOOD, ignore } from "./intent.ts";
import { numberSchema } from "./payload.ts";

const installationSchema = z.object({ action: z.string(), installation: z.object({ id: numberSchema }) });

/** The app was installed, suspended or removed. */
export function readInstallation(payload: unknown): Intent[] {
  const event = installationSchema.safeParse(payload);
  if (!event.success) return NOT_UNDERSTOOD;
  if (event.data.action !== "deleted") return ignore("Nothing is kept or done for an installation before an event");
  return [{ kind: "forget_installation", installationId: event.data.installation.id }];
}

const repositoriesSchema = installationSchema.extend({
  repositories_removed: z.array(z.object({ id: numberSchema })),
});

/** Repositories were added to or taken from the installation. */
export function readInstallationRepositories(payload: unknown): Intent[] {
  const event = repositoriesSchema.safeParse(payload);
  if (!event.success) return NOT_UNDERSTOOD;
  const { action, repositories_removed: removed } = event.data;
  if (action !== "removed") return ignore("Nothing is done for a new repository before a pull request");
  return removed.map(({ id }) => ({ kind: "forget_repository", repositoryId: id }));
}
