import { html } from "hono/html";
import type { ThreatReport } from "../domain/report.ts";
import { STRIDE } from "../domain/threat-kind.ts";
import { primaryEvidence } from "../domain/threat.ts";
import {
  GRID_LEGEND,
  coverageLine,
  furtherGaps,
  missedFiles,
  modelReason,
  rulesOnlyFiles,
  stateWords,
  strideGrid,
} from "./coverage-line.ts";
import { pickDiagram, threatNumbers } from "./diagram.ts";
import { runLine } from "./footer.ts";
import { diagramMarkup } from "./html-diagram.ts";
import { type Markup, folded, linked, listItems, rich, said } from "./html-parts.ts";
import { answerWords, questionsHeading, shownQuestions } from "./questions.ts";
import { decidedThreats, olderThreats, openThreats } from "./selection.ts";
import { claimLine } from "./claim.ts";
import { surfaceOf, surfacePhrases } from "./surface-changes.ts";
import { type ThreatRow, morePlaces, threatRows, threatsLeftOut } from "./threat-table.ts";
import { circled, count, sentence } from "./words.ts";

/** The review as it would stand on the pull request. */
export function reviewMarkup(report: ThreatReport, drawn: boolean): Markup {
  const diagram = pickDiagram(report);
  const rows = threatRows(report, threatNumbers(report, diagram));
  return html`<div class="content">
      ${surfaceMarkup(report)} ${claimMarkup(report)} ${leftOut(report)}
      ${rows.length > 0 ? threatTable(rows, report) : ""} ${diagram && diagramMarkup(diagram, drawn)}
      ${questions(report)} ${sections(report)}
    </div>
    <div class="foot">${runLine(report)}</div>`;
}

function surfaceMarkup(report: ThreatReport): Markup | "" {
  const surface = surfaceOf(surfacePhrases(report).map((item) => item.text));
  if (surface === null) return "";
  const items = surface.items.map((item) => rich(item));
  return html`<p class="lead">${rich(surface.lead, 2_000)}</p>
    ${items.length > 0 ? listItems(items) : ""}`;
}

function claimMarkup(report: ThreatReport): Markup | "" {
  const line = claimLine(report);
  return line === null ? "" : html`<p>${line}</p>`;
}

function threatTable(rows: readonly ThreatRow[], report: ThreatReport): Markup {
  const more = threatsLeftOut(report);
  return html`<table>
      <thead>
        <tr>
          <th></th>
          <th>threat</th>
          <th>where</th>
          <th class="hide-small">id</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => {
          const { threat, label, number } = row;
          const decision = threat.disposition;
          return html`<tr>
            <td><span class="label ${label}">${label}</span></td>
            <td class="title">
              ${number === null ? "" : `${circled(number)} `}${said(threat, threat.title)}
              ${decision && html`<span class="muted">(by ${decision.by}: ${rich(decision.reason)})</span>`}
            </td>
            <td class="where">${linked(primaryEvidence(threat), report)}${morePlaces(row)}</td>
            <td class="id hide-small">${threat.id}</td>
          </tr>`;
        })}
      </tbody>
    </table>
    ${more > 0 ? html`<p class="muted">${more} more below.</p>` : ""}`;
}

function questions(report: ThreatReport): Markup | "" {
  const shown = shownQuestions(report);
  if (shown.length === 0) return "";
  const lines = shown.map((question) => html`<div>${rich(question.text)} ${rich(answerWords(question) ?? "")}</div>`);
  return html`<div class="question"><strong>${questionsHeading(shown)}</strong>${lines}</div>`;
}

function leftOut({ coverage }: ThreatReport): Markup {
  const files = missedFiles(coverage).map((file) => html`<code>${file.path}</code> ${rich(stateWords(file))}`);
  const missed = [...files, ...furtherGaps(coverage).map((gap) => rich(gap))];
  const read = rulesOnlyFiles(coverage).map((file) => html`<code>${file.path}</code> (${rich(modelReason(file))})`);
  return html`${warning("Not looked at", missed)}${warning("Rules only", read)}`;
}

function warning(heading: string, lines: readonly Markup[]): Markup | "" {
  return lines.length === 0 ? "" : html`<div class="warning"><strong>${heading}</strong>${listItems(lines)}</div>`;
}

function sections(report: ThreatReport): Markup {
  const open = openThreats(report);
  const older = olderThreats(report);
  const decided = decidedThreats(report);
  const rest = surfaceOf(surfacePhrases(report).map((item) => item.text))?.rest ?? [];
  return html`${rest.length > 0 ? folded(count(rest.length, "more change"), listItems(rest.map((item) => rich(item)))) : ""}
  ${folded(coverageLine(report.coverage), coverageMarkup(report))}
  ${open.length > 0 ? folded("Risk arithmetic", listItems(open.map(arithmetic))) : ""}
  ${decided.length > 0 ? folded(`Decided by people (${decided.length})`, listItems(decided.map(decidedBy))) : ""}
  ${report.rejected.length > 0 ? folded(`Set aside (${report.rejected.length})`, setAside(report)) : ""}
  ${older.length > 0 ? folded(`${count(older.length, "threat")} before this change`, listItems(older.map(titled))) : ""}`;
}

function arithmetic({ id, risk }: ThreatReport["threats"][number]): Markup {
  const lower = risk.counterfactual === null ? "" : ` It would be ${risk.counterfactual}.`;
  return html`<span class="id">${id}</span> ${risk.severity}: ${risk.likelihood} × ${risk.impact} = ${risk.score}.
    <span class="muted">${risk.arithmetic}.</span>${lower}`;
}

function titled(threat: ThreatReport["threats"][number]): Markup {
  return html`<span class="id">${threat.id}</span> ${threat.risk.severity}: ${said(threat, threat.title)}`;
}

function decidedBy(threat: ThreatReport["threats"][number]): Markup {
  const disposition = threat.disposition;
  const until = disposition?.expires ? `, until ${disposition.expires.slice(0, 10)}` : "";
  return html`${titled(threat)}
    <span class="muted">${disposition?.verb} by ${disposition?.by}${until}: ${rich(disposition?.reason ?? "")}</span>`;
}

function setAside(report: ThreatReport): Markup {
  return listItems(
    report.rejected.map(
      (one) => html`${said(one, one.title)}: <span class="muted">${rich(sentence(one.reason))}</span>`,
    ),
  );
}

function coverageMarkup({ coverage }: ThreatReport): Markup {
  const rows = strideGrid(coverage.cells);
  const files = coverage.files.filter((file) => file.state !== "analysed");
  return html`${files.length > 0 ? listItems(files.map((file) => html`<code>${file.path}</code> ${rich(stateWords(file))}`)) : ""}
  ${
    rows.length > 0
      ? html`<table class="grid">
            <thead>
              <tr>
                <th></th>
                ${STRIDE.map((letter) => html`<th>${letter}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${rows.map(
                ({ element, marks }) =>
                  html`<tr>
                    <td>${rich(element, 80)}</td>
                    ${marks.map((mark) => html`<td>${mark}</td>`)}
                  </tr>`,
              )}
            </tbody>
          </table>
          <p class="small muted">${GRID_LEGEND}</p>`
      : ""
  }`;
}
