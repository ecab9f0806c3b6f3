import { html, raw } from "hono/html";
import type { ThreatReport } from "../domain/report.ts";
import type { Threat } from "../domain/threat.ts";
import { clean, cut, visible } from "./escape.ts";
import { type Place, placeName, placeUrl } from "./links.ts";

/** A piece of HTML in which everything from outside is escaped. */
export type Markup = ReturnType<typeof html>;

/** Outside words; `names in backticks` become code. */
export function rich(text: string, max = 600): Markup {
  const parts = cut(clean(text), max).split(/`([^`]+)`/u);
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

/** Words about a threat: only our own rules may set code. */
export function said(threat: Pick<Threat, "origin">, text: string): Markup {
  return rich(threat.origin === "rule" ? text : text.replaceAll("`", ""));
}

/** The place as code, linked when there is an address. */
export function linked(place: Place, report: ThreatReport): Markup {
  const url = placeUrl(place, report);
  const name = html`<code>${visible(placeName(place))}</code>`;
  return url === null ? name : html`<a href="${url}">${name}</a>`;
}

/** A folded section. */
export function folded(title: string, content: Markup): Markup {
  return html`<details>
    <summary>${title}</summary>
    ${content}
  </details>`;
}

export function listItems(items: readonly Markup[]): Markup {
  return html`<ul>
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;
}

/** A script of ours, with what would end the element taken apart. */
export function inlineScript(script: string): Markup {
  const inside = script.replace(/<(?=\/script|!--)/giu, "\\x3C");
  return html`<script>
    ${raw(inside)};
  </script>`;
}

/** The finished page; the tag only defers when a part is a promise, and no part of a report is. */
export function pageText(markup: Markup): string {
  if (markup instanceof Promise) throw new Error("A part of the page was not ready.");
  return markup.toString();
}
