import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Metrics } from "../../ports/metrics.ts";
import type { QueueDepth } from "../../ports/queue.ts";

/** Metrics in the text form that Prometheus reads. */
export interface PrometheusMetrics extends Metrics {
  readonly contentType: string;
  text(): Promise<string>;
}

const SECONDS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900];

/** `depth` is asked with every reading. */
export function createMetrics(depth: () => Promise<QueueDepth>): PrometheusMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const steps = new Histogram({
    name: "threatdiff_step_seconds",
    help: "Time of one step of an analysis",
    labelNames: ["step"],
    buckets: SECONDS,
    registers,
  });
  const reviews = new Histogram({
    name: "threatdiff_review_seconds",
    help: "Time of one review from its start, by how it ended",
    labelNames: ["end"],
    buckets: SECONDS,
    registers,
  });
  const tokens = new Counter({
    name: "threatdiff_model_tokens_total",
    help: "Tokens of models; cached ones are part of the input",
    labelNames: ["kind"],
    registers,
  });
  const quota = new Gauge({
    name: "threatdiff_github_requests_left",
    help: "Requests that GitHub still answers in this hour",
    registers,
  });
  registry.registerMetric(queueGauge(depth));
  return {
    contentType: registry.contentType,
    text: async () => registry.metrics(),
    stepTook: (step, seconds) => steps.observe({ step }, seconds),
    reviewEnded: (end, seconds) => reviews.observe({ end }, seconds),
    tokensUsed: ({ input, cached, output }) => {
      tokens.inc({ kind: "input" }, input);
      tokens.inc({ kind: "cached" }, cached);
      tokens.inc({ kind: "output" }, output);
    },
    quotaLeft: (requests) => quota.set(requests),
  };
}

function queueGauge(depth: () => Promise<QueueDepth>): Gauge {
  return new Gauge({
    name: "threatdiff_queue_jobs",
    help: "Jobs by queue and state",
    labelNames: ["queue", "state"],
    registers: [],
    async collect() {
      for (const [queue, { waiting, running }] of Object.entries(await depth())) {
        this.set({ queue, state: "waiting" }, waiting);
        this.set({ queue, state: "running" }, running);
      }
    },
  });
}
