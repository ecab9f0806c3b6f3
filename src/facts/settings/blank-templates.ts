/** The value of a line that is decided only where the template is used. */
export const UNKNOWN_VALUE = "__template__";

/** True for text that holds template directives between double braces. */
export function isTemplated(text: string): boolean {
  return /\{\{-?\s/u.test(text) || /\{\{[^}]*\}\}/u.test(text);
}

/**
 * Makes a Go template readable as YAML, line by line so that line numbers stay true: lines that are directives become
 * blank, and a directive inside a line becomes a word that stands for a value nobody knows yet.
 */
export function blankTemplates(text: string): string {
  let inside = false;
  return text
    .split("\n")
    .map((line) => {
      const { kept, open } = blankLine(line, inside);
      inside = open;
      return kept;
    })
    .join("\n");
}

function blankLine(line: string, inside: boolean): { kept: string; open: boolean } {
  const closing = inside ? line.indexOf("}}") : -2;
  if (closing === -1) return { kept: "", open: true };
  const rest = closing === -2 ? line : line.slice(closing + 2);
  const replaced = rest.replace(/\{\{(?:[^}]|\}(?!\}))*\}\}/gu, UNKNOWN_VALUE);
  const opening = replaced.indexOf("{{");
  const kept = opening === -1 ? replaced : replaced.slice(0, opening);
  const isDirective = kept.replaceAll(UNKNOWN_VALUE, "").trim() === "" || (inside && kept.trim() === "");
  return { kept: isDirective ? "" : kept, open: opening !== -1 };
}
