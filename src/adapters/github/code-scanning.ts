import { gzipSync } from "node:zlib";
import type { PullRequestRef } from "../../domain/job.ts";
import type { Session } from "./client.ts";
import { attempt } from "./errors.ts";

/** Shows the findings in code scanning, where the App may write there; resolves to whether they were sent. */
export async function uploadFindings(
  { client, permissions }: Session,
  ref: PullRequestRef,
  headSha: string,
  sarif: string,
): Promise<boolean> {
  if (permissions["security_events"] !== "write") return false;
  await attempt("upload the findings", async () =>
    client.rest.codeScanning.uploadSarif({
      owner: ref.owner,
      repo: ref.repo,
      commit_sha: headSha,
      ref: `refs/pull/${ref.number}/head`,
      sarif: gzipSync(sarif).toString("base64"),
      tool_name: "Threatdiff",
    }),
  );
  return true;
}
