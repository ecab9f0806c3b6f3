import type { ReadMessage, ReadRequest } from "./adapters/reader-process/messages.ts";
import { readFacts } from "./facts/read-facts.ts";

/** The program of a reader process: it parses what it is sent and has nothing else. */
process.on("message", (request: ReadRequest) => {
  const watch = {
    unreadable: request.unreadable,
    sides: request.sides,
    onVersion: (version: string) => tell({ type: "begins", version }),
  };
  readFacts(request.change, watch).then(
    (facts) => tell({ type: "done", facts }),
    (error: unknown) => tell({ type: "failed", reason: error instanceof Error ? error.message : String(error) }),
  );
});
process.once("disconnect", () => process.exit());

function tell(message: ReadMessage): void {
  process.send?.(message);
}
