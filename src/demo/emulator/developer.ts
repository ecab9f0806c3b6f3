import { Octokit } from "@octokit/rest";

/** New contents by path; `null` deletes the file. */
export type FileContents = Readonly<Record<string, string | Uint8Array | null>>;

export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

export interface Push extends RepositoryName {
  readonly branch: string;
  readonly files: FileContents;
  readonly message?: string;
  /** Branch or commit that a new branch starts from; `main` by default. */
  readonly from?: string;
  /** Put the commit in place of what the branch had, as a forced push does. */
  readonly force?: boolean;
}

const quiet = () => undefined;
/** Octokit prints every refusal otherwise. */
const SILENT = { debug: quiet, info: quiet, warn: quiet, error: quiet };

/** A person's client, with nothing of the App in it. */
export function clientOf(baseUrl: string, token: string): Octokit {
  return new Octokit({ auth: token, baseUrl, log: SILENT });
}

/** Commits files to a branch through the git data API, creating the branch when needed; returns the commit's id. */
export async function pushFiles(client: Octokit, push: Push): Promise<string> {
  const where = { owner: push.owner, repo: push.repo };
  const standing = await shaOf(client, where, push.branch);
  const start = push.force ? null : standing;
  const parent = start ?? (await shaOf(client, where, push.from ?? "main")) ?? push.from ?? "";
  const { data: commit } = await client.rest.git.getCommit({ ...where, commit_sha: parent });
  const tree = await Promise.all(
    Object.entries(push.files).map(async ([path, text]) => treeEntry(client, where, path, text)),
  );
  const { data: grown } = await client.rest.git.createTree({ ...where, base_tree: commit.tree.sha, tree });
  const { data: made } = await client.rest.git.createCommit({
    ...where,
    message: push.message ?? `Change ${Object.keys(push.files).join(", ")}`,
    tree: grown.sha,
    parents: [parent],
  });
  if (standing === null) await client.rest.git.createRef({ ...where, ref: `refs/heads/${push.branch}`, sha: made.sha });
  else {
    const force = push.force ?? false;
    await client.rest.git.updateRef({ ...where, ref: `heads/${push.branch}`, sha: made.sha, force });
  }
  return made.sha;
}

async function shaOf(client: Octokit, where: RepositoryName, branch: string): Promise<string | null> {
  const { data } = await client.rest.git.listMatchingRefs({ ...where, ref: `heads/${branch}` });
  return data.find((found) => found.ref === `refs/heads/${branch}`)?.object.sha ?? null;
}

async function treeEntry(client: Octokit, where: RepositoryName, path: string, text: string | Uint8Array | null) {
  const file = { path, mode: "100644", type: "blob" } as const;
  if (text === null) return { ...file, sha: null };
  const content = Buffer.from(text).toString("base64");
  const { data } = await client.rest.git.createBlob({ ...where, content, encoding: "base64" });
  return { ...file, sha: data.sha };
}
