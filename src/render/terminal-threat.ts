import type { Evidence } from "../domain/evidence.ts";
import type { Severity } from "../domain/risk.ts";
import { type Threat, isLostControl } from "../domain/threat.ts";
import { cut, visible } from "./escape.ts";
import { quotedLines, shownEvidence, shownFix } from "./evidence-block.ts";
import { TEST_NOTE, references } from "./inline-comment.ts";
import { placeName } from "./links.ts";
import { type Paint, type Style, labelled, paragraph, words } from "./terminal-text.ts";
import { type Told, alsoOpen } from "./told.ts";
import { statementSentence } from "./voice.ts";
import { sentence } from "./words.ts";

const SEVERITY_STYLE: Readonly<Record<Severity, Style>> = {
  critical: ["bold", "white", "bgRed"],
  high: ["bold", "red"],
  medium: ["bold", "yellow"],
  low: ["bold", "cyan"],
  info: ["bold", "gray"],
};

const COLUMN = 11;

/** One open threat with its quoted lines, how to break it and how to repair it. */
export function terminalThreat(told: Told, paint: Paint, width: number): string {
  const { threat } = told;
  const [severity, ...title] = labelled(threat.risk.severity.toUpperCase(), words(threat.title), {
    indent: 0,
    column: COLUMN,
    width,
  });
  const head = severity ?? "";
  const facts = [threat.id, `confidence ${threat.confidence}`, ...references(threat)].join(" · ");
  return [
    paint(SEVERITY_STYLE[threat.risk.severity], head.slice(0, COLUMN)) + paint("bold", head.slice(COLUMN)),
    ...title.map((line) => paint("bold", line)),
    paint("gray", paragraph(facts, 2, width)),
    "",
    paragraph(words(statementSentence(threat)), 2, width),
    "",
    ...shownEvidence(threat, null).flatMap((evidence) => [...quote(threat, evidence, paint, width), ""]),
    ...advice(told, paint, width),
  ].join("\n");
}

function quote(threat: Threat, evidence: Evidence, paint: Paint, width: number): string[] {
  const lost = isLostControl(threat, evidence);
  const caption = lost ? `${placeName(evidence)}, before this change` : placeName(evidence);
  const lines = quotedLines(evidence).map((line, index) => {
    const number = String(evidence.startLine + index).padStart(6);
    const text = cut(visible(line).replaceAll("\t", "  "), width - 9);
    return lost ? paint("red", `${number} - ${text}`) : `${paint("gray", `${number} │`)} ${text}`;
  });
  return [paint("gray", `  ${words(caption)}`), ...lines];
}

function advice(told: Told, paint: Paint, width: number): string[] {
  const { threat } = told;
  const [mitigation] = threat.mitigations;
  const rows: [string, string | undefined][] = [
    ["Also open", alsoOpen(told, (element) => element) ?? undefined],
    ["Break it", threat.breakIt],
    ["Fix", mitigation?.text],
    ["Prove it", threat.test],
  ];
  const layout = { indent: 2, column: COLUMN, width };
  return [
    ...rows.flatMap(([label, text]) => (text ? row(label, text) : [])),
    ...patch(threat, paint, width),
    ...testToCopy(threat, paint, width),
  ];

  function row(label: string, text: string): string[] {
    const [first = "", ...rest] = labelled(label, words(sentence(text)), layout);
    return [first.slice(0, 2) + paint("bold", label) + first.slice(2 + label.length), ...rest];
  }
}

/** The proven patch as the lines that would stand there. */
function patch(threat: Threat, paint: Paint, width: number): string[] {
  const fix = shownFix(threat);
  if (fix === null) return [];
  const lines = quotedLines({ quote: fix.replacement });
  const numbered = lines.map((line, index) => {
    const number = String(fix.startLine + index).padStart(6);
    return paint("green", `${number} + ${cut(line.replaceAll("\t", "  "), width - 9)}`);
  });
  return ["", paint("gray", `  ${words(placeName({ ...fix, side: "head" }))}, proven fix`), ...numbered];
}

function testToCopy({ abuseTest }: Threat, paint: Paint, width: number): string[] {
  if (abuseTest === null) return [];
  const lines = visible(abuseTest.code).replaceAll("\t", "  ").split("\n");
  return [
    "",
    paint("gray", paragraph(words(`${TEST_NOTE} ${abuseTest.path}:`), 2, width)),
    ...lines.map((line) => `    ${cut(line, width - 4)}`.trimEnd()),
  ];
}
