import { z } from "zod";
import { threatReportSchema } from "../src/domain/report.ts";
import { repositoryConfigSchema } from "../src/config/repository-config.ts";
import { CONFIG_SCHEMA_URL } from "../src/config/starter.ts";

/** The JSON schema of `.github/threatdiff.yml`, as a person writes it: every key is optional. */
export function configJsonSchema(): z.core.JSONSchema.JSONSchema {
  const title = "Configuration of Threatdiff for one repository";
  return withHead(z.toJSONSchema(repositoryConfigSchema, { io: "input" }), CONFIG_SCHEMA_URL, title);
}

/** The JSON schema of what `threatdiff review --format json` prints. */
export function reportJsonSchema(): z.core.JSONSchema.JSONSchema {
  const address = new URL("report.schema.json", CONFIG_SCHEMA_URL).href;
  return withHead(
    z.toJSONSchema(threatReportSchema, { io: "output" }),
    address,
    "What one analysis says about one head",
  );
}

function withHead({ $schema, ...schema }: z.core.JSONSchema.JSONSchema, $id: string, title: string) {
  return { ...($schema === undefined ? {} : { $schema }), $id, title, ...schema };
}
