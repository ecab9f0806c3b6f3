import { extname } from "node:path";

/** An edit of a whole file that changes nothing of what it says. */
export interface Mutation {
  readonly name: string;
  readonly apply: (text: string, path: string) => string;
}

const COMMENTS: Readonly<Record<string, (words: string) => string>> = Object.fromEntries([
  ...[".ts", ".js", ".go", ".java", ".kt", ".cs", ".rs", ".prisma"].map((ending) => [
    ending,
    (words: string) => `// ${words}`,
  ]),
  ...[".py", ".rb", ".yml", ".yaml", ".tf", ".toml"].map((ending) => [ending, (words: string) => `# ${words}`]),
]);

/** Comment lines above everything, where the language has them; blank lines elsewhere. */
export function shifted(lines: number): Mutation {
  return {
    name: `${lines} lines above`,
    apply: (text, path) => {
      const comment = COMMENTS[extname(path)]?.("Nothing to see here.") ?? "";
      // What must stand first, such as `<?php` and `#!`, stays first.
      const [first = ""] = text.split("\n");
      const head = /^(?:<\?|#!|---|FROM |# syntax|\{|\[)/u.test(first) ? `${first}\n` : "";
      return `${head}${`${head === "" ? comment : ""}\n`.repeat(lines)}${text.slice(head.length)}`;
    },
  };
}

/** Every blank line twice. */
export const SPACED: Mutation = { name: "blank lines doubled", apply: (text) => text.replaceAll(/\n\n/gu, "\n\n\n") };

/** Everything that is indented stands deeper: twice as deep, or by two where columns have a meaning. */
export const INDENTED: Mutation = {
  name: "deeper indentation",
  apply: (text, path) =>
    text.replaceAll(/^[ \t]+(?=\S)/gmu, (spaces) => (/\.ya?ml$/u.test(path) ? `  ${spaces}` : spaces + spaces)),
};

export const WINDOWS_LINES: Mutation = {
  name: "Windows line endings",
  apply: (text) => text.replaceAll(/\r?\n/gu, "\r\n"),
};

/** Spaces at the ends of lines, unless the next line goes on with this one. */
export const TRAILING: Mutation = {
  name: "spaces at line ends",
  apply: (text) => text.replaceAll(/([^\s\\])\n/gu, "$1  \n"),
};
