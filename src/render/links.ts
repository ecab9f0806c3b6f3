import type { Side } from "../domain/change-set.ts";
import type { ThreatReport } from "../domain/report.ts";
import { codeSpan } from "./escape.ts";

/** Lines of a file at one of the two commits of a report. */
export interface Place {
  readonly path: string;
  readonly side: Side;
  readonly startLine: number;
  readonly endLine: number;
}

type Repository = Pick<ThreatReport, "webUrl" | "headSha" | "mergeBaseSha">;

/** `src/invoices.ts:7` or `src/invoices.ts:7-9`. */
export function placeName(place: Place): string {
  const end = place.endLine > place.startLine ? `-${place.endLine}` : "";
  return `${place.path}:${place.startLine}${end}`;
}

/** Address of the lines on the web, or `null` without one; every part of it is ours or encoded. */
export function placeUrl(place: Place, report: Repository): string | null {
  if (report.webUrl === null || !/^https?:\/\/[^\s()<>]+$/u.test(report.webUrl)) return null;
  const sha = place.side === "base" ? report.mergeBaseSha : report.headSha;
  const path = place.path.toWellFormed().split("/").map(encodeSegment).join("/");
  const lines = place.endLine > place.startLine ? `#L${place.startLine}-L${place.endLine}` : `#L${place.startLine}`;
  return `${report.webUrl.replace(/\/$/u, "")}/blob/${encodeURIComponent(sha)}/${path}${lines}`;
}

/** The place as Markdown: a code span, linked when there is an address. */
export function placeLink(place: Place, report: Repository): string {
  const name = codeSpan(placeName(place));
  const url = placeUrl(place, report);
  return url === null ? name : `[${name}](${url})`;
}

/** `encodeURIComponent` leaves characters that end a Markdown link. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[()'*!]/gu,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
