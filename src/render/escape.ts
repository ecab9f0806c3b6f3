/** Characters that show nothing or reorder what is shown: bidi controls, zero-width characters, tags, fillers. */
const UNSEEN = /[\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;

/** Characters with meaning in GitHub's Markdown, and the openings of mentions, references and bare links. */
const MEANINGFUL = /[\\`*_[\]~|<>&$@]|#(?=\d)|:(?=\/\/)|www(?=\.)|GH-(?=\d)/giu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "|": "&#124;",
  $: "&#36;",
};

/** Keeps `@name`, `#12` and `https://` as readable text that the host does not turn into a link. */
const BREAK = "&#8203;";

/** What opens a list, a heading, a rule or another bot's command when it stands first on a line. */
const OPENING = /^(?:[-+=#/]|\d+(?=[.)]))/u;

/** Text on one line without control, invisible or reordering characters. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(UNSEEN, "")
    .replace(/[\p{Cc}\p{Z}]+/gu, " ")
    .trim();
}

/** Source text with its lines and tabs kept; characters that hide or reorder code are shown by their number. */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/gu, "\n")
    .replace(UNSEEN, codePoint)
    .replace(/[^\P{Cc}\n\t]/gu, codePoint);
}

/** Shortens to at most `max` UTF-16 units without splitting a character; the cut is marked with an ellipsis. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text.slice(0, Math.max(0, max - 1)).replace(/\p{Cs}$/u, "");
  return `${kept.trimEnd()}…`;
}

/** Any outside text as one line of inert Markdown: it reads as it is and does nothing. */
export function plain(text: string, max = 600): string {
  return openingEscaped(inert(cut(clean(text), max)));
}

/** Like `plain`, with `names in backticks` kept as code spans; for words that our own rules wrote around names. */
export function prose(text: string, max = 600): string {
  const parts = cut(clean(text), max).split(/`([^`]+)`/u);
  return openingEscaped(parts.map((part, index) => (index % 2 === 1 ? codeSpan(part) : inert(part))).join(""));
}

/** One line of outside text as a code span, whatever backticks it holds. */
export function codeSpan(text: string, max = 200): string {
  const content = cut(visible(text).replace(/\s+/gu, " ").trim(), max);
  if (content === "") return "";
  const fence = "`".repeat(longestRun(content) + 1);
  const space = /^`|`$/u.test(content) ? " " : "";
  return `${fence}${space}${content}${space}${fence}`;
}

/** Outside text as a fenced block that it cannot close. `language` must be a constant of ours. */
export function codeBlock(text: string, language: string): string {
  const content = visible(text).replace(/\n+$/u, "");
  const fence = "`".repeat(Math.max(3, longestRun(content) + 1));
  return `${fence}${language}\n${content}\n${fence}`;
}

function inert(text: string): string {
  return text.replace(MEANINGFUL, (match) => {
    const entity = ENTITIES[match];
    if (entity !== undefined) return entity;
    return /^[@#:wG]/iu.test(match) ? match + BREAK : `\\${match}`;
  });
}

function openingEscaped(text: string): string {
  if (text.startsWith("/")) return `&#47;${text.slice(1)}`;
  return text.replace(OPENING, (opening) => (/\d/u.test(opening) ? `${opening}\\` : `\\${opening}`));
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/gu)].map((run) => run[0].length));
}

function codePoint(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
