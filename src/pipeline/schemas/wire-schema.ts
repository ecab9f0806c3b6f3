import { z } from "zod";

/** What a model is asked to answer: the parser that decides, and the JSON Schema that providers are given as a hint. */
export interface WireSchema<T> {
  readonly name: string;
  readonly parser: z.ZodType<T>;
  /** Flat and strict: everything required, `null` instead of absence, no lengths, patterns, formats or defaults. */
  readonly json: Readonly<Record<string, unknown>>;
  /** The same shape in words, for endpoints that ignore schemas. */
  readonly shape: string;
}

const nodeSchema = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  enum: z.array(z.string()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
});
type SchemaNode = z.infer<typeof nodeSchema>;

/** Makes a wire schema from a plain zod object. */
export function wireSchema<Shape extends z.ZodRawShape>(
  name: string,
  parser: z.ZodObject<Shape>,
): WireSchema<z.infer<z.ZodObject<Shape>>> {
  const { $schema: _dialect, ...json } = z.toJSONSchema(parser, { override: withoutDescription });
  return { name, parser, json, shape: describeNode(z.toJSONSchema(parser), "") };
}

/** The prompt holds the descriptions already; in the schema they would be paid for twice. */
function withoutDescription({ jsonSchema }: { jsonSchema: { description?: string | undefined } }): void {
  delete jsonSchema.description;
}

/** Adds `null` where a nullable property was left out, which models without enforced schemas often do. */
export function fillNulls(value: unknown, schema: unknown): unknown {
  const node = nodeSchema.parse(schema ?? {});
  if (Array.isArray(value)) return node.items ? value.map((item) => fillNulls(item, node.items)) : value;
  if (typeof value !== "object" || value === null || !node.properties) return value;
  const given = new Map(Object.entries(value));
  const filled = Object.entries(node.properties).flatMap(([key, property]) => {
    if (given.has(key)) return [[key, fillNulls(given.get(key), property)]];
    return isNullable(property) ? [[key, null]] : [];
  });
  return Object.fromEntries(filled);
}

function isNullable(property: unknown): boolean {
  const { anyOf = [], type = [] } = nodeSchema.parse(property);
  return [type].flat().includes("null") || anyOf.some((option) => nodeSchema.parse(option).type === "null");
}

function describeNode(schema: unknown, indent: string): string {
  const node = nodeSchema.parse(schema);
  if (node.properties) return describeObject(node, indent);
  if (node.items !== undefined) return `[${describeNode(node.items, indent)}, …]`;
  if (node.anyOf) return node.anyOf.map((option) => describeNode(option, indent)).join(" | ");
  if (node.enum) return node.enum.map((option) => JSON.stringify(option)).join(" | ");
  return [node.type ?? "any"].flat().join(" | ");
}

function describeObject(node: SchemaNode, indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(node.properties ?? {}).map(([key, property]) => {
    const { description } = nodeSchema.parse(property);
    const comment = description === undefined ? "" : ` // ${description}`;
    return `${inner}"${key}": ${describeNode(property, inner)},${comment}`;
  });
  return ["{", ...lines, `${indent}}`].join("\n");
}
