import type { Framework, ParameterRole } from "../frameworks/framework.ts";
import type { ParameterNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { contains, lastName } from "../syntax/walk.ts";
import { type Annotation, annotationOf, valuesOf } from "./annotations.ts";
import { harmless, inputFrom, requestObject, SESSION, UNKNOWN, type Value } from "./value.ts";
import { wordsOf } from "./words.ts";

/** What the annotations of a parameter say that it holds, or `null` when they say nothing. */
export function annotatedValue(parameter: ParameterNode, types: readonly string[], framework: Framework): Value | null {
  if (!framework.annotatedParameters) return null;
  for (const annotation of parameter.decorators.map(annotationOf)) {
    const role = roleOf(annotation, framework);
    if (role !== null)
      return valueInRole(role, { annotation, types, name: lastName(parameter.pattern) ?? "" }, framework);
  }
  return null;
}

/** Decorators of the project itself are named after whom they bring: `@CurrentUser()`. */
function roleOf({ name }: Annotation, { annotatedParameters }: Framework): ParameterRole | null {
  if (annotatedParameters && Object.hasOwn(annotatedParameters, name)) return annotatedParameters[name] ?? null;
  return isIdentityName(name) ? "session" : null;
}

interface Annotated {
  readonly annotation: Annotation;
  readonly types: readonly string[];
  readonly name: string;
}

function valueInRole(role: ParameterRole, { annotation, types, name }: Annotated, framework: Framework): Value {
  if (role === "session") return SESSION;
  if (role === "request") return requestObject(framework.request, name);
  if (role !== "input" && role !== "body") return UNKNOWN;
  const given = valuesOf(annotation);
  const isPart = given.some((value) => value.type === "text");
  const isLoose = types.length === 0 || types.some((type) => framework.types?.loose.test(type));
  const input = inputFrom(name, role === "body" && !isPart && isLoose);
  const isSafe = isConverted(types, role, framework) || given.some((one) => converts(one, framework));
  return isSafe ? harmless(input) : input;
}

/** A single value of a type that holds no text has been converted before the handler runs. */
function isConverted(types: readonly string[], role: ParameterRole, { types: known }: Framework): boolean {
  if (types.some((type) => known?.harmless.test(type))) return true;
  const { textual } = known ?? {};
  return role === "input" && textual !== undefined && types.length > 0 && !types.some((type) => textual.test(type));
}

function converts(node: SyntaxNode, { annotations }: Framework): boolean {
  return contains(node, (one) => annotations?.converts.test(lastName(one) ?? "") ?? false);
}

/** True for what is called after who is signed in. */
export function isIdentityName(name: string): boolean {
  return / (?:current user|current active user|get user|user|principal|session user|identity|claims|auth) $/u.test(
    wordsOf(name),
  );
}
