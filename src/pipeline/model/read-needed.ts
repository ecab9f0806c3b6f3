import type { ChangeSet } from "../../domain/change-set.ts";
import type { FurtherCode } from "../../ports/further-code.ts";
import type { SecretScanner } from "../../ports/secret-scanner.ts";
import { redact } from "../stages/redact.ts";
import { distinctNeeds, neededCode } from "./needed-code.ts";

/** What is read for a model, and with what. */
export interface NeededTools {
  /** `null` where nothing more can be read. */
  readonly further?: Pick<FurtherCode, "find"> | null;
  readonly scanner: SecretScanner;
  readonly signal: AbortSignal;
}

/** The change with the code that a model asked to see and that was not read with it, redacted; the change alone when there is none. */
export async function readNeeded(
  needs: readonly string[],
  change: ChangeSet,
  { further, scanner, signal }: NeededTools,
): Promise<ChangeSet> {
  const missing = distinctNeeds(needs).filter((need) => neededCode([need], change).length === 0);
  if (!further || missing.length === 0) return change;
  const known = new Set([...change.files, ...change.context].map(({ path }) => path));
  const found = await further.find(missing, signal).catch(() => []);
  signal.throwIfAborted();
  const fresh = found.filter(({ path }) => !known.has(path));
  if (fresh.length === 0) return change;
  const { context } = await redact({ ...change, title: "", body: "", files: [], context: fresh }, scanner);
  return { ...change, context: [...change.context, ...context] };
}
