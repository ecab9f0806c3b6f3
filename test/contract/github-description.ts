import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Ajv, Ajv as AjvClass, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { z } from "zod";

/** Where `npm run contract:fetch` puts GitHub's own description of its API. */
export const DESCRIPTION_PATH =
  process.env["GITHUB_OPENAPI"] ??
  resolve(import.meta.dirname, "../../node_modules/.cache/threatdiff/api.github.com.json");

const operationSchema = z.looseObject({
  requestBody: z
    .object({ content: z.looseObject({ "application/json": z.object({ schema: z.unknown() }).optional() }) })
    .optional(),
});
const descriptionSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});
type Description = z.infer<typeof descriptionSchema>;

/** A request of the App. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  /** `undefined` without one. */
  readonly body: unknown;
}

/** What GitHub's description says against a request: one line for each fault, none when it is right. */
export type Judge = (request: SeenRequest) => string[];

/** `null` where the description was not fetched. */
export function loadJudge(): Judge | null {
  if (!existsSync(DESCRIPTION_PATH)) return null;
  return createJudge(descriptionSchema.parse(JSON.parse(readFileSync(DESCRIPTION_PATH, "utf8"))));
}

export function createJudge(description: Description): Judge {
  const ajv = new AjvClass({ strict: false, allErrors: true, inlineRefs: false });
  formats.default(ajv);
  ajv.addSchema({ $id: "github", components: { schemas: toJsonSchema(description.components.schemas) } });
  const routes = Object.keys(description.paths).map(toRoute).toSorted(mostExactFirst);
  const validators = new Map<string, ValidateFunction | null>();
  return ({ method, path, body }) => {
    const verb = method.toLowerCase();
    const plain = decodeURI(path);
    const route = routes.find(({ pattern, template }) => pattern.test(plain) && description.paths[template]?.[verb]);
    if (!route) return [`${method} ${plain}: GitHub has no such operation`];
    const key = `${verb} ${route.template}`;
    if (!validators.has(key)) validators.set(key, validatorOf(description.paths[route.template]?.[verb], ajv));
    const validate = validators.get(key);
    if (!validate || body === undefined || validate(body)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${key}: ${instancePath} ${message}`);
  };
}

interface Route {
  readonly template: string;
  readonly pattern: RegExp;
  readonly placeholders: number;
}

/** These placeholders hold paths and names of branches, which have slashes. */
const WITH_SLASHES = /\{(?:path|ref|basehead|branch)\}/gu;

function toRoute(template: string): Route {
  const pattern = template.replace(WITH_SLASHES, "(.+)").replace(/\{[^}]+\}/gu, "([^/]+)");
  return { template, pattern: new RegExp(`^${pattern}$`, "u"), placeholders: template.split("{").length - 1 };
}

function mostExactFirst(a: Route, b: Route): number {
  return a.placeholders - b.placeholders || b.template.length - a.template.length;
}

function validatorOf(operation: unknown, ajv: Ajv): ValidateFunction | null {
  const schema = operationSchema.parse(operation).requestBody?.content["application/json"]?.schema;
  if (schema === undefined) return null;
  const absolute = JSON.stringify(toJsonSchema(schema)).replaceAll('"#/components/', '"github#/components/');
  return ajv.compile(z.record(z.string(), z.unknown()).parse(JSON.parse(absolute)));
}

/** Words of OpenAPI 3.0 that JSON Schema does not know. */
const NOT_JSON_SCHEMA = new Set([
  "example",
  "examples",
  "nullable",
  "discriminator",
  "xml",
  "externalDocs",
  "deprecated",
]);

/** `nullable` becomes a type; a property that only has such a name stays. */
function toJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toJsonSchema);
  if (!isObject(node)) return node;
  const entries = Object.entries(node)
    .filter(([key]) => !NOT_JSON_SCHEMA.has(key))
    .map(([key, value]) => [key, key === "properties" ? propertiesOf(value) : toJsonSchema(value)] as const);
  const schema: Record<string, unknown> = Object.fromEntries(entries);
  return node["nullable"] === true ? { anyOf: [schema, { type: "null" }] } : schema;
}

function propertiesOf(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, toJsonSchema(schema)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
