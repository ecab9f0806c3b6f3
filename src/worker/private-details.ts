import type { RepositoryConfig } from "../config/repository-config.ts";
import type { PrivateChannel } from "../domain/publication.ts";
import type { ThreatReport } from "../domain/report.ts";
import { detailsIssue } from "../render/details-issue.ts";
import { hasSecurityMeaning } from "../render/selection.ts";
import type { OpenReview } from "./review-run.ts";

interface Reports {
  readonly report: ThreatReport;
  /** What the last review told. */
  readonly previous: ThreatReport | null;
}

/** Tells in private what the pull request does not show; `null` when it shows all, or nobody named a place. */
export async function tellInPrivate(
  { job, host }: Pick<OpenReview, "job" | "host">,
  { channel, disclosure }: RepositoryConfig["review"],
  { report, previous }: Reports,
): Promise<PrivateChannel | null> {
  if (channel === null || disclosure === "full") return null;
  if (!hasSecurityMeaning(report) && (previous === null || !hasSecurityMeaning(previous))) return null;
  const outcome = await host.publishDetails(job, { repository: channel, ...detailsIssue(report) });
  return { repository: channel, outcome };
}
