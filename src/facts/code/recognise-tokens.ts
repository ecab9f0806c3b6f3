import type { CallNode } from "../syntax/syntax-node.ts";
import { contains } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";
import { type Draft, ineffective, inline } from "./draft.ts";

const TOKEN_LIBRARIES =
  /(?:^|^com\.auth0\.jwt\.)(?:jsonwebtoken|jwt|JWT|jwt-decode|jose|jose\.jwt|PyJWT|authlib\.jose\.jwt)(?:$|\.)/u;

/** What the usual token libraries are told to check. */
export function recogniseToken(node: CallNode, name: string, flow: Flow): Draft[] {
  if (!TOKEN_LIBRARIES.test(name) || isInPage(flow)) return [];
  const method = name.split(".").at(-1) ?? "";
  const unsigned = contains(node, (one) => one.type === "text" && one.value.toLowerCase() === "none");
  if (unsigned) return [ineffective("token_verification", node, "unsigned tokens are accepted")];
  if (onlyReads(node, method)) {
    return [ineffective("token_verification", node, "the token is read without checking its signature")];
  }
  if (skipsVerification(node) || !/^(?:verify|jwtVerify|decode)$/u.test(method)) return [];
  const authn = inline("authn", node, { callee: name });
  return acceptsExpired(node) ? [authn] : [inline("token_verification", node, { callee: name }), authn];
}

/** A page reads the token that it was given; whoever serves it has to check. */
function isInPage({ imports, context: { module } }: Flow): boolean {
  const modules = [...imports.values()].map((one) => one.module);
  return modules.some((one) => PAGE_LIBRARIES.test(one)) || /\b(?:local|session)Storage\b/u.test(module.file.text);
}

const PAGE_LIBRARIES =
  /^(?:react|vue|svelte|solid-js|preact|jotai|zustand|pinia|vuex|redux|@reduxjs\/|@angular\/|@tanstack\/react)/u;

/** `decode` verifies in Python and does not in JavaScript, where it takes no key. */
function onlyReads(node: CallNode, method: string): boolean {
  if (/^(?:jwtDecode|decodeJwt|jwt-decode)$/u.test(method)) return true;
  const verifies = node.arguments[2]?.value;
  if (verifies?.type === "literal" && verifies.text === "false") return true;
  return method === "decode" && node.arguments.length < 2;
}

/** `verify_signature: False` is reported as the setting that it is. */
function skipsVerification(node: CallNode): boolean {
  return (
    contains(node, (one) => one.type === "entry" && one.key === "verify_signature") ||
    node.arguments.some((argument) => argument.name === "verify" && argument.value.type === "literal")
  );
}

/** The signature is checked, but the setting is reported as what it is. */
function acceptsExpired(node: CallNode): boolean {
  return contains(node, (one) => one.type === "entry" && (one.key === "ignoreExpiration" || one.key === "verify_exp"));
}
