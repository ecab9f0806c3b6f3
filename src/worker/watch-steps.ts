import type { ModelCall } from "../domain/report.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { Traces } from "../ports/traces.ts";
import type { Step } from "../ports/progress.ts";

/** Times the steps of one analysis. */
export interface StepWatch {
  begin(step: Step): void;
  /** After the last step, with what models were asked. */
  end(calls: readonly ModelCall[]): void;
}

/** Each step ends where the next begins. */
export function watchSteps(metrics: Metrics, traces: Traces): StepWatch {
  let current: Step | null = null;
  let since = 0;
  const close = () => {
    const seconds = (performance.now() - since) / 1_000;
    if (current !== null) {
      metrics.stepTook(current, seconds);
      traces.record(current, {}, seconds);
    }
    since = performance.now();
  };
  return {
    begin(step) {
      close();
      current = step;
    },
    end(calls) {
      close();
      current = null;
      for (const { inputTokens, cachedTokens, outputTokens } of calls) {
        metrics.tokensUsed({ input: inputTokens, cached: cachedTokens, output: outputTokens });
      }
    },
  };
}
