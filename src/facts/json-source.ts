import type { SourceFile } from "./fact-reader.ts";
import { parseYamlSource, type YamlSource } from "./workflows/yaml-source.ts";

const STRING_OR_COMMENT = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//gu;

/** Parses JSON with comments and trailing commas; lines and quotes are those of the file as it stands. */
export function parseJsonSource(file: SourceFile): YamlSource | string {
  const plain = file.text
    .replaceAll(STRING_OR_COMMENT, (part) => (part.startsWith('"') ? part : part.replaceAll(/[^\n]/gu, " ")))
    .replaceAll("\t", " ");
  const source = parseYamlSource({ ...file, text: plain });
  return typeof source === "string" ? source.replace("YAML", "JSON") : { ...source, file };
}
