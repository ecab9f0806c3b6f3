import type { Argument, CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, descendants, dottedPath } from "../syntax/walk.ts";
import { calledElsewhere } from "./called-elsewhere.ts";
import type { CallSite, OutsideCall } from "./code-facts.ts";
import { quoteOf } from "./draft.ts";
import type { Visit } from "./flow-context.ts";
import { handedCall } from "./handed-calls.ts";
import type { ModuleModel } from "./module-model.ts";
import { referenceIn } from "./references.ts";
import { isFromOutside } from "./value.ts";

/** Collects what the code that a flow visits hands to functions of other files. */
export class OutsideCallCollector {
  readonly calls: OutsideCall[] = [];

  readonly visit: Visit = (node, flow) => {
    if (node.type !== "call") return;
    for (const call of [node, handedCall(node, flow.canonical(node.callee))]) {
      const target = call ? calledElsewhere(call.callee, flow) : null;
      if (call === null || target === null) continue;
      const given = call.arguments.map((argument) => ({ name: argument.name, value: flow.valueOf(argument.value) }));
      if (!given.some(({ value }) => isFromOutside(value))) continue;
      const quoted = quoteOf(node, flow.context.module);
      this.calls.push({ target, given, at: quoted && { ...quoted, symbol: flow.symbol } });
    }
  };
}

/** Every call of a function of this file or of an import, with which arguments are written out. */
export function callSitesIn(module: ModuleModel): CallSite[] {
  return [...descendants(module.root)].flatMap((node) => {
    if (node.type !== "call") return [];
    const local = dottedPath(node.callee) ?? "";
    const target = module.symbols.has(local) ? local : referenceIn(node.callee, module);
    return target === null ? [] : [{ target, fixed: fixedArguments(node, module) }];
  });
}

function fixedArguments(node: CallNode, module: ModuleModel): CallSite["fixed"] {
  return node.arguments.map(({ name, spread, value }: Argument) => ({
    name,
    fixed: !spread && isFixed(value, module),
  }));
}

/** True for what stands in the code as it is, also under the name of a constant. */
function isFixed(node: SyntaxNode, module: ModuleModel): boolean {
  if (node.type === "text" || node.type === "literal" || node.type === "function") return true;
  if (node.type === "name") {
    const constant = module.constants.get(node.name);
    return constant !== undefined && constant.type !== "name" && isFixed(constant, module);
  }
  const isMade = /^(?:list|object|entry|template|binary)$/u.test(node.type);
  return isMade && childrenOf(node).every((child) => isFixed(child, module));
}
