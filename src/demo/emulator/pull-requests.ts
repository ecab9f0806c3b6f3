import type { Hono } from "hono";
import { z } from "zod";
import { isObject, type Json, mapJson, type Upstream } from "./upstream.ts";

const pullSchema = z.looseObject({
  number: z.int(),
  state: z.string(),
  head: z.looseObject({ ref: z.string(), sha: z.string(), repo: z.looseObject({ full_name: z.string() }).nullable() }),
  base: z.looseObject({ sha: z.string(), repo: z.looseObject({ full_name: z.string() }) }),
});
type Pull = z.infer<typeof pullSchema>;

const fileSchema = z.looseObject({
  filename: z.string(),
  previous_filename: z.string().optional(),
  additions: z.int(),
  deletions: z.int(),
  patch: z.string().optional(),
});
/** A row of the list of changed files. */
export type ChangedFileRow = z.infer<typeof fileSchema>;

const refSchema = z.object({ object: z.object({ sha: z.string() }) });
const compareSchema = z.object({ files: z.array(fileSchema) });

/** Pull requests as they are now: the emulator keeps the head of the moment they were opened, and invents their files. */
export interface PullRequests {
  /** The pull request with its present head and counts. */
  readonly live: (pull: unknown) => Promise<Pull>;
  readonly files: (repository: string, number: number) => Promise<ChangedFileRow[]>;
  /** Open pull requests whose head is this branch. */
  readonly ofBranch: (repository: string, branch: string) => Promise<Pull[]>;
}

export function createPullRequests(upstream: Upstream): PullRequests {
  const lastHeads = new Map<string, string>();

  async function live(given: unknown): Promise<Pull> {
    const pull = pullSchema.parse(given);
    const sha = await headOf(pull);
    const files = await filesBetween(pull, sha);
    const total = (count: "additions" | "deletions") => files.reduce((sum, file) => sum + file[count], 0);
    return {
      ...pull,
      head: { ...pull.head, sha },
      changed_files: files.length,
      additions: total("additions"),
      deletions: total("deletions"),
    };
  }

  /** A closed pull request keeps the head that it had. */
  async function headOf(pull: Pull): Promise<string> {
    const key = `${pull.base.repo.full_name}#${pull.number}`;
    const known = lastHeads.get(key) ?? pull.head.sha;
    if (pull.state !== "open" || pull.head.repo === null) return known;
    const ref = refSchema.safeParse(
      await upstream.read(`/repos/${pull.head.repo.full_name}/git/ref/heads/${pull.head.ref}`),
    );
    const sha = ref.data?.object.sha ?? known;
    lastHeads.set(key, sha);
    return sha;
  }

  async function filesBetween(pull: Pull, headSha: string): Promise<ChangedFileRow[]> {
    const path = `/repos/${pull.base.repo.full_name}/compare/${pull.base.sha}...${headSha}`;
    const compared = compareSchema.safeParse(await upstream.read(path));
    return (compared.data?.files ?? []).map(({ patch, ...row }) => (patch ? { ...row, patch } : row));
  }

  return {
    live,
    async files(repository, number) {
      const pull = pullSchema.parse(await upstream.read(`/repos/${repository}/pulls/${number}`));
      return filesBetween(pull, await headOf(pull));
    },
    async ofBranch(repository, branch) {
      const pulls = z.array(pullSchema).parse(await upstream.read(`/repos/${repository}/pulls?per_page=100`));
      return Promise.all(pulls.filter((pull) => pull.head.ref === branch).map(live));
    },
  };
}

/** Answers for pull requests and their files. */
export function pullRequestRoutes(app: Hono, upstream: Upstream, pulls: PullRequests): void {
  app.get("/repos/:owner/:repo/pulls", async ({ req }) =>
    mapJson(await upstream.forward(req.raw), async (data) =>
      Promise.all(z.array(z.unknown()).parse(data).map(pulls.live)),
    ),
  );
  app.on(["GET", "PATCH"], "/repos/:owner/:repo/pulls/:number{[0-9]+}", async ({ req }) => {
    const response = await upstream.forward(req.raw);
    const wantsDiff = /vnd\.github\.(?:v3\.)?diff/u.test(req.header("accept") ?? "");
    if (!response.ok || !wantsDiff) return mapJson(response, pulls.live);
    const files = await pulls.files(`${req.param("owner")}/${req.param("repo")}`, Number(req.param("number")));
    return new Response(files.map(toDiff).join(""), {
      headers: { "content-type": "application/vnd.github.diff; charset=utf-8" },
    });
  });
  app.post("/repos/:owner/:repo/pulls", async ({ req }) => mapJson(await upstream.forward(req.raw), pulls.live));
  app.get("/repos/:owner/:repo/pulls/:number{[0-9]+}/files", async ({ req }) => {
    const allowed = await upstream.forward(req.raw);
    if (!allowed.ok) return allowed;
    const files = await pulls.files(`${req.param("owner")}/${req.param("repo")}`, Number(req.param("number")));
    return page(new URL(req.url), files);
  });
}

/** A page of a list, with the `Link` header that clients follow. */
export function page(url: URL, rows: readonly unknown[]): Response {
  const size = Math.min(100, Number(url.searchParams.get("per_page") ?? 30));
  const number = Number(url.searchParams.get("page") ?? 1);
  const next = new URL(url);
  next.searchParams.set("page", String(number + 1));
  const more = number * size < rows.length;
  return Response.json(rows.slice((number - 1) * size, number * size), {
    headers: more ? { link: `<${next.href}>; rel="next"` } : {},
  });
}

/** Adds to the issue of a pull request what GitHub marks it with. */
export async function markIssue(upstream: Upstream, repository: string, issue: Json): Promise<Json> {
  const pull = await upstream.read(`/repos/${repository}/pulls/${String(issue["number"])}`);
  if (!isObject(pull)) return issue;
  const { url, html_url, diff_url, patch_url, merged_at } = pull;
  return { ...issue, draft: pull["draft"], pull_request: { url, html_url, diff_url, patch_url, merged_at } };
}

function toDiff(file: ChangedFileRow): string {
  const before = file.previous_filename ?? file.filename;
  const header = `diff --git a/${before} b/${file.filename}\n`;
  return file.patch ? `${header}--- a/${before}\n+++ b/${file.filename}\n${file.patch}\n` : header;
}
