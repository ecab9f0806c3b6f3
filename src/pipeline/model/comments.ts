/** Attributes such as `#[Route]`, options such as `--force` and pointers such as `*p` are code. */
const COMMENT = String.raw`(?:\/\/|\/\*|\*(?:[\s/]|$)|#(?!\[|!)|<!--|--(?:\s|$)|"""|'''|;(?:[\s;]|$)|%\s)`;
const WHOLE_COMMENT = new RegExp(String.raw`^\s*(?:${COMMENT}|$)`, "u");
/** A line of a numbered diff that holds nothing but a comment. */
const SHOWN_COMMENT = new RegExp(String.raw`^(\s*(?:\d+|-) [+\- ])\s*${COMMENT}.*$`, "u");

/** Words about code are no evidence, whatever they say. */
export function isComment(quote: string): boolean {
  return quote.split("\n").every((line) => WHOLE_COMMENT.test(line));
}

/** A numbered diff with its comments taken out and its numbers left. */
export function withoutComments(shown: string): string {
  return shown
    .split("\n")
    .map((line) => line.replace(SHOWN_COMMENT, "$1"))
    .join("\n");
}
