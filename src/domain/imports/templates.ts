import { firstGroups, type RepositoryView } from "./import-language.ts";

/** `render_template("x.html")`, `render(request, "x.html")`, `res.render("x")`, `view("admin.users")`. */
const RENDERED =
  /\b(?:render\w{0,30}|view|TemplateResponse|ExecuteTemplate|get_template|View)[ \t]{0,9}\(\s{0,99}(?:\w{1,40}\s{0,9},\s{0,99})?["'@]([\w@./:-]{1,200})["']/gu;

const ENDINGS = [
  "html",
  "html.twig",
  "twig",
  "html.erb",
  "erb",
  "ejs",
  "hbs",
  "pug",
  "blade.php",
  "phtml",
  "tmpl",
  "jinja",
  "j2",
];
const MARK = "template:";

/** Templates that a text renders by name, in any language. */
export function* templateReferences(text: string): Generator<string> {
  for (const name of firstGroups(text, RENDERED)) yield MARK + name;
}

/** The one file that a template's name can mean; empty when several could be, and `null` for what names no template. */
export function resolveTemplate(reference: string, { files }: RepositoryView): readonly string[] | null {
  if (!reference.startsWith(MARK)) return null;
  const name = reference.slice(MARK.length).replace(/^[./@:]+/u, "");
  const named = [name, name.replaceAll(".", "/")].flatMap((base) => ENDINGS.map((ending) => `${base}.${ending}`));
  const found = [...new Set([name, ...named].flatMap((path) => files.endingIn(path)))];
  return found.length === 1 ? found : [];
}
