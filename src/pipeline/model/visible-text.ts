/** Line breaks of any kind. */
const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/gu;

/** Control, format (bidirectional, zero-width, tags), variation and filler characters: what a reader would not see. */
const INVISIBLE = /(?![\t\n])[\p{Cc}\p{Cf}\p{Variation_Selector}\u034F\u115F\u1160\u3164\uFFA0]/gu;

/** Role markers of common chat templates, which some servers read even inside a message. */
const ROLE_MARKER = /<\|(?=[\w▁]+\|>)|<(?=(?:start|end)_of_turn>)|\[(?=\/?INST\])|<<(?=\/?SYS>>)/gu;

/** Splits at every character that anything treats as a line break, and spells out what cannot be seen. */
export function visibleLines(text: string): string[] {
  return text
    .replace(LINE_BREAK, "\n")
    .replace(INVISIBLE, (character) => `⟨U+${codePoint(character)}⟩`)
    .replace(ROLE_MARKER, (marker) => `⟨${marker}⟩`)
    .split("\n");
}

/** Undoes the spelling of `visibleLines` in a quote, so that it can be compared with the file. */
export function originalText(shown: string): string {
  return shown
    .replace(/⟨U\+([0-9A-F]{4,6})⟩/gu, (spelling, hex: string) => characterOf(Number.parseInt(hex, 16)) ?? spelling)
    .replace(/⟨(<\||<|\[|<<)⟩/gu, "$1");
}

/** One line of a model's prose, fit to be printed: no invisible characters, no breaks, at most `limit` characters. */
export function plainText(text: string, limit: number): string {
  const line = text.replace(LINE_BREAK, " ").replace(INVISIBLE, "").replace(/\s+/gu, " ").trim();
  const characters = Array.from(line);
  return characters.length <= limit
    ? line
    : `${characters
        .slice(0, limit - 1)
        .join("")
        .trimEnd()}…`;
}

/** True when the text holds characters that a reader would not see; tabs and line breaks are fine. */
export function hidesCharacters(text: string): boolean {
  return text.replace(LINE_BREAK, "\n").search(INVISIBLE) !== -1;
}

function codePoint(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}

function characterOf(code: number): string | null {
  return code <= 0x10ffff ? String.fromCodePoint(code) : null;
}
