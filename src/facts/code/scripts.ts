import { FRAMEWORKS } from "../frameworks/frameworks.ts";
import type { Framework } from "../frameworks/framework.ts";
import type { Place, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf } from "../syntax/walk.ts";
import type { DraftedFact } from "./draft.ts";
import { entryAttributes } from "./entry-point.ts";
import type { FlowContext } from "./flow-context.ts";

/** A file that is itself an entry point. */
export interface Script {
  readonly framework: Framework;
  readonly entry: DraftedFact;
}

/** Input that only requests which change something carry. */
const BODY = /^_?(?:POST|FILES)$/u;

/** The entry point that a file is when its own statements read a request, or `null`. */
export function scriptOf(context: FlowContext): Script | null {
  const { file, language, root } = context.module;
  const framework = FRAMEWORKS.find((one) => one.language === language.id && one.routes.some(isScript));
  if (!framework) return null;
  const inputs = inputsIn(root, framework, context);
  const [first] = inputs;
  if (!first) return null;
  const route = `/${file.path}`;
  const changes = inputs.some((one) => one.type === "name" && BODY.test(one.name));
  const given = entryAttributes(changes ? null : "GET", route, null);
  const attributes = { ...given, method: "ANY", framework: framework.id, protocol: framework.protocol };
  const at: Place = { startLine: first.startLine, endLine: first.startLine, offset: 0 };
  return { framework, entry: { kind: "entry_point", name: `script ${file.path}`, at, symbol: null, attributes } };
}

function isScript({ form }: Framework["routes"][number]): boolean {
  return form === "script";
}

function inputsIn(node: SyntaxNode, framework: Framework, context: FlowContext): SyntaxNode[] {
  if (node.type === "function" || node.type === "class") return [];
  const inner = childrenOf(node).flatMap((child) => inputsIn(child, framework, context));
  return isInput(node, framework, context) ? [node, ...inner] : inner;
}

function isInput(node: SyntaxNode, { globalInputs = {} }: Framework, { calls }: FlowContext): boolean {
  if (node.type === "name") return Object.hasOwn(globalInputs, node.name);
  return node.type === "call" && node.callee.type === "name" && (calls.inputs?.test(node.callee.name) ?? false);
}
