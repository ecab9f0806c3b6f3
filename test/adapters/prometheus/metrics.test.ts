import { describe, expect, it } from "vitest";
import { createMetrics } from "../../../src/adapters/prometheus/metrics.ts";
import { createMetricsDoor } from "../../../src/web/metrics-door.ts";
import { NO_TRACES } from "../../../src/ports/traces.ts";
import { watchSteps } from "../../../src/worker/watch-steps.ts";

describe("createMetrics", () => {
  it("says what was counted, in the form that Prometheus reads", async () => {
    const metrics = createMetrics(async () => ({ review: { waiting: 3, running: 2 } }));
    metrics.reviewEnded("published", 2.5);
    metrics.quotaLeft(4_900);
    const steps = watchSteps(metrics, NO_TRACES);
    steps.begin("ground");
    steps.begin("rank");
    const call = { stage: "rank", prompt: "rank 2", outcome: "ok", seconds: 1, remembered: false };
    steps.end([{ ...call, inputTokens: 100, cachedTokens: 40, outputTokens: 7 }]);
    const lines = (await metrics.text()).split("\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        'threatdiff_queue_jobs{queue="review",state="waiting"} 3',
        'threatdiff_queue_jobs{queue="review",state="running"} 2',
        'threatdiff_review_seconds_count{end="published"} 1',
        'threatdiff_review_seconds_sum{end="published"} 2.5',
        'threatdiff_step_seconds_count{step="ground"} 1',
        'threatdiff_step_seconds_count{step="rank"} 1',
        'threatdiff_model_tokens_total{kind="input"} 100',
        'threatdiff_model_tokens_total{kind="cached"} 40',
        'threatdiff_model_tokens_total{kind="output"} 7',
        "threatdiff_github_requests_left 4900",
      ]),
    );
  });
});

describe("createMetricsDoor", () => {
  it("gives the metrics, nothing else, and says when it cannot", async () => {
    let isAway = false;
    const readings = {
      contentType: "text/plain; version=0.0.4",
      text: async () => {
        if (isAway) throw new Error("secret detail");
        return "a 1\n";
      },
    };
    const server = createMetricsDoor(readings);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const url = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
    const read = async (path: string) => {
      const response = await fetch(url + path);
      return [response.status, await response.text()];
    };
    expect(await read("/metrics")).toEqual([200, "a 1\n"]);
    expect(await read("/")).toEqual([404, "There is only /metrics here\n"]);
    isAway = true;
    expect(await read("/metrics")).toEqual([503, "The database is away\n"]);
    await new Promise((resolve) => server.close(resolve));
  });
});
