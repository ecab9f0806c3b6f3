import type { BinaryNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants } from "../syntax/walk.ts";
import { authorityAsked, originOf } from "./authority.ts";
import type { Flow } from "./flow.ts";
import { isOwnerField } from "./words.ts";

/** Comparing whose a record is with who is signed in. */
export function isOwnerComparison(node: BinaryNode, flow: Flow): boolean {
  if (!/^[!=]={1,2}$|^is(?: not)?$/u.test(node.operator)) return false;
  return recordCompared(node, flow) !== null;
}

/** The side of a comparison that is the record's, or `null` when it compares something else. */
function recordCompared({ left, right }: BinaryNode, flow: Flow): SyntaxNode | null {
  if (isOwnerOf(left, right, flow)) return left;
  return isOwnerOf(right, left, flow) ? right : null;
}

function isOwnerOf(record: SyntaxNode, user: SyntaxNode, flow: Flow): boolean {
  const plain = receiverOf(record);
  if (plain.type !== "member" || flow.valueOf(record).session) return false;
  const isOwner = isOwnerField(plain.property) || flow.valueOf(record).request;
  return isOwner && isViewer(user, flow);
}

/** `id.toString()` and `id.equals(x)` are about `id`. */
function receiverOf(node: SyntaxNode): SyntaxNode {
  return node.type === "call" && node.callee.type === "member" ? node.callee.object : node;
}

function isViewer(node: SyntaxNode, flow: Flow): boolean {
  if (flow.valueOf(node).session) return true;
  const viewer = receiverOf(node);
  return viewer.type === "member" && isUserName(viewer.object) && !flow.valueOf(viewer.object).request;
}

/** A parameter or outer variable called `user` is who is signed in, unless the function looked it up. */
export function isUserName(node: SyntaxNode): boolean {
  return node.type === "name" && /^(?:user|currentUser|current_user|viewer|actor|principal)$/u.test(node.name);
}

/** The one part of a request that the checks of a condition are about, or `null`. */
export function aboutIn(condition: SyntaxNode, flow: Flow): string | null {
  const checked = [...descendants(condition)].flatMap((node) => recordsIn(node, flow));
  const [only = null, ...others] = new Set(checked.flatMap((record) => originOf(record, flow) ?? []));
  return others.length === 0 ? only : null;
}

/** What a comparison or a question about rights is about, besides who asks. */
function recordsIn(node: SyntaxNode, flow: Flow): SyntaxNode[] {
  if (node.type === "binary") {
    const record = recordCompared(node, flow);
    return record === null ? [] : [record];
  }
  if (authorityAsked(node, flow) === null) return [];
  const call = flow.definitionOf(node);
  const given = call.type === "call" ? call.arguments.map(({ value }) => value) : [];
  return given.filter((value) => !flow.valueOf(value).session);
}
