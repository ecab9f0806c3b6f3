/** The text with comments blanked out, line by line as before. A comment that never ends goes to the end. */
export function withoutComments(text: string, comments: readonly (readonly [start: string, end: string])[]): string {
  return comments.reduce((left, [start, end]) => withoutBetween(left, start, end), text);
}

function withoutBetween(text: string, start: string, end: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, from)) {
    const close = text.indexOf(end, at + start.length);
    const until = close < 0 ? text.length : close + end.length;
    parts.push(text.slice(from, at), text.slice(at, until).replaceAll(/[^\n]/gu, " "));
    from = until;
  }
  return parts.length === 0 ? text : parts.join("") + text.slice(from);
}
