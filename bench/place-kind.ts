import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { parse, type SgNode } from "@ast-grep/napi";
import { roleOf } from "../src/facts/file-role.ts";

/** One line of a repository that a tool points at. */
export interface Place {
  readonly path: string;
  readonly line: number;
}

const PARSERS: Readonly<Record<string, string>> = {
  ".ts": "TypeScript",
  ".tsx": "Tsx",
  ".js": "JavaScript",
  ".jsx": "Tsx",
};
const TYPES =
  /^(?:interface_declaration|type_alias_declaration|function_signature|method_signature|ambient_declaration)$/u;

/** What stands at a place: code that runs, a comment, a type, or a file that does not run in production. */
export function placeKind(repository: string, { path, line }: Place): "code" | "comment" | "type" | "test" {
  const role = roleOf(path);
  if (role !== "code" && role !== "configuration") return "test";
  const parser = PARSERS[extname(path)];
  if (parser === undefined) return "code";
  const text = readFileSync(join(repository, path), "utf8");
  const column = (text.split("\n")[line - 1] ?? "").search(/\S/u);
  const around = nodesAt(parse(parser, text).root(), line - 1, Math.max(0, column));
  if (around.some((node) => node.kind() === "comment")) return "comment";
  return around.some((node) => TYPES.test(String(node.kind()))) ? "type" : "code";
}

/** The nodes that cover a position, from the outside in. */
function nodesAt(root: SgNode, line: number, column: number): SgNode[] {
  const found: SgNode[] = [];
  let current: SgNode | undefined = root;
  while (current) {
    found.push(current);
    current = current.children().find((child) => covers(child, line, column));
  }
  return found;
}

function covers(node: SgNode, line: number, column: number): boolean {
  const { start, end } = node.range();
  const startsBefore = start.line < line || (start.line === line && start.column <= column);
  return startsBefore && (end.line > line || (end.line === line && end.column > column));
}
