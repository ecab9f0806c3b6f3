/** Text that people do not see where they review it, and agents do. */
export interface HiddenText {
  /** 1-based lines. */
  readonly start: number;
  readonly end: number;
  readonly how: "invisible characters" | "an HTML comment";
}

/** Characters that spell text which no one sees, or that show it in another order than it has. */
const SPELLS = /[\u{E0001}-\u{E007F}\u{202A}-\u{202E}\u{2066}-\u{2069}]/u;
/** Invisible characters that also occur by accident; a row of them is none. */
const INVISIBLE_ROW = /(?:[\u{200B}\u{200C}\u{2060}-\u{2064}\u{180E}]|[\u{E0100}-\u{E01EF}]|[\u{FE00}-\u{FE0E}]){4,}/u;

/** More lines than this say less, not more. */
const MAX_LINES = 6;

/** Invisible characters, and HTML comments that hold orders. */
export function hiddenTexts(lines: readonly string[], ordersIn: (text: string) => readonly unknown[]): HiddenText[] {
  const invisible = lines.flatMap((line, index): HiddenText[] =>
    SPELLS.test(line) || INVISIBLE_ROW.test(line)
      ? [{ start: index + 1, end: index + 1, how: "invisible characters" }]
      : [],
  );
  const comments = commentsIn(lines).filter(({ text }) => ordersIn(text).length > 0);
  const hidden = comments.map(({ start, end }): HiddenText => ({ start, end, how: "an HTML comment" }));
  return [...invisible, ...hidden];
}

interface Comment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function commentsIn(lines: readonly string[]): Comment[] {
  const comments: Comment[] = [];
  let open: { start: number; texts: string[] } | null = null;
  for (const [index, line] of lines.entries()) {
    if (open === null && line.includes("<!--")) open = { start: index + 1, texts: [] };
    open?.texts.push(line);
    if (open === null || !line.includes("-->")) continue;
    const end = Math.min(index + 1, open.start + MAX_LINES - 1);
    comments.push({ start: open.start, end, text: open.texts.join(" ") });
    open = null;
  }
  return comments;
}
