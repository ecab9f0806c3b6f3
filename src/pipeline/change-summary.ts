import type { SummaryItem } from "../domain/report.ts";

/** What the change does to the system, most important first, and what only people can answer. */
export interface ChangeSummary {
  readonly items: readonly SummaryItem[];
  /** Questions of the model, one sentence each. */
  readonly questions: readonly string[];
}
