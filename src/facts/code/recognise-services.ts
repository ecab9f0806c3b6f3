import type { AttributeValue } from "../../domain/fact.ts";
import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { contains, dottedPath, literalText } from "../syntax/walk.ts";
import { FROM_ADDRESS } from "../sinks/sink-table.ts";
import type { Draft, Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { fieldsIn } from "./recognise-outputs.ts";
import { hostIn } from "./recognise-sinks.ts";

/** Finds data that goes to services outside the system, and files that people upload. */
export const recogniseServices: Recognise = (node, flow) => {
  if (node.type !== "call") return [];
  const name = flow.canonical(node.callee) ?? "";
  const upload = uploaded(node, name, flow);
  if (upload.length > 0) return upload;
  const service = serviceOf(name, flow);
  return service === null || (service === "http" && name === "fetch" && isOfThisPage(node, flow))
    ? []
    : contacted(node, name, service, flow);
};

/** `fetch("/api/notes")` and `fetch(new URL("notes", document.baseURI))` go to where the page came from. */
function isOfThisPage({ arguments: [first] }: CallNode, flow: Flow): boolean {
  if (!first) return false;
  const address = flow.definitionOf(first.value);
  if (address.type === "call" && address.construct) {
    return address.arguments.some(({ value }) => /^(?:document|location|window|self)\b/u.test(dottedPath(value) ?? ""));
  }
  return /^\.{0,2}\/(?!\/)/u.test(literalText(address) ?? "");
}

function serviceOf(name: string, flow: Flow): string | null {
  const { calls } = flow.context;
  if (calls.modelCalls.test(name)) return "model";
  const known = calls.services.find((rule) => rule.callee.test(name));
  if (known) return known.service;
  const outbound = calls.sinks.find(
    (rule) => rule.sink === "outbound_http" && rule !== FROM_ADDRESS && rule.callee.test(name),
  );
  return outbound ? "http" : null;
}

function contacted(node: CallNode, name: string, service: string, flow: Flow): Draft[] {
  const values = node.arguments.map((argument) => argument.value);
  const address = values
    .map((value) => flow.definitionOf(value))
    .find((value) => /^https?:/iu.test(literalText(value) ?? ""));
  const attributes: Record<string, AttributeValue> = {
    callee: name,
    carries: carriedBy(values, flow),
    transport: "unknown",
  };
  const host = address ? hostIn(address) : null;
  if (host !== null) attributes.host = host;
  if (address) attributes.transport = /^https:/iu.test(literalText(address) ?? "") ? "https" : "http";
  const fields = service === "model" ? fieldsIn(values, "model", node) : [];
  return [{ kind: "external_service", name: service, at: node, attributes }, ...fields];
}

function carriedBy(values: readonly SyntaxNode[], flow: Flow): "personal" | "credential" | "body" | "unknown" {
  const classes = values.flatMap((value) => fieldsIn([value], "request", value)).map((draft) => draft.name);
  if (classes.includes("personal") || classes.includes("payment")) return "personal";
  if (classes.includes("credential")) return "credential";
  const whole = values.some((value) =>
    contains(value, (inner) => inner.type !== "function" && flow.valueOf(inner).whole),
  );
  return whole ? "body" : "unknown";
}

const UPLOADERS = /(?:^multer\(\)|(?:^|\.)upload)\.(?:single|array|fields|any)$/u;

function uploaded(node: CallNode, name: string, flow: Flow): Draft[] {
  const saves = name.endsWith(".save") && node.callee.type === "member";
  const source = saves && node.callee.type === "member" ? flow.valueOf(node.callee.object).source : null;
  const isUpload = UPLOADERS.test(name) || (source !== null && source.includes("files"));
  if (!isUpload) return [];
  return [
    {
      kind: "data_store",
      name: "upload",
      at: node,
      attributes: { operation: "write", keyed_by: "request", limited: limitsUpload(node, flow) },
    },
  ];
}

/** `multer({ limits })` is where the limit of an upload stands. */
function limitsUpload(node: CallNode, flow: Flow): boolean {
  const maker = node.callee.type === "member" ? flow.definitionOf(node.callee.object) : node;
  return contains(maker, (one) => one.type === "entry" && one.key === "limits");
}
