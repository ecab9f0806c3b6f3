import { html, raw } from "hono/html";
import type { ThreatReport } from "../domain/report.ts";
import { type Markup, inlineScript, pageText } from "./html-parts.ts";
import { reviewMarkup } from "./html-review.ts";
import { STYLE } from "./html-style.ts";
import { threatMarkup } from "./html-threat.ts";
import { hasSecurityMeaning } from "./selection.ts";
import { toldThreats } from "./told.ts";
import { verdictLine } from "./verdict-line.ts";
import { count } from "./words.ts";

export interface HtmlOptions {
  /** The text of mermaid's browser script; without it a table stands in for the diagram. */
  readonly mermaidScript?: string;
}

/** Draws with the page's own colours, so that the diagram follows light and dark like everything else. */
const START_MERMAID = `
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
mermaid.initialize({
  startOnLoad: false,
  securityLevel: "strict",
  theme: "base",
  look: "classic",
  flowchart: { wrappingWidth: 320, nodeSpacing: 36, rankSpacing: 64 },
  themeVariables: {
    fontFamily: getComputedStyle(document.body).fontFamily, fontSize: "14px", darkMode: matchMedia("(prefers-color-scheme: dark)").matches,
    background: color("--page"), mainBkg: color("--page"), primaryColor: color("--page"),
    primaryTextColor: color("--text"), textColor: color("--text"), nodeBorder: color("--border"),
    lineColor: color("--muted"), clusterBkg: color("--subtle"), clusterBorder: color("--faint"),
    titleColor: color("--muted"), edgeLabelBackground: color("--page"),
  },
});
mermaid.run().finally(() => { document.documentElement.dataset.drawn = "yes"; });
`;

/** A self-contained page: the check, the review as it would stand on the pull request, and its comments. */
export function renderHtml(report: ThreatReport, { mermaidScript }: HtmlOptions = {}): string {
  const scripts = mermaidScript === undefined ? "" : html`${inlineScript(mermaidScript)}${inlineScript(START_MERMAID)}`;
  const scriptSource = mermaidScript === undefined ? "'none'" : "'unsafe-inline'";
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src ${scriptSource}`;
  return `${pageText(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta http-equiv="Content-Security-Policy" content="${policy}" />
          <title>${verdictLine(report)} · ${subject(report)}</title>
          <style>
            ${raw(STYLE)}
          </style>
        </head>
        <body>
          <main>
            ${heading(report)} ${check(report)}
            ${hasSecurityMeaning(report) ? review(report, mermaidScript !== undefined) : ""}
          </main>
          ${scripts}
        </body>
      </html>`,
  )}\n`;
}

function heading(report: ThreatReport): Markup {
  const range = `${report.mergeBaseSha.slice(0, 7)} … ${report.headSha.slice(0, 7)}`;
  return html`<p class="muted small">${subject(report)} <span class="id">${range}</span></p>
    <h1>${verdictLine(report)}</h1>`;
}

function subject({ repository, number }: ThreatReport): string {
  return number === null ? repository : `${repository} #${number}`;
}

function check(report: ThreatReport): Markup {
  const { conclusion } = report.gate;
  const badge = { success: "✓", failure: "✕", neutral: "–" }[conclusion];
  return html`<div class="check">
    <span class="badge ${conclusion}">${badge}</span>
    <div><strong>Threatdiff</strong><span class="muted small">${conclusion}: ${gateWords(report)}</span></div>
  </div>`;
}

/** Why the check ended as it did, in words. */
function gateWords({ gate }: ThreatReport): string {
  const reasons = {
    threats: `${count(gate.failing.length, "open threat")} at or over the gate`,
    accepted: `what is over the gate was accepted (${gate.accepted.length})`,
    clean: "nothing at or over the gate, everything was looked at",
    incomplete: "nothing at or over the gate, but not everything was looked at",
    off: "the gate is off, so nothing blocks",
  };
  return reasons[gate.reason];
}

function review(report: ThreatReport, drawn: boolean): Markup {
  const threats = toldThreats(report);
  return html`<article class="card">
      <header>
        <strong>Review</strong
        ><span class="end">${report.number === null ? "local change" : `pull request #${report.number}`}</span>
      </header>
      ${reviewMarkup(report, drawn)}
    </article>
    ${
      threats.length > 0
        ? html`<h2>Comments on the change</h2>
            ${threats.map((told) => threatMarkup(told, report))}`
        : ""
    }`;
}
