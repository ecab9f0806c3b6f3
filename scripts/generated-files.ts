import { catalogueDocs } from "./catalogue-docs.ts";
import { commandLineDocs } from "./command-line-docs.ts";
import { configurationDocs } from "./configuration-docs.ts";
import { configJsonSchema, reportJsonSchema } from "./json-schemas.ts";

/** Path and text of every file that is generated from schemas and commands. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ["schemas/threatdiff.schema.json", toJson(configJsonSchema())],
    ["schemas/report.schema.json", toJson(reportJsonSchema())],
    ["docs/catalogue.md", catalogueDocs()],
    ["docs/configuration.md", configurationDocs()],
    ["docs/command-line.md", commandLineDocs()],
  ]);
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
