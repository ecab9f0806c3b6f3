import type { FileSafeguards, HelperCall, Safeguard } from "../../domain/fact.ts";
import type { Comparison } from "./moved-safeguard.ts";

/** How many helpers may stand between a function and a safeguard. */
const MOST_STEPS = 2;

/**
 * What a file has of safeguards, with those of helpers that the other side lacks told where they were called: a function
 * that does again by itself what a helper did for it has lost what the helper checked.
 */
export function withHelpers({ having, other }: Pick<Comparison, "having" | "other">): FileSafeguards {
  const there = new Set(other.symbols);
  const inherited = having.helped
    .filter(({ symbol }) => there.has(symbol))
    .flatMap((call) => usesBehind(call, having, other));
  return inherited.length === 0 ? having : { ...having, uses: [...having.uses, ...inherited] };
}

/** What the helpers behind a call checked, where the function does by itself now what one of them did. */
function usesBehind(call: HelperCall, having: FileSafeguards, other: FileSafeguards): Safeguard[] {
  const there = new Set(other.symbols);
  const [did, does] = [having, other].map(({ calls }) => calls.get(call.symbol) ?? []);
  const fresh = new Set(does?.filter((name) => !did?.includes(name)));
  const done: string[] = [];
  let reached = [call.helper];
  const found: Safeguard[] = [];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const gone = reached.filter((helper) => !there.has(helper));
    done.push(...gone.flatMap((helper) => having.calls.get(helper) ?? []));
    found.push(...having.uses.filter(({ symbol, ofField }) => !ofField && symbol !== null && gone.includes(symbol)));
    reached = having.helped.filter(({ symbol }) => gone.includes(symbol)).map(({ helper }) => helper);
  }
  if (!done.some((name) => fresh.has(name))) return [];
  const { symbol, startLine } = call;
  return found.map((use) => ({ ...use, symbol, about: null, startLine, endLine: startLine }));
}
