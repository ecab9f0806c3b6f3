import type { Button } from "../../domain/command-place.ts";
import type { PullRequestRef } from "../../domain/job.ts";
import type { Annotation, CheckOutput, Conclusion } from "../../domain/publication.ts";
import type { StartedCheck } from "../../ports/code-host.ts";
import { fit } from "./body-text.ts";
import { ONCE, type Session } from "./client.ts";
import { createOnce } from "./create-once.ts";
import { attempt } from "./errors.ts";

const NAME = "Threatdiff";
const ANNOTATIONS_PER_CALL = 50;
const MOST_TITLE = 250;
const MOST_MESSAGE = 60_000;
/** GitHub allows 20 characters of label and 40 of description. */
const BUTTONS: Readonly<Record<Button, { label: string; description: string }>> = {
  run: { label: "Analyse again", description: "Threat-model this pull request again" },
  accept: { label: "Accept", description: "Take the risk of all that blocks" },
  explain: { label: "Explain", description: "Show path and proof of what blocks" },
};

/**
 * Starts, or finds, the one unfinished check run of a head. GitHub never opens a finished one again, so a repeated review
 * gets a new one, which takes the place of the old; "Re-run" leaves a queued one behind, which is used.
 */
export async function startCheck(session: Session, ref: PullRequestRef, headSha: string): Promise<StartedCheck> {
  const { checks } = session.client.rest;
  const started = { status: "in_progress", started_at: new Date().toISOString() } as const;
  const find = async () => findUnfinished(session, ref, headSha);
  const found = await find();
  if (found?.status === "queued") {
    await attempt("start the check run", async () =>
      checks.update({ ...repository(ref), check_run_id: found.id, ...started }),
    );
  }
  const create = async () => {
    const named = { name: NAME, head_sha: headSha, external_id: externalId(ref, headSha) };
    return (await checks.create({ ...repository(ref), ...named, ...started, ...ONCE })).data;
  };
  const { settle } = session;
  const check = found ?? (await createOnce({ operation: "start the check run", create, find, settle }));
  return { id: check.id, headSha, isNew: found === null };
}

/** The unfinished check of a head; `null` without one. */
export async function findCheck(session: Session, ref: PullRequestRef, headSha: string): Promise<StartedCheck | null> {
  const found = await findUnfinished(session, ref, headSha);
  return found && { id: found.id, headSha, isNew: false };
}

/** Says in a check that runs what is being done; its status is left as it is. */
export async function showProgress(
  session: Session,
  ref: PullRequestRef,
  check: StartedCheck,
  doing: string,
): Promise<void> {
  const output = { title: doing, summary: `${doing}. The result will stand here.` };
  await attempt("show progress in the check run", async () =>
    session.client.rest.checks.update({ ...repository(ref), check_run_id: check.id, output }),
  );
}

/** Finishes a check; annotations that it carries already are not added again. */
export async function completeCheck(
  session: Session,
  ref: PullRequestRef,
  check: StartedCheck,
  output: CheckOutput,
): Promise<void> {
  const texts = {
    title: fit(output.title, MOST_TITLE),
    summary: fit(output.summary),
    ...(output.text === null ? {} : { text: fit(output.text) }),
  };
  const update = async (batch: readonly AnnotationRow[], more: object = {}) => {
    await session.client.rest.checks.update({
      ...repository(ref),
      check_run_id: check.id,
      ...finished(output.conclusion),
      output: { ...texts, annotations: [...batch] },
      actions: output.buttons.map((identifier) => ({ identifier, ...BUTTONS[identifier] })),
      ...more,
    });
    return true;
  };
  const all = output.annotations.map(toRow);
  const rows = all.length === 0 || check.isNew ? all : await newAnnotations(session, ref, check, all);
  if (rows.length === 0) await attempt("complete the check run", async () => update([]));
  for (const batch of batches(rows)) {
    await createOnce({
      operation: "complete the check run",
      create: async () => update(batch, ONCE),
      find: async () => ((await newAnnotations(session, ref, check, batch)).length === 0 ? true : null),
      settle: session.settle,
    });
  }
}

/** Ends a check without a result, unless it has one. */
export async function closeCheck(
  session: Session,
  ref: PullRequestRef,
  check: StartedCheck,
  { conclusion, title }: { conclusion: Conclusion; title: string },
): Promise<void> {
  const { checks } = session.client.rest;
  await attempt("close the check run", async () => {
    const { data } = await checks.get({ ...repository(ref), check_run_id: check.id });
    // What it says was written when it was finished.
    if (data.status === "completed") return;
    await checks.update({
      ...repository(ref),
      check_run_id: check.id,
      ...finished(conclusion),
      output: { title: fit(title, MOST_TITLE), summary: title },
    });
  });
}

async function findUnfinished(session: Session, ref: PullRequestRef, headSha: string) {
  const { client, appId } = session;
  const runs = await attempt("look for the check run", async () =>
    client.paginate(client.rest.checks.listForRef, {
      ...repository(ref),
      ref: headSha,
      check_name: NAME,
      app_id: appId,
      filter: "all",
      per_page: 100,
    }),
  );
  const ours = runs.filter((run) => run.external_id === externalId(ref, headSha) && run.status !== "completed");
  return ours.toSorted((left, right) => right.id - left.id)[0] ?? null;
}

interface AnnotationRow {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: Annotation["level"];
  readonly title: string;
  readonly message: string;
}

async function newAnnotations(
  { client }: Session,
  ref: PullRequestRef,
  check: StartedCheck,
  rows: readonly AnnotationRow[],
): Promise<AnnotationRow[]> {
  const standing = await attempt("list the annotations", async () =>
    client.paginate(client.rest.checks.listAnnotations, { ...repository(ref), check_run_id: check.id, per_page: 100 }),
  );
  const known = new Set(standing.map(annotationKey));
  return rows.filter((row) => !known.has(annotationKey(row)));
}

function toRow(annotation: Annotation): AnnotationRow {
  return {
    path: annotation.path,
    start_line: annotation.startLine,
    end_line: annotation.endLine,
    annotation_level: annotation.level,
    title: fit(annotation.title, MOST_TITLE),
    message: fit(annotation.message, MOST_MESSAGE),
  };
}

function annotationKey(row: { path: string; start_line: number; end_line: number; title: string | null }): string {
  return [row.path, row.start_line, row.end_line, row.title].join("\n");
}

function batches(rows: readonly AnnotationRow[]): AnnotationRow[][] {
  const starts = Array.from(
    { length: Math.ceil(rows.length / ANNOTATIONS_PER_CALL) },
    (_, i) => i * ANNOTATIONS_PER_CALL,
  );
  return starts.map((start) => rows.slice(start, start + ANNOTATIONS_PER_CALL));
}

function finished(conclusion: Conclusion) {
  return { status: "completed", conclusion, completed_at: new Date().toISOString() } as const;
}

function externalId(ref: PullRequestRef, headSha: string): string {
  return `${ref.owner}/${ref.repo}#${ref.number}@${headSha}`;
}

function repository({ owner, repo }: PullRequestRef) {
  return { owner, repo };
}
