import type { Node } from "yaml";
import { type Expression, parseExpression } from "./expression.ts";
import type { YamlSource } from "./yaml-source.ts";

/** One `${{ … }}` inside a scalar. */
export interface EmbeddedExpression {
  readonly expression: Expression;
  /** The 1-based line of the file that it starts on. */
  readonly line: number;
}

const OPENING = "${{";

/** Every expression in a scalar's text, with the line it stands on; text that does not parse is left out. */
export function embeddedExpressions(source: YamlSource, node: Node | null): EmbeddedExpression[] {
  if (!node) return [];
  const { text, offset } = source.rawText(node);
  const found: EmbeddedExpression[] = [];
  for (let start = text.indexOf(OPENING); start !== -1; start = text.indexOf(OPENING, start + OPENING.length)) {
    const inner = text.slice(start + OPENING.length, closingOf(text, start));
    const expression = parseExpression(inner);
    if (expression) found.push({ expression, line: source.lineAt(offset + start) });
  }
  return found;
}

/** The offset of the matching `}}`, not counting those in quoted strings. */
function closingOf(text: string, start: number): number {
  let quoted = false;
  for (let at = start + OPENING.length; at < text.length; at += 1) {
    if (text[at] === "'") quoted = !quoted;
    if (!quoted && text.startsWith("}}", at)) return at;
  }
  return text.length;
}
