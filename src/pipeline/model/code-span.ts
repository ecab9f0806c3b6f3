import { plainText } from "./visible-text.ts";

/** A name from code in backticks that it cannot break out of, cut to a readable length. */
export function codeSpan(name: string): string {
  return `\`${plainText(name.replaceAll("`", "'"), 80)}\``;
}
