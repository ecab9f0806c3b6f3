import { renderPublication } from "../../src/render/publication.ts";
import { NO_METRICS } from "../../src/ports/metrics.ts";
import type { ReviewTools } from "../../src/worker/review-tools.ts";
import { buildEmptyReport } from "../builders/empty-report.ts";
import { fakeCodeHost } from "../fakes/code-host.ts";
import { fakeLog } from "../fakes/log.ts";
import { fakeStore } from "../fakes/store.ts";

/** Workers' tools whose parts are fakes, but for the renderer; analyses answer with an empty report. */
export function buildTools(given: Partial<ReviewTools> = {}) {
  const analysed: { headSha: string; previous: string | null }[] = [];
  const fakes = { host: fakeCodeHost(), store: fakeStore(), log: fakeLog() };
  const tools: ReviewTools = {
    ...fakes,
    clock: { now: () => new Date("2026-11-23T12:00:00Z") },
    analyze: async (change, _, memory) => {
      analysed.push({ headSha: change.headSha, previous: memory.previous?.headSha ?? null });
      return buildEmptyReport({ headSha: change.headSha });
    },
    render: renderPublication,
    ask: async () => ({ sentences: null, calls: [], cost: null }),
    renderSarif: () => "sarif",
    metrics: NO_METRICS,
    deadlineSeconds: 60,
    newReference: () => "REF-1",
    ...given,
  };
  return { ...fakes, tools, analysed };
}
