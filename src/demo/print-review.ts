import { stripVTControlCharacters, styleText } from "node:util";
import type { Posted, PostedComment } from "./posted.ts";

/** The pull request's conversation as terminal text. `color` is false when the output is not a terminal. */
export function printReview(posted: Posted, color: boolean): string {
  const bold = painter("bold", color);
  const dim = painter("dim", color);
  const { check } = posted;
  const mark = { success: "✓", failure: "✗" }[check.conclusion] ?? "○";
  return [
    bold(posted.title),
    "",
    `${mark} ${bold(check.name)}  ${check.conclusion} · ${check.title}`,
    ...posted.reviews.flatMap((body) => ["", rule(dim), readable(body, bold, dim)]),
    ...posted.comments.flatMap((comment) => [
      "",
      rule(dim),
      heading(comment, dim),
      ...codeLines(comment, dim),
      readable(comment.body, bold, dim),
    ]),
    "",
  ].join("\n");
}

type Paint = (text: string) => string;

function painter(style: "bold" | "dim", color: boolean): Paint {
  return (text) => (color ? styleText(style, text, { validateStream: false }) : text);
}

function rule(dim: Paint): string {
  return dim("─".repeat(78));
}

function heading(comment: PostedComment, dim: Paint): string {
  return dim(comment.line === null ? comment.path : `${comment.path}:${comment.line}`);
}

/** The lines that the host would show above the comment. */
function codeLines({ code }: PostedComment, dim: Paint): string[] {
  const width = String(code.at(-1)?.number ?? 0).length;
  const lines = code.map(({ number, text }) => `  ${dim(`${String(number).padStart(width)} │`)} ${text}`);
  return lines.length === 0 ? [] : [...lines, ""];
}

/** Each row of the overview as its label and title, with place and id on the line below; the header says nothing new. */
function withoutPipes(markdown: string): string {
  return markdown.replace(/(?:^\|.*\|$\n?)+/gmu, (block) => {
    const [, , ...rows] = block.trim().split("\n").map(cellsOf);
    const width = Math.max(...rows.map(([label = ""]) => widthOf(label)));
    const lines = rows.flatMap(([label = "", title = "", ...rest]) => [
      `${label}${" ".repeat(width - widthOf(label))}  ${title}`,
      `${" ".repeat(width)}  ${rest.join(" · ")}`,
    ]);
    return `${lines.join("\n")}\n`;
  });
}

function cellsOf(row: string): string[] {
  return row
    .slice(1, -1)
    .split(/(?<!\\)\|/u)
    .map((cell) => cell.trim());
}

/** Columns that a label takes: its dot takes two, its colours none. */
function widthOf(label: string): number {
  return stripVTControlCharacters(label).replace(/\P{ASCII}/gu, "  ").length;
}

/** Markdown with the parts that only a browser shows folded away. */
function readable(markdown: string, bold: Paint, dim: Paint): string {
  return withoutPipes(withoutFolds(markdown, bold, dim))
    .replace(/(```[^]*?```|`[^`\n]*`)|\\(?=[!-/:-@[-`{-~])/gu, (_, code: string | undefined) => code ?? "")
    .replace(/\n{3,}/gu, "\n\n")
    .trim();
}

function withoutFolds(markdown: string, bold: Paint, dim: Paint): string {
  return markdown
    .replace(/<!--[^]*?-->\n?/gu, "")
    .replace(/```mermaid\n[^]*?```\n?/gu, `${dim("(data-flow diagram: see the page)")}\n`)
    .replace(
      /<details>\s*<summary>([^]*?)<\/summary>[^]*?<\/details>\n?/gu,
      (_, title: string) => `${dim(`▸ ${strip(title)}`)}\n`,
    )
    .replace(/^#{1,6} (.+)$/gmu, (_, title: string) => bold(title))
    .replace(/\*\*(.+?)\*\*/gu, (_, text: string) => bold(text))
    .replace(/\[([^\]]+)\]\([^)\s]+\)/gu, "$1")
    .replace(/<\/?sub>/gu, "");
}

function strip(text: string): string {
  return text.replace(/<[^>]+>/gu, "").trim();
}
