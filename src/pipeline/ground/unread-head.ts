import type { FileFacts } from "../../domain/fact.ts";
import type { ScopePair } from "./pair-scopes.ts";

/**
 * True for what is missing at the head only because its file, which could be read before, cannot be read any more:
 * nothing shows that it, or a threat of it, is gone.
 */
export function missingUnread(
  facts: readonly FileFacts[],
  headPath: (basePath: string) => string,
): (pair: ScopePair) => boolean {
  const limited = new Set(facts.filter(({ limitation }) => limitation !== null).map(keyOf));
  return ({ base, head }) =>
    base !== null && head === null && limited.has(`head:${headPath(base.path)}`) && !limited.has(keyOf(base));
}

function keyOf({ side, path }: { readonly side: string; readonly path: string }): string {
  return `${side}:${path}`;
}
