import type { RepositoryConfig } from "../config/repository-config.ts";
import { CodeHostError, StoreError } from "../domain/errors.ts";
import { incompleteConclusion } from "../domain/gate.ts";

/** Failures that are likely to pass: the host or the database is away for a while. */
export function isWorthRetrying(error: unknown): boolean {
  return error instanceof StoreError || (error instanceof CodeHostError && error.retryable);
}

/** The conclusion of a failed run. When the configuration could not even be read, nobody has said that a failure may pass. */
export function failedConclusion(config: RepositoryConfig | null): "neutral" | "failure" {
  return config === null ? "failure" : incompleteConclusion(config.gate);
}
