/** Comments and literal texts of the usual languages, whichever begins first. */
const COMMENT_OR_TEXT = [
  String.raw`\/\*[^]*?(?:\*\/|$(?![^]))`,
  String.raw`<!--[^]*?(?:-->|$(?![^]))`,
  String.raw`"""[^]*?(?:"""|$(?![^]))`,
  String.raw`'''[^]*?(?:'''|$(?![^]))`,
  String.raw`(?:\b[rR]?[fF]|\$@?)?"(?:[^"\\\n]|\\.)*"`,
  String.raw`(?:\b[rR]?[fF])?'(?:[^'\\\n]|\\.)*'`,
  "`(?:[^`\\\\]|\\\\[^])*`",
  String.raw`\/\/.*`,
  String.raw`(?:^|\s)#(?![[{!]).*`,
  String.raw`^\s*\*(?:\s.*|\/|$)`,
  String.raw`(?:^|\s)--\s.*`,
];
const PATTERN = new RegExp(COMMENT_OR_TEXT.join("|"), "gmu");
const HOLES = /[$#]\{[^{}]*\}/gu;
const BARE_HOLES = /\{[^{}]*\}/gu;

/**
 * Code without what it says in words, with as many lines as before: comments are gone, and of a literal text only the
 * code in its holes is left.
 */
export function withoutText(code: string): string {
  return code.replaceAll(PATTERN, (found) => {
    const holes = /^(?:[rR]?[fF]|\$@?)["']/u.test(found) ? BARE_HOLES : HOLES;
    const left = /^[\w$@]*["'`]/u.test(found) ? (found.match(holes)?.join(" ").replaceAll("\n", " ") ?? "") : "";
    return ` ${left} ${found.replaceAll(/[^\n]+/gu, "")}`;
  });
}
