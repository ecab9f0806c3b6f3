import { wordsOf } from "../code/words.ts";
import type { TemplateLanguage } from "./template-languages.ts";

/** Values that people write as plain text, so that markup in them is never meant. */
const PLAIN_TEXT =
  / (?:name|names|username|nickname|surname|title|subject|comment|message|msg|query|search|keyword|keywords|term|email|phone|company|address|city|label|text|bio|about|reason|question|referer|referrer|url|website|filename|caption|value|input|error) $/u;

/** Values that were made as markup, and calls that translate, clean or encode. */
const MARKUP_OR_CLEANED =
  /\b(?:trans\w*|t|__|lang|translate|i18n|json\w*|tojson|to_json|sanitize\w*|purify|clean\w*|escape\w*|e|h|esc_\w+|htmlspecialchars|htmlentities|nl2br|markdown\w*|md|strip_tags|striptags|url_?encode|csrf\w*|asset|path|route|include|yield|render\w*|partial|component|slot|svg\w*|icon\w*|html\w*|\w+_html|\w+Html|bleach|linkify|highlight\w*|format\w*|number\w*|date\w*|config|env)\b/iu;

/** What of a line is put into the page as it is although it holds text that people write. */
export function rawOutputsIn(line: string, language: TemplateLanguage): string[] {
  return language.raw.flatMap(({ pattern, filter }) =>
    [...line.matchAll(pattern)].flatMap(([, inner = ""]) => {
      const written = inner.trim();
      const isUnclean = language.component === true ? mayHoldMarkup(written) : isPlainText(written);
      return (filter?.test(written) ?? true) && isUnclean ? [expressionOf(written)] : [];
    }),
  );
}

function isPlainText(written: string): boolean {
  if (/^["'`]/u.test(written) || MARKUP_OR_CLEANED.test(written)) return false;
  return PLAIN_TEXT.test(wordsOf(expressionOf(written)));
}

/** Values of components that the code itself writes, and calls that translate or clean. */
const MADE_BY_CODE =
  /\b(?:\$?tc?|translate|i18n|clean\w*|escape\w*|safe\w*|icon\w*|svg\w*|css|style\w*|trusted\w*)\b|(?:Icon|Svg|Css|Style|Safe|Escaped|Sanitized|Translation)\b|^[A-Z\d_]+$/u;

/** A component has no other way to show markup, so whatever else it is given counts. */
function mayHoldMarkup(written: string): boolean {
  return /^[\w$.?()[\]]+$/u.test(written) && !MADE_BY_CODE.test(written);
}

/** The value before its filters and its fallback. */
function expressionOf(written: string): string {
  return (written.split(/\||\?\?|;/u)[0] ?? "").replace(/^\$/u, "").trim();
}
