/** One place that puts a value into a page as it is: the first group is what is written there. */
export interface RawForm {
  readonly pattern: RegExp;
  /** Set when only what ends with one of these filters is printed as it is. */
  readonly filter?: RegExp;
}

/** A language of templates: which files it reads, how it comments and how it prints without encoding. */
export interface TemplateLanguage {
  readonly files: RegExp;
  readonly comments: readonly (readonly [start: string, end: string])[];
  readonly raw: readonly RawForm[];
  /** Set when the file also holds a script, which names and cleans what its markup shows. */
  readonly component?: true;
}

const MARKUP_COMMENT = ["<!--", "-->"] as const;

const CURLY: RawForm = { pattern: /\{\{-?\s*([^{}]{1,300})\}\}/gu, filter: /\|\s*(?:raw|safe|safeseq)\s*-?\s*$/u };
const OFF_ESCAPED: RawForm = { pattern: /\{\{\{\s*([^{}]{1,300})\}\}\}/gu };

/** The first one whose files fit reads a path. */
export const TEMPLATE_LANGUAGES: readonly TemplateLanguage[] = [
  {
    files: /\.blade\.php$/u,
    comments: [MARKUP_COMMENT, ["{{--", "--}}"]],
    raw: [{ pattern: /\{!!\s*([^{}]{1,300})!!\}/gu }],
  },
  {
    files: /\.(?:twig|jinja2?|j2|njk|liquid|html?)$/u,
    comments: [MARKUP_COMMENT, ["{#", "#}"]],
    raw: [CURLY],
  },
  {
    files: /\.erb$/u,
    comments: [MARKUP_COMMENT, ["<%#", "%>"]],
    raw: [
      { pattern: /<%==\s*([^%]{1,300})%>/gu },
      { pattern: /<%=\s*raw[\s(]([^%]{1,300})%>/gu },
      { pattern: /<%=\s*([^%]{1,300}?)\.html_safe\s*-?%>/gu },
    ],
  },
  {
    files: /\.ejs$/u,
    comments: [MARKUP_COMMENT, ["<%#", "%>"]],
    raw: [{ pattern: /<%-\s*([^%]{1,300})%>/gu }],
  },
  {
    files: /\.(?:hbs|handlebars|mustache)$/u,
    comments: [MARKUP_COMMENT, ["{{!--", "--}}"]],
    raw: [OFF_ESCAPED, { pattern: /\{\{&\s*([^{}]{1,300})\}\}/gu }],
  },
  {
    files: /\.(?:pug|jade)$/u,
    comments: [],
    raw: [
      { pattern: /^\s{0,200}[\w#.:-]{0,200}(?:\([^()]{0,300}\))?!=\s*(.{1,300})$/gu },
      { pattern: /!\{\s*([^{}]{1,300})\}/gu },
    ],
  },
  {
    files: /\.vue$/u,
    comments: [MARKUP_COMMENT],
    raw: [
      { pattern: /\bv-html\s*=\s*"([^"]{1,300})"/gu },
      {
        pattern:
          /<iframe\b(?![^>]{0,300}\bsandbox\b)[^>]{0,300}?\s(?::|v-bind:)(?:src|srcdoc)\s*=\s*"([\w$.?]{1,300})"/gu,
      },
    ],
    component: true,
  },
  {
    files: /\.svelte$/u,
    comments: [MARKUP_COMMENT],
    raw: [
      { pattern: /\{@html\s+([^{}]{1,300})\}/gu },
      { pattern: /<iframe\b(?![^>]{0,300}\bsandbox\b)[^>]{0,300}?\ssrc\s*=\s*\{([\w$.?]{1,300})\}/gu },
    ],
    component: true,
  },
];

export function templateLanguageOf(path: string): TemplateLanguage | null {
  return TEMPLATE_LANGUAGES.find(({ files }) => files.test(path)) ?? null;
}
