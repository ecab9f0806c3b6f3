import type { Followed, Given, ModuleLinks } from "./code-facts.ts";
import type { Value } from "./value.ts";
import type { Fact } from "../../domain/fact.ts";
import type { Framework } from "../frameworks/framework.ts";

/** A file whose functions can be followed from another one. */
interface Followable {
  followFromOutside(symbol: string, given: readonly Given[]): Followed;
  checksFromOutside(symbol: string, framework: Framework): readonly Fact[];
  valueReturned(symbol: string, given: readonly Given[]): Value | null;
}

/** Parses the file again when it is first needed: keeping the trees of all files would take more than their text. */
export function followLater(parse: () => Followable): Pick<ModuleLinks, "follow" | "checks" | "returned"> {
  let parsed: Followable | null = null;
  /** A guard that is given nothing does the same in front of every action. */
  const withoutInput = new Map<string, Followed>();
  const checked = new Map<string, readonly Fact[]>();
  return {
    follow: (symbol, given) => {
      const known = given.length === 0 ? withoutInput.get(symbol) : undefined;
      if (known) return known;
      parsed ??= parse();
      const followed = parsed.followFromOutside(symbol, given);
      if (given.length === 0) withoutInput.set(symbol, followed);
      return followed;
    },
    checks: (symbol, framework) => {
      const key = `${framework.id} ${symbol}`;
      parsed ??= parse();
      const checks = checked.get(key) ?? parsed.checksFromOutside(symbol, framework);
      checked.set(key, checks);
      return checks;
    },
    returned: (symbol, given) => {
      parsed ??= parse();
      return parsed.valueReturned(symbol, given);
    },
  };
}
