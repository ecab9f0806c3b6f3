import { contains } from "../syntax/walk.ts";
import type { Draft, Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { flowAttributes } from "./recognise-sinks.ts";
import type { Value } from "./value.ts";
import type { SyntaxNode } from "../syntax/syntax-node.ts";

/** What of a request says which host the caller believes to talk to. */
const HOST = /(?:^|\.)(?:host|hostname|host_url|url_root|base_url|get_host\(\)|x-forwarded-host|origin|referer)$/iu;

/** Finds mails that hold an address made from the Host header, which whoever sends the request chooses. */
export const recogniseMail: Recognise = (node, flow) => {
  if (node.type !== "call" || !isMail(flow.canonical(node.callee) ?? "", flow)) return [];
  for (const { value } of node.arguments) {
    const host = hostIn(flow.definitionOf(value), flow);
    if (host)
      return [{ kind: "sink", name: "mailed_link", at: node, attributes: flowAttributes(host) } satisfies Draft];
  }
  return [];
};

function isMail(name: string, { context: { calls } }: Flow): boolean {
  return calls.services.some(({ service, callee }) => service === "mail" && callee.test(name));
}

function hostIn(node: SyntaxNode, flow: Flow): Value | null {
  let found: Value | null = null;
  const isHost = (one: SyntaxNode): boolean => {
    if (one.type === "function") return false;
    const value = flow.valueOf(one);
    if (value.source === null || !HOST.test(value.source)) return false;
    found = value;
    return true;
  };
  return contains(node, isHost) ? found : null;
}
