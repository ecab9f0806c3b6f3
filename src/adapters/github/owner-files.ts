import type { PullRequestRef } from "../../domain/job.ts";
import { contentText } from "./content-text.ts";
import type { Session } from "./client.ts";
import { statusOf, toCodeHostError } from "./errors.ts";

/** Reads a file of a repository of the same owner at its default branch; `null` when there is none for this App. */
export async function readOwnerFile(
  session: Session,
  ref: PullRequestRef,
  repository: string,
  path: string,
): Promise<string | null> {
  try {
    const client = repository === ref.repo ? session.client : await session.sibling(repository, { contents: "read" });
    const { data } = await client.rest.repos.getContent({ owner: ref.owner, repo: repository, path });
    return contentText(data);
  } catch (error) {
    const status = statusOf(error);
    // 422 is GitHub's word for a repository that the installation does not include.
    if (status === 404 || status === 403 || status === 422) return null;
    throw toCodeHostError("read the configuration of the owner", error);
  }
}
