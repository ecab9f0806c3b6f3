import { controlsNamed } from "../controls/control-names.ts";
import type { Framework } from "../frameworks/framework.ts";
import type { ParameterNode } from "../syntax/syntax-node.ts";
import type { DraftedFact } from "./draft.ts";
import { isExtracted, typeNames } from "./handlers.ts";

/** Types that hold who is signed in where somebody is. */
const MAYBE = /^(?:Option|Result|Optional\w*|Maybe\w*)$/u;

/** An extractor and what it holds. */
const MOST_TYPES = 2;

/** What a parameter asks of the caller by its type, where types take requests apart: `user: AuthUser`. */
export function identityControls(parameter: ParameterNode, framework: Framework): DraftedFact[] {
  const { provided, identities } = framework.types ?? {};
  const types = typeNames(parameter);
  const isOther = isExtracted(types, framework) || types.some((type) => MAYBE.test(type) || provided?.test(type));
  if (isOther) return [];
  return types.slice(0, MOST_TYPES).flatMap((callee) => {
    const names = new Set([...(identities?.test(callee) ? ["authn"] : []), ...controlsNamed(callee)]);
    const attributes = { effective: true, via: "middleware", callee };
    return [...names].map((name) => ({ kind: "control" as const, name, at: parameter, symbol: null, attributes }));
  });
}
