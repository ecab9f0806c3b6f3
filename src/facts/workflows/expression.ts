/** A parsed `${{ … }}` expression of GitHub Actions. Paths are lower-case, `['a']` and `[0]` included. */
export type Expression =
  | { readonly type: "literal"; readonly value: string | number | boolean | null }
  | { readonly type: "path"; readonly path: string }
  | { readonly type: "call"; readonly name: string; readonly of: readonly Expression[] }
  | { readonly type: "not"; readonly of: Expression }
  | { readonly type: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression };

/** Parses the text between `${{` and `}}`; `null` when it is not an expression. */
export function parseExpression(text: string): Expression | null {
  const tokens = tokensOf(text);
  if (tokens === null || tokens.length === 0) return null;
  try {
    const cursor = { tokens, at: 0, depth: 0 };
    const expression = parseBinary(cursor, 0);
    return cursor.at === tokens.length ? expression : null;
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) return null;
    throw error;
  }
}

class ExpressionSyntaxError extends Error {}

interface Cursor {
  readonly tokens: readonly string[];
  at: number;
  depth: number;
}

/** GitHub refuses expressions that are nested deeper, so they never run. */
const MAX_DEPTH = 50;

const TOKEN = /\s*('(?:[^']|'')*'|&&|\|\||[=!<>]=|[!<>()[\],.]|\*|-?\d[\w.+-]*|[A-Za-z_][\w-]*)/uy;

/** Operators from the loosest to the tightest binding. */
const PRECEDENCE: readonly (readonly string[])[] = [["||"], ["&&"], ["==", "!="], ["<", "<=", ">", ">="]];

const CONSTANTS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

function tokensOf(text: string): string[] | null {
  const tokens: string[] = [];
  const trimmed = text.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const token = TOKEN.exec(trimmed)?.[1];
    if (token === undefined) return null;
    tokens.push(token);
  }
  return tokens;
}

function parseBinary(cursor: Cursor, level: number): Expression {
  const operators = PRECEDENCE[level];
  if (!operators) return parseUnary(cursor);
  let left = parseBinary(cursor, level + 1);
  for (let operator = peek(cursor); operators.includes(operator); operator = peek(cursor)) {
    cursor.at += 1;
    left = { type: "binary", operator, left, right: parseBinary(cursor, level + 1) };
  }
  return left;
}

function parseUnary(cursor: Cursor): Expression {
  cursor.depth += 1;
  if (cursor.depth > MAX_DEPTH) throw new ExpressionSyntaxError("Nested too deeply");
  const expression = peek(cursor) === "!" ? parseNegation(cursor) : parsePostfix(cursor);
  cursor.depth -= 1;
  return expression;
}

function parseNegation(cursor: Cursor): Expression {
  cursor.at += 1;
  return { type: "not", of: parseUnary(cursor) };
}

function parsePostfix(cursor: Cursor): Expression {
  let expression = parsePrimary(cursor);
  for (let next = peek(cursor); next === "." || next === "["; next = peek(cursor)) {
    cursor.at += 1;
    const key = next === "." ? take(cursor).toLowerCase() : parseIndex(cursor);
    if (expression.type === "path") expression = { type: "path", path: `${expression.path}.${key}` };
  }
  return expression;
}

function parseIndex(cursor: Cursor): string {
  const index = peek(cursor) === "*" ? wildcard(cursor) : parseBinary(cursor, 0);
  expect(cursor, "]");
  return index.type === "literal" && typeof index.value === "string" ? index.value.toLowerCase() : "*";
}

function wildcard(cursor: Cursor): Expression {
  cursor.at += 1;
  return { type: "literal", value: "*" };
}

function parsePrimary(cursor: Cursor): Expression {
  const token = take(cursor);
  if (token === "(") {
    const inner = parseBinary(cursor, 0);
    expect(cursor, ")");
    return inner;
  }
  if (token.startsWith("'")) return { type: "literal", value: token.slice(1, -1).replaceAll("''", "'") };
  if (/^-?\d/u.test(token)) return { type: "literal", value: Number(token) };
  if (!/^[A-Za-z_]/u.test(token)) throw new ExpressionSyntaxError(`Unexpected ${token}`);
  if (peek(cursor) === "(") return parseCall(cursor, token);
  const constant = CONSTANTS[token.toLowerCase()];
  return constant === undefined ? { type: "path", path: token.toLowerCase() } : { type: "literal", value: constant };
}

function parseCall(cursor: Cursor, name: string): Expression {
  expect(cursor, "(");
  const of: Expression[] = [];
  while (peek(cursor) !== ")") {
    of.push(parseBinary(cursor, 0));
    if (peek(cursor) !== ")") expect(cursor, ",");
  }
  expect(cursor, ")");
  return { type: "call", name: name.toLowerCase(), of };
}

function peek(cursor: Cursor): string {
  return cursor.tokens[cursor.at] ?? "";
}

function take(cursor: Cursor): string {
  const token = cursor.tokens[cursor.at];
  if (token === undefined) throw new ExpressionSyntaxError("Unexpected end");
  cursor.at += 1;
  return token;
}

function expect(cursor: Cursor, token: string): void {
  const found = take(cursor);
  if (found !== token) throw new ExpressionSyntaxError(`Expected ${token}, not ${found}`);
}
