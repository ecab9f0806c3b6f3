// @vitest-environment jsdom
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { pickDiagram } from "../../src/render/diagram.ts";
import { mermaidOf } from "../../src/render/mermaid.ts";
import type { ThreatReport } from "../../src/domain/report.ts";
import { invoiceReport, quietReport } from "../builders/report.ts";

let parse: (text: string) => Promise<unknown>;

beforeAll(async () => {
  const { default: mermaid } = await import("mermaid");
  mermaid.initialize({ securityLevel: "strict", startOnLoad: false });
  parse = (text) => mermaid.parse(text);
}, 60_000);

function withNames(name: string, label: string): ThreatReport {
  const report = invoiceReport();
  return invoiceReport({
    elements: report.elements.map((one) => ({ ...one, element: { ...one.element, name } })),
    flows: report.flows.map((one) => ({ ...one, flow: { ...one.flow, label } })),
  });
}

function chain(length: number): ThreatReport {
  const ids = Array.from({ length }, (_, index) => `process:p${index}`);
  return invoiceReport({
    elements: ids.map((id) => ({
      element: { id, kind: "process", name: id, zone: "application", path: null },
      change: "added",
    })),
    flows: ids.flatMap((from) =>
      ids.slice(0, 3).map((to) => ({ flow: { from, to, label: "calls" }, change: "added" as const })),
    ),
  });
}

/** The diagram of a report as text, or `null` when there is nothing to draw. */
function renderMermaid(report: ThreatReport): string | null {
  const diagram = pickDiagram(report);
  return diagram && mermaidOf(diagram);
}

describe("mermaidOf", () => {
  it("draws a diagram that mermaid accepts", async () => {
    await expect(parse(renderMermaid(invoiceReport()) ?? "")).resolves.toMatchObject({ diagramType: "flowchart-v2" });
  });

  it("marks what is new and what changed, and numbers the threats", () => {
    const lines = renderMermaid(invoiceReport())?.split("\n") ?? [];
    expect(lines).toContain('    n1["① GET /invoices/:id"]');
    expect(lines).toContain('    n2["② POST /hooks/payment"]');
    expect(lines).toContain("  classDef added stroke:#1a7f37,stroke-width:3px");
    expect(lines).toContain("  class n2 added");
    expect(lines).toContain("  class n1 changed");
  });

  it.each([
    'a"] --> b["x',
    "end",
    "<img src=x onerror=alert(1)>",
    "`**bold**`",
    "%%{init: {'theme':'dark'}}%%",
    'click A "javascript:alert(1)"',
    "https://evil.example",
    "1. list",
    "- list",
    "a\nb;c|d{e}(f)[g]",
    "#quot; &amp; \u202E",
    "@{ shape: cyl }",
    "",
  ])("stays a diagram of five nodes with the name %j", async (name) => {
    const text = renderMermaid(withNames(name, name)) ?? "";
    await expect(parse(text)).resolves.toBeTruthy();
    expect(text).not.toMatch(/https?:\/\/|<img|%%|click [^"]*$/mu);
    expect(text.split("\n").filter((line) => /^ {4}n\d+/u.test(line))).toHaveLength(5);
  });

  it("accepts any name", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.string(), async (name, label) => {
        await parse(renderMermaid(withNames(name, label)) ?? "");
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it("draws at most 30 nodes and 45 edges", async () => {
    const text = renderMermaid(chain(60)) ?? "";
    expect(text.match(/^ {4}n\d+\[/gmu)).toHaveLength(30);
    expect(text.match(/-->/gu)).toHaveLength(45);
    await expect(parse(text)).resolves.toBeTruthy();
  });

  it("draws nothing when nothing moved", () => {
    expect(renderMermaid(quietReport())).toBeNull();
    const still = invoiceReport().elements.map((one) => ({ ...one, change: "unchanged" as const }));
    expect(renderMermaid(invoiceReport({ elements: still, flows: [], threats: [] }))).toBeNull();
  });
});

describe("pickDiagram", () => {
  it("keeps the outside world when more routes are new than fit", () => {
    const outside = { id: "external:world", kind: "external", name: "World", zone: "internet", path: null } as const;
    const routes = Array.from({ length: 60 }, (_, index) => `process:p${index}`);
    const diagram = pickDiagram(
      invoiceReport({
        elements: [
          ...routes.map((id) => ({
            element: { id, kind: "process" as const, name: id, zone: "application" as const, path: null },
            change: "added" as const,
          })),
          { element: outside, change: "unchanged" },
        ],
        flows: routes.map((to) => ({ flow: { from: outside.id, to, label: "calls" }, change: "added" as const })),
      }),
    );
    expect(diagram?.zones.map(({ zone, nodes }) => [zone, nodes.length])).toEqual([
      ["internet", 1],
      ["application", 29],
    ]);
    expect(diagram?.edges).toHaveLength(29);
  });

  it("keeps what changed and one hop around it", () => {
    const report = invoiceReport();
    const far = { id: "store:audit", kind: "store", name: "audit", zone: "data", path: null } as const;
    const diagram = pickDiagram({
      ...report,
      elements: [...report.elements, { element: far, change: "unchanged" }],
      flows: [...report.flows, { flow: { from: "store:reports", to: far.id, label: "copies" }, change: "unchanged" }],
    });
    const names = diagram?.zones.flatMap(({ nodes }) => nodes.map((node) => node.element.name));
    expect(names).toEqual(["Client", "GET /invoices/:id", "POST /hooks/payment", "invoices", "Payment provider"]);
  });
});
