import type { Fact } from "../../domain/fact.ts";
import type { Element, Zone } from "../../domain/system-model.ts";

/** Who starts an entry point, and with what. */
export interface Caller {
  readonly element: Element;
  readonly label: string;
}

type Actor = readonly [name: string, zone: Zone];

const BY_PROTOCOL: Readonly<Record<string, Actor>> = {
  webhook: ["Webhook sender", "internet"],
  cli: ["Operator", "application"],
  cron: ["Scheduler", "application"],
  queue: ["Message queue", "application"],
};

const BY_EXPOSURE: Readonly<Record<string, Actor>> = {
  internet: ["Anyone online", "internet"],
  partner: ["Partner", "third_party"],
  internal: ["Internal caller", "application"],
};

/** The actor outside the scope, from the entry point's protocol and exposure. */
export function callerOf(entryPoint: Fact): Caller {
  const { protocol, method, trigger } = entryPoint.attributes;
  const label = [protocol, method ?? trigger].filter((part) => typeof part === "string" && part !== "").join(" ");
  return { element: actorOf(entryPoint), label: label || "calls" };
}

function actorOf({ attributes }: Fact): Element {
  const protocol = String(attributes["protocol"]);
  if (protocol === "agent_tool") {
    return { id: "model:Language model", kind: "model", name: "Language model", zone: "model", path: null };
  }
  if (protocol === "workflow") return external(attributes["untrusted"] === true ? CONTRIBUTOR : MAINTAINER);
  return external(BY_PROTOCOL[protocol] ?? BY_EXPOSURE[String(attributes["exposure"])] ?? ["Caller", "internet"]);
}

const CONTRIBUTOR: Actor = ["Anyone who contributes", "internet"];
const MAINTAINER: Actor = ["Maintainer", "build"];

function external([name, zone]: Actor): Element {
  return { id: `external:${name}`, kind: "external", name, zone, path: null };
}
