/** The value of a line that is decided only where the template is used. */
export const UNKNOWN_VALUE = "__template__";

/** True for text that holds template directives between double braces. */
export function isTemplated(text: string): boolean {
  return /\{\{-?\s/u.test(text) || /\{\{[^{}]*\}\}/u.test(text);
}

/**
 * Makes a Go template readable as YAML, line by line so that line numbers stay true: lines that are directives become
 * blank, so does what stands in an `else`, and a directive inside a line becomes a word for a value nobody knows yet.
 */
export function blankTemplates(text: string): string {
  let inside = false;
  const branches = new Branches();
  return text
    .split("\n")
    .map((line) => {
      const { kept, open } = blankLine(line, inside);
      inside = open;
      return branches.isOther(line) ? "" : kept;
    })
    .join("\n");
}

const BRANCHING = /\{\{-?\s*(if|with|range|define|block|else|end)\b/gu;

/** Follows which branch a line stands in: of two that exclude each other only the first is read. */
class Branches {
  /** For each open block, whether its first branch is over. */
  private readonly open: boolean[] = [];

  isOther(line: string): boolean {
    const before = this.open.includes(true);
    for (const [, word] of line.matchAll(BRANCHING)) {
      if (word === "end") this.open.pop();
      else if (word === "else") this.open.splice(-1, 1, true);
      else this.open.push(false);
    }
    return before && this.open.includes(true);
  }
}

function blankLine(line: string, inside: boolean): { kept: string; open: boolean } {
  const closing = inside ? line.indexOf("}}") : -2;
  if (closing === -1) return { kept: "", open: true };
  const rest = closing === -2 ? line : line.slice(closing + 2);
  const replaced = rest.replace(/\{\{(?:[^{}]|\{(?!\{)|\}(?!\}))*\}\}/gu, UNKNOWN_VALUE);
  const opening = replaced.indexOf("{{");
  const kept = opening === -1 ? replaced : replaced.slice(0, opening);
  const isDirective = kept.replaceAll(UNKNOWN_VALUE, "").trim() === "" || (inside && kept.trim() === "");
  return { kept: isDirective ? "" : kept, open: opening !== -1 };
}
