import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { lastName, literalText } from "../syntax/walk.ts";
import type { Framework } from "../frameworks/framework.ts";

/** A decorator or annotation with its last name. */
export interface Annotation {
  readonly name: string;
  readonly node: SyntaxNode;
  /** `null` when it is given nothing. */
  readonly call: CallNode | null;
}

export function annotationOf(node: SyntaxNode): Annotation {
  const call = node.type === "call" ? node : null;
  return { name: lastName(call?.callee ?? node) ?? "", node, call };
}

/** What an annotation is given, without keywords. */
export function valuesOf({ call }: Annotation): SyntaxNode[] {
  return call?.arguments.map(({ value }) => value) ?? [];
}

/** True for an annotation that opens a route which its class or its application guards. */
export function waives(annotation: Annotation, { annotations }: Framework): boolean {
  if (!annotations) return false;
  const isRule = annotations.rules.includes(annotation.name);
  return isRule
    ? valuesOf(annotation).some((value) => /^\s*permitAll(?:\(\))?\s*$/u.test(literalText(value) ?? ""))
    : annotations.waives.test(annotation.name);
}
