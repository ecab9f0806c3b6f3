import type { ControlName } from "../../domain/fact.ts";
import type { ParameterNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { literalText } from "../syntax/walk.ts";
import { annotationOf, valuesOf, waives } from "./annotations.ts";
import type { DraftedFact } from "./draft.ts";
import type { FlowContext } from "./flow-context.ts";
import { type Application, controlsOfGuard, promisedControls } from "./guard-controls.ts";
import { flatten } from "./route-arguments.ts";

/** The controls that an annotation of a handler or its class brings. */
export function controlsOfAnnotation(node: SyntaxNode, application: Application, context: FlowContext): DraftedFact[] {
  const { annotations } = application.framework;
  if (!annotations) return controlsOfGuard(node, application, context);
  const annotation = annotationOf(node);
  const { name } = annotation;
  if (annotations.ignores.test(name) || waives(annotation, application.framework)) return [];
  if (annotations.opens.includes(name)) {
    return flatten(valuesOf(annotation)).flatMap((guard) => controlsOfGuard(guard, application, context));
  }
  const promised = annotations.rules.includes(name) ? ruleControls(node) : annotations.promises[name];
  return promised ? promisedControls(promised, null, name, application) : controlsOfGuard(node, application, context);
}

/** The controls that the annotations of a parameter bring: checks of its form, and pipes. */
export function controlsOfParameter(
  { decorators }: ParameterNode,
  application: Application,
  context: FlowContext,
): DraftedFact[] {
  const { annotations } = application.framework;
  if (!annotations) return [];
  return decorators.map(annotationOf).flatMap((annotation) => {
    const { name } = annotation;
    const promised = promisedControls(annotations.promises[name] ?? [], null, name, application);
    const pipes = valuesOf(annotation).filter((value) => value.type !== "text" && value.type !== "object");
    return [...promised, ...pipes.flatMap((pipe) => controlsOfGuard(pipe, application, context))];
  });
}

const ROLE =
  /\bhas(?:Any)?(?:Role|Authority|Permission|Scope)\s*\(|\bdenyAll\b|\.has\w*(?:Role|Permission|Access)\w*\(/u;
const OWNER =
  /#[\w.]+\s*==\s*(?:#?principal|#?authentication)\b|\b(?:principal|authentication)[\w.]*(?:\(\))?\s*==\s*#|returnObject\.\w+\s*==\s*(?:principal|authentication)/u;

/** What an expression asks of the caller. */
function ruleControls(node: SyntaxNode): readonly ControlName[] {
  const text = valuesOf(annotationOf(node))
    .map((value) => literalText(value) ?? "")
    .join(" ");
  const asked: ControlName[] = ["authn"];
  if (ROLE.test(text) || /@\w+\./u.test(text)) asked.push("authz");
  if (OWNER.test(text) || /@\w+\.\w*(?:[oO]wner|[oO]wns|[sS]elf|[cC]an)\w*\(/u.test(text)) asked.push("ownership");
  return asked;
}
