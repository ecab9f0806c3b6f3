/** Longest body that is sent; GitHub refuses more than 65,536 characters. */
const BODY_LIMIT = 64_000;

const CUT_NOTE = "*The rest does not fit in one comment. `threatdiff review --format markdown` prints all of it.*";

/** Joins blocks with empty lines; the first that would pass the limit and all after it are left out, with a note. */
export function joinBlocks(blocks: readonly (string | null)[], limit = BODY_LIMIT): string {
  const present = blocks.filter((block) => block !== null && block !== "");
  const whole = present.join("\n\n");
  if (whole.length <= limit) return whole;
  const room = limit - CUT_NOTE.length - 2;
  const kept: string[] = [];
  let length = 0;
  for (const block of present) {
    length += (block?.length ?? 0) + 2;
    if (length > room) break;
    kept.push(block ?? "");
  }
  return [...kept, CUT_NOTE].join("\n\n");
}

/** A table of Markdown cells; pipes inside cells stay inside. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [tableRow(header), `|${"---|".repeat(header.length)}`, ...rows.map(tableRow)].join("\n");
}

/** A folded section; `title` is shown as HTML and must be words of ours. */
export function details(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map(inCell).join(" | ")} |`;
}

/** A pipe needs an odd number of backslashes before it, or it ends the cell even inside a code span. */
function inCell(markdown: string): string {
  return markdown.replace(
    /(\\*)\|/gu,
    (_, slashes: string) => `${slashes}${slashes.length % 2 === 0 ? "\\" : "\\\\"}|`,
  );
}
