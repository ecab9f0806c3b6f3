import type { AssignNode, CallNode, MemberNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath, lastName } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";
import { union, UNKNOWN, type Value, withField } from "./value.ts";
import { valueOf } from "./value-of.ts";

/** A field or an element that is given something keeps it: `this.path = name`, `$parts[] = $name`. */
export function keepAssigned({ target, value, augmented }: AssignNode, flow: Flow): void {
  if (target.type === "index") collect(target.object, [value], flow);
  if (target.type !== "member") return;
  const given = valueOf(value, flow);
  const kept = augmented ? union([given, valueOf(target, flow)]) : given;
  if (!keepInRecord(target, kept, flow)) keepAt(dottedPath(target), kept, flow);
}

/** A record that a variable holds is known by its fields from then on; false where it is no such record. */
function keepInRecord({ object, property }: MemberNode, value: Value, flow: Flow): boolean {
  if (object.type !== "name" || isSelf(object.name, flow)) return false;
  const known = flow.variable(object.name) ?? UNKNOWN;
  if (known.part !== null) return false;
  flow.values.set(object.name, withField(known, property, value));
  return true;
}

function isSelf(name: string, { className, types }: Flow): boolean {
  return /^(?:this|self|cls)$/u.test(name) || (className !== null && types.get(name) === className);
}

/** A list or a text that is added to holds what was added: `parts.add(name)`, `text.append(name)`. */
export function keepCollected(node: CallNode, flow: Flow): void {
  const { collects } = flow.context.calls;
  if (node.callee.type !== "member" || collects?.test(node.callee.property) !== true) return;
  const target = startOf(node.callee.object, collects);
  if (!isMadeHere(target, flow)) return;
  const given = node.arguments.map(({ value }) => value);
  if (!collect(target, given, flow) || target.type !== "name" || !/^append/iu.test(node.callee.property)) return;
  const added = given.find((one) => valueOf(one, flow).source !== null);
  if (added) flow.definitions.set(target.name, extended(flow.definitionOf(target), added));
}

/** What a text is after something was added to it: its beginning, and what came last. */
export function extended(before: SyntaxNode, added: SyntaxNode): SyntaxNode {
  const { startLine, endLine, offset } = added;
  const made = before.type === "call" ? before.arguments[0]?.value : before;
  const left = made?.type === "binary" ? made.left : (made ?? before);
  return { type: "binary", operator: "+", left, right: added, startLine, endLine, offset };
}

/** `text.append(a).append(b)` adds to `text`. */
function startOf(node: SyntaxNode, collects: RegExp): SyntaxNode {
  const isLink = node.type === "call" && node.callee.type === "member" && collects.test(lastName(node.callee) ?? "");
  return isLink && node.callee.type === "member" ? startOf(node.callee.object, collects) : node;
}

/** What somebody else made may do with what it is given whatever it likes. */
function isMadeHere(node: SyntaxNode, flow: Flow): boolean {
  const made = flow.definitionOf(node);
  if (node.type !== "name" || made === node) return false;
  return made.type === "call" ? made.construct || /^[a-z]\w*Of$/u.test(lastName(made.callee) ?? "") : true;
}

function collect(target: SyntaxNode, given: readonly SyntaxNode[], flow: Flow): boolean {
  const added = union(given.map((one) => valueOf(one, flow)));
  const path = dottedPath(target);
  if (path === null || added.source === null) return false;
  keepAt(path, union([added, flow.values.get(path) ?? UNKNOWN]), flow);
  return true;
}

/** Only what a caller chooses is worth keeping, or what takes its place. */
function keepAt(path: string | null, value: Value, flow: Flow): void {
  if (path === null || path.includes("()")) return;
  const before = flow.values.get(path);
  if (value.source === null && before === undefined) return;
  flow.values.set(path, value);
}
