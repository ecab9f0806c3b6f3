import { readCheckRun } from "./check-run.ts";
import { readCheckSuite } from "./check-suite.ts";
import { readInstallation, readInstallationRepositories } from "./installation.ts";
import { type EventReader, type Intent, ignore } from "./intent.ts";
import { readIssueComment } from "./issue-comment.ts";
import { readMergeGroup } from "./merge-group.ts";
import { readPullRequest } from "./pull-request.ts";
import { readReviewComment } from "./review-comment.ts";

/** Every event that is read, by GitHub's name. */
export const EVENT_READERS: ReadonlyMap<string, EventReader> = new Map<string, EventReader>([
  ["check_run", readCheckRun],
  ["check_suite", readCheckSuite],
  ["installation", readInstallation],
  ["installation_repositories", readInstallationRepositories],
  ["issue_comment", readIssueComment],
  ["merge_group", readMergeGroup],
  ["pull_request", readPullRequest],
  ["pull_request_review_comment", readReviewComment],
]);

/** What an event asks for; pure, and never throws for any payload. */
export function readEvent(name: string, payload: unknown, appId: number): Intent[] {
  return EVENT_READERS.get(name)?.(payload, appId) ?? ignore("This kind of event is not read");
}
