/** GitHub refuses 65,536 characters; counted in UTF-8 bytes, which is the stricter reading of that limit. */
const LIMIT = 65_000;
const CUT_NOTE = "\n\n*(cut here: too long for GitHub)*";

/** Cuts a text to GitHub's limit between characters, and says so. */
export function fit(text: string, limit: number = LIMIT): string {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length <= limit) return text;
  const room = limit - Buffer.byteLength(CUT_NOTE);
  return closeFence(new TextDecoder().decode(bytes.subarray(0, room), { stream: true })) + CUT_NOTE;
}

/** A body with its hidden mark at the end; the mark survives every cut. */
export function withMark(text: string, mark: string): string {
  return `${fit(text, LIMIT - mark.length - 2)}\n\n${mark}`;
}

/** True when GitHub would show no difference; it may store other line ends than we sent. */
export function sameText(left: string, right: string): boolean {
  return normalise(left) === normalise(right);
}

function normalise(text: string): string {
  return text.replace(/\r\n?/gu, "\n").trim();
}

/** An open code fence would swallow what follows the cut. */
function closeFence(text: string): string {
  const fences = text.match(/^ {0,3}(?:`{3,}|~{3,})/gmu) ?? [];
  const last = fences.at(-1);
  return fences.length % 2 === 0 || last === undefined ? text : `${text}\n${last.trim()}`;
}
