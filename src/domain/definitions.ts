/** Words that stand before a name where it is defined. */
const DEFINES = String.raw`(?:function|def|class|func|fn|fun|interface|trait|struct|type|enum|module|object|const|let|var|val|public|private|protected|static|async|export)`;
const LONGEST_LINE = 400;

/** The last part of what somebody asks for by name: `Owner.method()` is looked for as `method`. */
export function wantedName(need: string): string | null {
  const name = /([\w$]+)\W*$/u.exec(need.replace(/\(.*$/u, ""))?.[1];
  return name === undefined || name.length < 3 ? null : name;
}

/** True for what is asked for by a path rather than a name. */
export function isPath(need: string): boolean {
  return /[./]/u.test(need);
}

/** Index of the line that defines a name, in any language; -1 without one. */
export function definitionIndex(name: string, lines: readonly string[]): number {
  const exact = name.replaceAll("$", String.raw`\$`);
  const pattern = new RegExp(
    String.raw`(?:^|\s)${DEFINES}\b[^=;(]{0,80}\b${exact}\b|^\s*(?:async\s+)?${exact}\s*(?:[=:]|\([^)]*\)\s*\{)`,
    "u",
  );
  return lines.findIndex((line) => line.length < LONGEST_LINE && pattern.test(line));
}
