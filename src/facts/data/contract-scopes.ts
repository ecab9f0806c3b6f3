import type { Fact, Scope } from "../../domain/fact.ts";
import { entryAttributes } from "../code/entry-point.ts";
import type { SourceFile } from "../fact-reader.ts";
import { configScope, factAt, type Saying } from "../text-facts.ts";

/** One operation that a contract offers, and what it demands of callers. */
export interface Operation {
  readonly name: string;
  readonly protocol: "http" | "rpc";
  /** `null` where operations have names instead of methods. */
  readonly method: string | null;
  readonly route: string;
  readonly lines: { readonly start: number; readonly end: number };
  /** The controls that the contract promises, with the lines that say so. */
  readonly demands: readonly {
    readonly control: "authn" | "authz";
    readonly lines: Operation["lines"];
    readonly by: string;
  }[];
  readonly more: readonly (Fact | null)[];
}

/** Fewer operations are no custom. */
const FEWEST_PEERS = 3;
const MOST = 0.75;

/** One scope per operation; one that demands nothing where nearly all others do is told so. */
export function contractScopes(file: SourceFile, operations: readonly Operation[]): Scope[] {
  const demanding = operations.filter(({ demands }) => demands.length > 0);
  return operations.map((operation) => {
    const others = operations.length - 1;
    const isOdd = operation.demands.length === 0 && others >= FEWEST_PEERS && demanding.length / others >= MOST;
    const missing = isOdd ? [factAt(file, operation.lines, undemanded(demanding.length, others))] : [];
    const demands = operation.demands.map(({ control, lines, by }) => factAt(file, lines, demand(control, by)));
    return configScope(file, operation.name, [entry(file, operation), ...demands, ...missing, ...operation.more]);
  });
}

function entry(file: SourceFile, { name, protocol, method, route, lines }: Operation): Fact | null {
  const given = entryAttributes(method, route, protocol === "rpc" ? "rpc" : null);
  return factAt(
    file,
    { start: lines.start, end: lines.start },
    {
      kind: "entry_point",
      name,
      attributes: { ...given, protocol, framework: "contract" },
    },
  );
}

function demand(name: string, callee: string): Saying {
  return { kind: "control", name, attributes: { effective: true, via: "setting", callee } };
}

function undemanded(count: number, others: number): Saying {
  const reason = `${count} of the ${others} other operations demand it, and this one does not`;
  return { kind: "control", name: "authn", attributes: { effective: false, via: "setting", reason } };
}
