import type { Shape } from "../syntax/grammar.ts";
import { callOf } from "../syntax/shapes.ts";
import type { Place, SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath } from "../syntax/walk.ts";
import { dotted } from "./go-shapes.ts";

/** Functions about a text, as the methods of it that other languages have. */
const METHODS: Readonly<Record<string, string>> = {
  "strings.HasPrefix": "startsWith",
  "strings.HasSuffix": "endsWith",
  "strings.Contains": "includes",
  "strings.ContainsAny": "includes",
  "strings.EqualFold": "equals",
  "strings.Split": "split",
  "strings.SplitN": "split",
  "strings.TrimSpace": "trim",
  "strings.Trim": "trim",
  "strings.TrimPrefix": "trim",
  "strings.TrimSuffix": "trim",
  "strings.TrimLeft": "trim",
  "strings.TrimRight": "trim",
  "strings.ToLower": "toLowerCase",
  "strings.ToUpper": "toUpperCase",
  "strings.Replace": "replaceAll",
  "strings.ReplaceAll": "replaceAll",
  "slices.Contains": "includes",
  "bytes.Equal": "equals",
};

/** Calls; some of the standard library are lowered to what they do. */
export const called: Shape = (node, { place, one, children }) => {
  const at = place(node);
  const given = node.field("arguments");
  const values = given === null ? [] : children(given);
  const callee = one(node.field("function"));
  return standard(dottedPath(callee) ?? "", values, at) ?? callOf(callee, values, at);
};

function standard(name: string, values: SyntaxNode[], at: Place): SyntaxNode | null {
  const [first, ...rest] = values;
  if (name === "panic") return { type: "exit", how: "throw", value: first ?? null, ...at };
  if (name === "new" && first) return { ...callOf(dotted(first), [], at), construct: true };
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (method === undefined || first === undefined) return null;
  return callOf({ type: "member", object: first, property: method, ...at }, rest, at);
}
