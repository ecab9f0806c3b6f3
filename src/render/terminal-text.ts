import { styleText } from "node:util";
import { clean, cut } from "./escape.ts";

export type Style = Parameters<typeof styleText>[0];

/** Colours text, or leaves it as it is when the reader wants none. */
export type Paint = (style: Style, text: string) => string;

export function painter(color: boolean): Paint {
  return (style, text) => (color && text !== "" ? styleText(style, text, { validateStream: false }) : text);
}

/** Outside text for a terminal: one line without escape sequences; backticks stay as they read well there. */
export function words(text: string, max = 1_000): string {
  return cut(clean(text), max);
}

/** Breaks words into lines of at most `width` columns; a longer word gets a line of its own. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Wrapped text with every line indented. */
export function paragraph(text: string, indent: number, width: number): string {
  return wrap(text, width - indent)
    .map((line) => " ".repeat(indent) + line)
    .join("\n");
}

/** A label in its own column with the wrapped text beside it. */
export function labelled(
  label: string,
  text: string,
  layout: { indent: number; column: number; width: number },
): string[] {
  const { indent, column, width } = layout;
  return wrap(text, width - indent - column).map(
    (line, index) => " ".repeat(indent) + (index === 0 ? label : "").padEnd(column) + line,
  );
}
