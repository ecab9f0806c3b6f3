import type { ChangeSet } from "../domain/change-set.ts";
import type { Button } from "../domain/command-place.ts";
import type { CheckOutput, InlineComment, PrivateChannel, Publication, ReviewPlan } from "../domain/publication.ts";
import type { ThreatReport } from "../domain/report.ts";
import { annotationsOf } from "./annotations.ts";
import { detailSections } from "./details.ts";
import { type Disclosure, reducedBody } from "./disclosure.ts";
import { cut } from "./escape.ts";
import { goneComments, goneLine } from "./gone-comments.ts";
import { inlineComment } from "./inline-comment.ts";
import { placeInDiff } from "./placement.ts";
import { detailsDocument, reviewBody } from "./review-body.ts";
import { hasSecurityMeaning } from "./selection.ts";
import { type Told, isToldAlready, toldThreats } from "./told.ts";
import { verdictLine } from "./verdict-line.ts";

export interface PublicationOptions {
  /** Most inline comments; threats beyond that are written out in the body. */
  readonly maxComments: number;
  readonly disclosure: Disclosure;
  /** Where what is not shown is told; `null` for nowhere. */
  readonly channel: PrivateChannel | null;
}

/**
 * What one report becomes on the code host, as data. `previous` is the report that was published for an earlier head;
 * without one, a change without security meaning gets a green check and no review.
 */
export function renderPublication(
  report: ThreatReport,
  change: Pick<ChangeSet, "files">,
  options: PublicationOptions,
  previous: ThreatReport | null,
): Publication {
  const silent = !hasSecurityMeaning(report) && (previous === null || !hasSecurityMeaning(previous));
  const written =
    options.disclosure === "full"
      ? full({ report, previous }, change, options)
      : reduced(report, options.disclosure, options.channel);
  const review: ReviewPlan = {
    body: written.check.summary,
    comments: written.comments,
    goneComments: goneComments(report, previous),
  };
  return { headSha: report.headSha, check: written.check, review: silent ? null : review };
}

interface Written {
  readonly check: CheckOutput;
  readonly comments: readonly InlineComment[];
}

interface Reports {
  readonly report: ThreatReport;
  readonly previous: ThreatReport | null;
}

function full(
  { report, previous }: Reports,
  change: Pick<ChangeSet, "files">,
  { maxComments }: PublicationOptions,
): Written {
  const { comments, spelledOut } = divide(report, change, maxComments);
  const text = hasSecurityMeaning(report)
    ? detailsDocument(detailSections(report, toldThreats(report), "Threats in full"))
    : null;
  const summary = reviewBody(report, spelledOut, goneLine(report, previous));
  const buttons: Button[] = report.gate.failing.length > 0 ? ["run", "accept", "explain"] : ["run"];
  const output = { summary, text, annotations: annotationsOf(report), buttons };
  return { comments, check: { ...headline(report), ...output } };
}

function reduced(report: ThreatReport, disclosure: "summary" | "private", channel: PrivateChannel | null): Written {
  const summary = reducedBody(report, disclosure, channel);
  return { comments: [], check: { ...headline(report), summary, text: null, annotations: [], buttons: ["run"] } };
}

function headline(report: ThreatReport): Pick<CheckOutput, "conclusion" | "title"> {
  return { conclusion: report.gate.conclusion, title: cut(verdictLine(report), 250) };
}

/** What is told at lines of the diff becomes comments, in the report's order; the rest is spelled out. */
function divide(report: ThreatReport, change: Pick<ChangeSet, "files">, maxComments: number) {
  const comments: InlineComment[] = [];
  const spelledOut: Told[] = [];
  for (const told of toldThreats(report)) {
    const hasRoom = comments.length < maxComments && !isToldAlready(told, report);
    const place = hasRoom ? placeInDiff(told.threat, change.files) : null;
    if (place === null) {
      spelledOut.push(told);
      continue;
    }
    const { path, side, startLine, endLine } = place;
    const body = inlineComment(told, report, place);
    comments.push({ threatId: told.threat.id, path, side, startLine, endLine, body });
  }
  return { comments, spelledOut };
}
