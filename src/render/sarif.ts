import type { Evidence } from "../domain/evidence.ts";
import type { ThreatReport } from "../domain/report.ts";
import { SECURITY_SEVERITY, SEVERITIES, type Severity } from "../domain/risk.ts";
import { type Effect, type Threat, primaryEvidence } from "../domain/threat.ts";
import { clean, cut } from "./escape.ts";
import { statementSentence } from "./voice.ts";
import { STRIDE_NAMES, capitalised, sentence } from "./words.ts";

const LEVELS: Readonly<Record<Severity, string>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
  info: "note",
};

const BASELINE_STATES: Readonly<Record<Effect, string>> = {
  introduced: "new",
  mitigation_weakened: "new",
  worsened: "updated",
  improved: "updated",
  pre_existing: "unchanged",
  resolved: "absent",
};

/** The report as a SARIF 2.1.0 log for code scanning; a threat kind is a rule, a threat is a result. */
export function renderSarif(report: ThreatReport): string {
  const kinds = [...new Set(report.threats.map((threat) => threat.kind))].toSorted();
  const weaknesses = [...new Set(report.threats.flatMap((threat) => threat.cwe))].toSorted((a, b) => a - b);
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Threatdiff",
            version: report.run.engine,
            semanticVersion: report.run.engine,
            supportedTaxonomies: [{ name: "CWE" }],
            rules: kinds.map((kind) => ruleOf(kind, report.threats)),
          },
        },
        automationDetails: { id: "threatdiff/" },
        columnKind: "utf16CodeUnits",
        ...provenance(report),
        taxonomies: [taxonomy(weaknesses)],
        invocations: [{ executionSuccessful: true, startTimeUtc: report.run.startedAt }],
        results: report.threats.map((threat) => resultOf(threat, kinds, weaknesses)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** A rule describes the kind; its severity is the highest among its threats here. */
function ruleOf(kind: string, threats: readonly Threat[]) {
  const own = threats.filter((threat) => threat.kind === kind);
  const [first] = own;
  const severity = SEVERITIES.findLast((one) => own.some((threat) => threat.risk.severity === one)) ?? "info";
  const weaknesses = [...new Set(own.flatMap((threat) => threat.cwe))];
  const name = capitalised(kind.replace(/[-/]+/gu, " "));
  return {
    id: kind,
    name: kind,
    shortDescription: { text: sentence(name) },
    fullDescription: { text: first ? oneLine(statementSentence(first)) : sentence(name) },
    help: { text: first ? helpText(first) : sentence(name) },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      "security-severity": SECURITY_SEVERITY[severity],
      precision: first?.confidence ?? "medium",
      tags: ["security", ...weaknesses.map((number) => `external/cwe/cwe-${number}`)],
    },
  };
}

function helpText(threat: Threat): string {
  const mitigations = threat.mitigations.map(({ text }) => oneLine(sentence(text)));
  const parts = [...mitigations, threat.test && `Prove it: ${oneLine(sentence(threat.test))}`, threat.falsePositives];
  return (
    parts
      .filter(Boolean)
      .map((part) => oneLine(part))
      .join(" ") || oneLine(threat.title)
  );
}

function resultOf(threat: Threat, kinds: readonly string[], weaknesses: readonly number[]) {
  const resolved = threat.effect === "resolved";
  const others = threat.evidence.slice(1);
  return {
    ruleId: threat.kind,
    ruleIndex: kinds.indexOf(threat.kind),
    kind: resolved ? "pass" : "fail",
    level: resolved ? "none" : LEVELS[threat.risk.severity],
    message: { text: `${sentence(oneLine(threat.title))} ${oneLine(statementSentence(threat))}` },
    locations: [locationOf(primaryEvidence(threat))],
    ...(others.length > 0 ? { relatedLocations: others.map((evidence, id) => ({ id, ...locationOf(evidence) })) } : {}),
    ...(threat.steps.length > 0 ? { codeFlows: [codeFlow(threat)] } : {}),
    partialFingerprints: { "threatId/v1": threat.id, primaryLocationLineHash: threat.id },
    baselineState: BASELINE_STATES[threat.effect],
    suppressions: suppressionsOf(threat),
    taxa: threat.cwe.map((number) => ({
      id: String(number),
      index: weaknesses.indexOf(number),
      toolComponent: { name: "CWE" },
    })),
    properties: {
      threatId: threat.id,
      severity: threat.risk.severity,
      confidence: threat.confidence,
      stride: STRIDE_NAMES[threat.stride],
      effect: threat.effect,
    },
  };
}

function locationOf({ path, startLine, endLine, quote, side, role }: Evidence) {
  const message = `${role.replaceAll("_", " ")}, ${side === "base" ? "before the change" : "after the change"}`;
  const region = { startLine, endLine, snippet: { text: quote } };
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(path), uriBaseId: "%SRCROOT%" }, region },
    message: { text: message },
  };
}

function codeFlow(threat: Threat) {
  const locations = threat.steps.map(({ text, path, line }) => ({
    location: {
      physicalLocation: { artifactLocation: { uri: uriOf(path), uriBaseId: "%SRCROOT%" }, region: { startLine: line } },
      message: { text: oneLine(text) },
    },
  }));
  return { threadFlows: [{ locations }] };
}

function suppressionsOf({ disposition }: Threat) {
  if (disposition === null || disposition.verb === "reopen") return [];
  const justification = `${disposition.verb} by ${disposition.by}: ${disposition.reason}`;
  return [{ kind: "external", status: "accepted", justification: oneLine(justification) }];
}

function taxonomy(weaknesses: readonly number[]) {
  return {
    name: "CWE",
    organization: "MITRE",
    shortDescription: { text: "Common Weakness Enumeration" },
    informationUri: "https://cwe.mitre.org/",
    isComprehensive: false,
    taxa: weaknesses.map((number) => ({
      id: String(number),
      helpUri: `https://cwe.mitre.org/data/definitions/${number}.html`,
    })),
  };
}

function provenance({ webUrl, headSha }: ThreatReport) {
  return webUrl === null ? {} : { versionControlProvenance: [{ repositoryUri: webUrl, revisionId: headSha }] };
}

function uriOf(path: string): string {
  return path.toWellFormed().split("/").map(encodeURIComponent).join("/");
}

function oneLine(text: string): string {
  return cut(clean(text), 1_000);
}
