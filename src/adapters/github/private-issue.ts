import type { PullRequestRef } from "../../domain/job.ts";
import type { DetailsOutcome, PrivateDetails } from "../../domain/publication.ts";
import { sameText, withMark } from "./body-text.ts";
import { type Client, ONCE, type Session } from "./client.ts";
import { isOurs } from "./comments.ts";
import { createOnce } from "./create-once.ts";
import { attempt, statusOf, toCodeHostError } from "./errors.ts";
import { detailsMark, endsWith } from "./markers.ts";

/** Issues of ours that are looked through, the newest change first: a thousand. */
const MOST_PAGES = 10;

interface StandingIssue {
  readonly id: number;
  readonly body: string;
}

/** Writes the details of a pull request into one issue of a private repository of the same owner, which is kept up to date. */
export async function publishDetails(
  session: Session,
  ref: PullRequestRef,
  { repository, title, body }: PrivateDetails,
): Promise<DetailsOutcome> {
  try {
    const client = await session.sibling(repository, { metadata: "read", issues: "write" });
    const place = { session, client, where: { owner: ref.owner, repo: repository }, mark: detailsMark(ref) };
    const { data } = await client.rest.repos.get(place.where);
    if (!data.private) return "public";
    const text = withMark(body, place.mark);
    const standing = await findIssue(place);
    if (standing === null) await createIssue(place, title, text);
    else if (!sameText(standing.body, text)) {
      await client.rest.issues.update({ ...place.where, issue_number: standing.id, title, body: text });
    }
    return "told";
  } catch (error) {
    if (isRefusal(statusOf(error))) return "unreachable";
    throw toCodeHostError("write the details into a private repository", error);
  }
}

interface Place {
  readonly session: Session;
  readonly client: Client;
  readonly where: { readonly owner: string; readonly repo: string };
  readonly mark: string;
}

/** 410 is GitHub's word for a repository without issues, 422 for one that the installation does not include. */
function isRefusal(status: number | null): boolean {
  return status === 403 || status === 404 || status === 410 || status === 422;
}

async function createIssue(place: Place, title: string, body: string): Promise<void> {
  const { client, where, session } = place;
  await createOnce({
    operation: "write the details into a private repository",
    create: async () => (await client.rest.issues.create({ ...where, title, body, ...ONCE })).data.number,
    find: async () => (await findIssue(place))?.id ?? null,
    settle: session.settle,
  });
}

async function findIssue({ session, client, where, mark }: Place): Promise<StandingIssue | null> {
  const creator = await session.botLogin();
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const listed = { ...where, creator, state: "all", sort: "updated", per_page: 100, page } as const;
    const { data } = await attempt("look for the details", async () => client.rest.issues.listForRepo(listed));
    const found = data.find(({ user, body }) => isOurs(user, creator) && endsWith(body ?? "", mark));
    if (found) return { id: found.number, body: found.body ?? "" };
    if (data.length < 100) return null;
  }
  return null;
}
