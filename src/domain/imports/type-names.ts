const CAPITALISED = /\b[A-Z]\w{1,80}/gu;
/** A file that names more types than this is not ordinary code. */
const MOST_NAMES = 200;

/** Names that look like types, each once. Most are not of the repository, which looking them up tells. */
export function typeNames(text: string): Set<string> {
  const names = new Set<string>();
  for (const [name] of text.matchAll(CAPITALISED)) {
    if (/[a-z]/u.test(name)) names.add(name);
    if (names.size >= MOST_NAMES) break;
  }
  return names;
}
