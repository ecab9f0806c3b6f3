import { EXPRESS } from "../frameworks/express.ts";
import { FRAMEWORKS } from "../frameworks/frameworks.ts";
import type { FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { lastName } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";
import { requestObject, type Value } from "./value.ts";

interface Given {
  readonly pattern: SyntaxNode;
  readonly value: Value;
}

/** The parameters of a function inside of another that hold a request by their types: whoever calls it passes one. */
export function requestsGiven(node: FunctionNode, flow: Flow): Given[] {
  const { id } = flow.context.module.language;
  if (id === EXPRESS.language) return requestAndResponse(node);
  return node.parameters.flatMap(({ pattern, annotation }) => {
    const type = annotation?.type === "name" ? annotation.name : "";
    const framework = FRAMEWORKS.find((one) => one.language === id && one.requestTypes?.test(type));
    return framework ? [{ pattern, value: requestObject(framework.request, lastName(pattern) ?? "request") }] : [];
  });
}

/** `(req, res)` are a request and its response wherever a function takes them. */
export function requestAndResponse({ parameters }: FunctionNode): Given[] {
  const names = parameters.map(({ pattern }) => lastName(pattern) ?? "");
  const [first] = parameters;
  const isHandler = /^_?(?:req|request)$/u.test(names[0] ?? "") && /^_?(?:res|response|reply)$/u.test(names[1] ?? "");
  if (!first || !isHandler) return [];
  return [{ pattern: first.pattern, value: requestObject(EXPRESS.request, names[0] ?? "request") }];
}
