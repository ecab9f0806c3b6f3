import type { ThreatReport } from "../domain/report.ts";
import { clean, cut } from "./escape.ts";

/** What made the report, in plain words: `rules 0.4.0 · catalogue 2026.11 · model none · 0 tokens · 1.2 s`. */
export function runLine({ run }: Pick<ThreatReport, "run">): string {
  const tokens = run.calls.reduce((total, call) => total + call.inputTokens + call.outputTokens, 0);
  return [
    `rules ${run.engine}`,
    `catalogue ${run.catalogue}`,
    ...(run.prompts === null ? [] : [`prompts ${run.prompts}`]),
    `model ${run.model === null ? "none" : cut(clean(run.model), 60)}`,
    `${tokens.toLocaleString("en-US")} tokens`,
    ...(run.cost === null ? [] : [`$${run.cost.toFixed(run.cost < 0.1 ? 3 : 2)}`]),
    `${run.seconds.toFixed(1)} s`,
  ].join(" · ");
}
