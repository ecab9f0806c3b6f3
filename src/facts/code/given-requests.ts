import { FRAMEWORKS } from "../frameworks/frameworks.ts";
import type { FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { lastName } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";
import { requestObject, type Value } from "./value.ts";

/** The parameters of a function inside of another that hold a request by their types: whoever calls it passes one. */
export function requestsGiven(node: FunctionNode, flow: Flow): { pattern: SyntaxNode; value: Value }[] {
  const { id } = flow.context.module.language;
  return node.parameters.flatMap(({ pattern, annotation }) => {
    const type = annotation?.type === "name" ? annotation.name : "";
    const framework = FRAMEWORKS.find((one) => one.language === id && one.requestTypes?.test(type));
    return framework ? [{ pattern, value: requestObject(framework.request, lastName(pattern) ?? "request") }] : [];
  });
}
