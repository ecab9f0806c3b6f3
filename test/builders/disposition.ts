import type { Disposition } from "../../src/domain/disposition.ts";

/** A decision of a colleague that holds until somebody takes it back. */
export function buildDisposition(given: Partial<Disposition> = {}): Disposition {
  return {
    verb: "accept",
    threatId: "T-4KX2M7QD",
    by: "ann",
    role: "write",
    reason: "internal tool",
    at: "2026-11-01T00:00:00Z",
    headSha: "a".repeat(40),
    byAuthor: false,
    expires: null,
    boundTo: { evidenceHash: "e", factorsHash: "f" },
    ...given,
  };
}
