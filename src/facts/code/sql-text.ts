import type { SyntaxNode } from "../syntax/syntax-node.ts";

/** What one SQL statement does, as far as its text tells. */
export interface SqlStatement {
  readonly operation: "read" | "write" | "delete" | "list";
  readonly collection: string | null;
  readonly limited: boolean;
  /** True when it makes new rows: its values are their content and not a key to existing ones. */
  readonly creates: boolean;
  /** True when a column that says whose a record is stands in the condition. */
  readonly filtersOwner: boolean;
}

const STATEMENT =
  /^\s*(select|insert|update|delete|with|create|drop|alter|merge|replace|truncate|call|exec|pragma)\s/iu;
const TABLE = /\b(?:from|into|update|join|table)\s+(?:if\s+(?:not\s+)?exists\s+|only\s+)?["'`[]?([\w.]+)/iu;
const OWNER_CONDITION =
  /\bwhere\b[\s\S]*\b(?:owner|user|account|tenant|org|customer|author|creator|created_by|sender|recipient|receiver|member|participant|assignee|subscriber)(?:_?id)?\b["'`\]]?\s*(?:=|in)/iu;

/** What is searched by a piece of text is not asked for by its key. */
const KEYED = /(?:\b|_)(?:id|uuid|key|slug|pk)["'`\]]?\s*=/iu;
const SEARCH = /\bi?like\b|\bmatch\s*\(/iu;

/** Reads a text as SQL; `null` when it is something else. */
export function readSql(text: string): SqlStatement | null {
  const verb = STATEMENT.exec(text)?.[1]?.toLowerCase();
  if (verb === undefined) return null;
  return {
    operation: operationOf(verb, text),
    collection: TABLE.exec(text)?.[1] ?? null,
    limited: /\blimit\b|\btop\s+\d|\bfetch\s+(?:first|next)\b/iu.test(text),
    creates: verb === "insert",
    filtersOwner: OWNER_CONDITION.test(text),
  };
}

function operationOf(verb: string, text: string): SqlStatement["operation"] {
  if (verb === "select" || verb === "with" || verb === "pragma")
    return /\bwhere\b/iu.test(text) && (KEYED.test(text) || !SEARCH.test(text)) ? "read" : "list";
  return verb === "delete" || verb === "drop" || verb === "truncate" ? "delete" : "write";
}

const FIRST_WORD = /^[\s/^\\(?:sb*+)]{0,24}(?:select|with|insert|update|delete|show|explain)\b/iu;

/** True for a text or pattern that a statement may start with. */
export function isStatementStart(node: SyntaxNode): boolean {
  if (node.type === "list") return node.items.length > 0 && node.items.every(isStatementStart);
  const text = node.type === "text" ? node.value : node.type === "literal" ? node.text : "";
  return FIRST_WORD.test(text) && !/\$\/?[a-z]*$/u.test(text);
}
