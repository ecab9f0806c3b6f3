import type { Fact } from "../../domain/fact.ts";

type Said = Pick<Fact, "kind" | "name" | "attributes">;

const SCRIPT = /<script\b[^<>]{0,600}>/giu;
const SOURCE = /\bsrc\s*=\s*["']?((?:https?:)?\/\/([^"'\s/>{}]{1,200})\/[^"'\s>]{0,300})/iu;
/** A file that never changes under its address can be held to a checksum. */
const FIXED_VERSION = /[@/]v?\d+\.\d+(?:\.\d+)?(?:[/@-]|$)/u;

/** Scripts of other hosts that the page runs without holding them to a checksum. */
export function foreignScriptsIn(line: string): Said[] {
  return [...line.matchAll(SCRIPT)].flatMap(([tag]) => {
    const [, reference, host] = SOURCE.exec(tag) ?? [];
    if (reference === undefined || host === undefined || !FIXED_VERSION.test(reference)) return [];
    const verified = /\bintegrity\s*=/iu.test(tag);
    const transport = reference.startsWith("http:") ? "http" : "https";
    const attributes = { reference, third_party: true, executed: true, verified, pinned: "version", transport };
    return [{ kind: "dependency" as const, name: "script", attributes }];
  });
}

const FORM = /<form\b[^<>]{0,600}>/giu;
const PLAIN_TARGET = /\baction\s*=\s*["']http:\/\/([^"'\s/>{}:]{1,200})/iu;
const LOCAL = /^(?:localhost|127\.|0\.0\.0\.0|\[::1\]|10\.|192\.168\.)|\.(?:local|test|localhost|example)$/iu;

/** Forms whose fields travel without encryption. */
export function plainFormsIn(line: string): Said[] {
  return [...line.matchAll(FORM)].flatMap(([tag]) => {
    const host = PLAIN_TARGET.exec(tag)?.[1];
    if (host === undefined || LOCAL.test(host)) return [];
    const attributes = { host, transport: "http", carries: "body", callee: "form" };
    return [{ kind: "external_service" as const, name: "http", attributes }];
  });
}

const AUTOESCAPE_OFF = /\{%-?\s*autoescape\s+(?:false|off)\s*-?%\}/u;

/** Blocks that print everything in them as it is. */
export function escapingOffIn(line: string): Said[] {
  if (!AUTOESCAPE_OFF.test(line)) return [];
  const attributes = { effective: false, via: "setting", reason: "templates print values as they are" };
  return [{ kind: "control", name: "encoding", attributes }];
}
