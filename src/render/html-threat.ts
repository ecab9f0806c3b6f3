import { html } from "hono/html";
import type { Evidence } from "../domain/evidence.ts";
import type { ThreatReport } from "../domain/report.ts";
import { type Threat, isLostControl, primaryEvidence } from "../domain/threat.ts";
import { visible } from "./escape.ts";
import { quotedLines, shownEvidence, shownFix } from "./evidence-block.ts";
import { type Markup, folded, linked, rich, said } from "./html-parts.ts";
import { references } from "./inline-comment.ts";
import { type Told, alsoOpen } from "./told.ts";
import { statementSentence } from "./voice.ts";
import { EFFECT_WORDS, sentence } from "./words.ts";

/** One open threat as a comment under the lines that it is about. */
export function threatMarkup(told: Told, report: ThreatReport): Markup {
  const { threat } = told;
  const also = alsoOpen(told, (element) => `\`${element}\``);
  const [first, ...others] = shownEvidence(threat, null);
  return html`<section class="card" id="${threat.id}">
    <header>${linked(primaryEvidence(threat), report)}<span class="end">${EFFECT_WORDS[threat.effect]}</span></header>
    ${first && quote(first, threat)}
    ${others.map(
      (evidence) =>
        html`<div class="caption">${caption(evidence, threat, report)}</div>
          ${quote(evidence, threat)}`,
    )}
    <div class="comment">
      <h3>${said(threat, threat.title)}</h3>
      <div class="byline">
        <span class="label ${threat.risk.severity}">${threat.risk.severity}</span>
        <span>confidence ${threat.confidence}</span><span class="id">${threat.id}</span>
      </div>
      <p>${said(threat, statementSentence(threat))}</p>
      ${also && html`<p><strong>Also open by this.</strong> ${rich(also, 2_000)}</p>`}
      ${threat.breakIt && html`<p><strong>How I would break this.</strong> ${said(threat, sentence(threat.breakIt))}</p>`}
      ${fix(threat, report)}
      ${threat.test && html`<p><strong>Prove it.</strong> ${said(threat, sentence(threat.test))}</p>`}
      ${testToCopy(threat)}
      <p class="references">${references(threat).join(" · ")}</p>
    </div>
  </section>`;
}

function caption(evidence: Evidence, threat: Threat, report: ThreatReport): Markup {
  return isLostControl(threat, evidence)
    ? html`Before this change, and gone now: ${linked(evidence, report)}`
    : html`${linked(evidence, report)}`;
}

function quote(evidence: Evidence, threat: Threat): Markup {
  const lost = isLostControl(threat, evidence);
  return lines(quotedLines(evidence), evidence.startLine, lost ? "lost" : "");
}

/** The proven patch under the lines that it replaces, or the first mitigation in words. */
function fix(threat: Threat, report: ThreatReport): Markup | "" {
  const [mitigation] = threat.mitigations;
  const advice = mitigation ? html`<p><strong>Fix.</strong> ${said(threat, sentence(mitigation.text))}</p>` : "";
  const patch = shownFix(threat);
  if (patch === null) return advice;
  const old = threat.evidence.find(
    (one) => one.side === "head" && one.startLine === patch.startLine && one.endLine === patch.endLine,
  );
  return html`${advice}
    <div class="suggestion">
      <div class="caption">Suggested change at ${linked({ ...patch, side: "head" }, report)}</div>
      ${old ? lines(quotedLines(old), old.startLine, "old") : ""}
      ${lines(quotedLines({ quote: patch.replacement }), patch.startLine, "fix")}
    </div>`;
}

function testToCopy({ abuseTest }: Threat): Markup | "" {
  if (abuseTest === null) return "";
  const title = `A test for this, in the style of ${abuseTest.path}`;
  return folded(
    title,
    html`<p class="muted">Written by a model and run by nobody.</p>
      ${lines(abuseTest.code.split("\n"), 1, "")}`,
  );
}

function lines(texts: readonly string[], start: number, kind: "" | "lost" | "old" | "fix"): Markup {
  const mark = { "": "", lost: "−", old: "−", fix: "+" }[kind];
  return html`<div class="scroll">
    <table class="lines">
      <tbody>
        ${texts.map(
          (text, index) =>
            html`<tr class="${kind}">
              <td class="number">${start + index}</td>
              <td class="mark">${mark}</td>
              <td>${visible(text)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
