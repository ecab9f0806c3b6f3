const SCRIPT = /(<script\b[^>]{0,300}>)([\s\S]*?)<\/script>/giu;

/** The script of a component with everything else blanked out, line by line as before. */
export function componentScript(text: string): string {
  let script = "";
  let from = 0;
  for (const match of text.matchAll(SCRIPT)) {
    const [, opening = "", code = ""] = match;
    const start = match.index + opening.length;
    script += blank(text.slice(from, start)) + code;
    from = start + code.length;
  }
  return script + blank(text.slice(from));
}

function blank(part: string): string {
  return part.replaceAll(/[^\n]/gu, " ");
}

/** Files that hold a script besides their markup. */
export function isComponent(path: string): boolean {
  return /\.(?:vue|svelte)$/u.test(path);
}
