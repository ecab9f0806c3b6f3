import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { context, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { TraceFields, Traces } from "../../ports/traces.ts";

const LONGEST_STOP_MS = 2_000;

/** Where traces go, and what they say of their sender. */
export interface TraceSettings {
  /** Base address of a collector that speaks OTLP over HTTP, such as `http://localhost:4318`. */
  readonly endpoint: string;
  readonly version: string;
  /** Milliseconds between two sendings. */
  readonly every?: number;
}

/** Traces in OpenTelemetry. A collector that is away costs spans, never a job. Headers come from `OTEL_EXPORTER_OTLP_HEADERS`. */
export function createTraces({ endpoint, version, every = 5_000 }: TraceSettings): Traces {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/u, "")}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "threatdiff", "service.version": version }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: every })],
  });
  const tracer = provider.getTracer("threatdiff");
  const running = new AsyncLocalStorage<Span>();
  const start = (name: string, fields: TraceFields, startTime = Date.now()) => {
    const parent = running.getStore();
    const within = parent ? trace.setSpan(context.active(), parent) : context.active();
    return tracer.startSpan(name, { attributes: named(fields), startTime }, within);
  };
  return {
    async run(name, fields, work) {
      const span = start(name, fields);
      try {
        return await running.run(span, async () => work((more) => span.setAttributes(named(more))));
      } catch (error) {
        // Messages may quote what the work was about.
        span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : "Error" });
        throw error;
      } finally {
        span.end();
      }
    },
    record: (name, fields, seconds) => start(name, fields, Date.now() - seconds * 1_000).end(),
    stop: async () => Promise.race([provider.shutdown(), sleep(LONGEST_STOP_MS, undefined, { ref: false })]),
  };
}

function named(fields: TraceFields): TraceFields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`threatdiff.${name}`, value]));
}
