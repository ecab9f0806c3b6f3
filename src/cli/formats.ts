import type { ThreatReport } from "../domain/report.ts";
import type { Terminal } from "./terminal.ts";

/** Writes a report in one format, with a final newline. Only the renderer that is asked for is loaded. */
export type Format = (report: ThreatReport, look: Pick<Terminal, "color" | "width">) => Promise<string>;

/** Every output format, by the name that `--format` takes; the first is the default. */
export const FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  [
    "terminal",
    async (report, { color, width }) => {
      const { renderTerminal } = await import("../render/terminal.ts");
      return renderTerminal(report, { color, ...(width === undefined ? {} : { width }) });
    },
  ],
  ["markdown", async (report) => (await import("../render/markdown.ts")).renderMarkdown(report)],
  ["json", async (report) => (await import("../render/json.ts")).renderJson(report)],
  ["sarif", async (report) => (await import("../render/sarif.ts")).renderSarif(report)],
  ["html", async (report) => (await import("../render/html.ts")).renderHtml(report)],
]);
