import type { Fact } from "../../../domain/fact.ts";
import { entriesNamed, type Entry, type Setting, settingAt, textAt, textsOf } from "../../settings/setting.ts";
import { servedBetween } from "../ports.ts";
import { headOf, type Say } from "../say.ts";
import type { Resource } from "./resource.ts";

const WORLD = new Set(["0.0.0.0/0", "::/0", "*", "Internet", "Any", "any"]);

interface Opening {
  readonly lines: Entry["lines"];
  readonly sources: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
}

/** Ports that firewall rules open to the whole internet. */
export function openingFacts(resource: Resource): Fact[] {
  return (OPENINGS[resource.type]?.(resource) ?? []).flatMap((opening) => openingFact(opening, resource.say));
}

function openingFact({ lines, sources, from, to }: Opening, say: Say): Fact[] {
  if (from === null || !sources.some((source) => WORLD.has(source))) return [];
  const [first, last] = [Number(from), Number(to ?? from)];
  const port = first === last ? from : `${from}-${to ?? from}`;
  const attributes = { bind: "all", port, enabled: true, serves: servedBetween(first, last), exposure: "internet" };
  return [say(headOf(lines), { kind: "listener", name: "port", attributes })];
}

type Find = (resource: Resource) => Opening[];

const OPENINGS: Readonly<Record<string, Find>> = {
  aws_security_group: ({ body }) => entriesNamed(body, "ingress").map(({ value, lines }) => awsRule(value, lines)),
  aws_security_group_rule: ({ body, entry }) =>
    textAt(body, "type") === "ingress" ? [awsRule(body, entry.lines)] : [],
  aws_vpc_security_group_ingress_rule: ({ body, entry }) => [awsRule(body, entry.lines)],
  google_compute_firewall: googleRules,
  azurerm_network_security_rule: ({ body, entry }) => azureRule(body, entry.lines),
  azurerm_network_security_group: ({ body }) =>
    entriesNamed(body, "security_rule").flatMap(({ value, lines }) => azureRule(value, lines)),
};

function awsRule(body: Setting, lines: Entry["lines"]): Opening {
  const sources = ["cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"].flatMap((key) =>
    textsOf(settingAt(body, key)),
  );
  const isEverything = ["protocol", "ip_protocol"].some((key) => textAt(body, key) === "-1");
  if (isEverything) return { lines, sources, from: "0", to: "65535" };
  return { lines, sources, from: textAt(body, "from_port"), to: textAt(body, "to_port") };
}

function googleRules({ body, entry }: Resource): Opening[] {
  if (textAt(body, "direction") === "EGRESS" || textAt(body, "disabled") === "true") return [];
  const sources = textsOf(settingAt(body, "source_ranges"));
  return entriesNamed(body, "allow").flatMap(({ value }) => {
    if (textAt(value, "protocol") === "all") return [{ lines: entry.lines, sources, from: "0", to: "65535" }];
    return portRanges(textsOf(settingAt(value, "ports"))).map((range) => ({ lines: entry.lines, sources, ...range }));
  });
}

function azureRule(body: Setting, lines: Entry["lines"]): Opening[] {
  if (textAt(body, "access") !== "Allow" || textAt(body, "direction") !== "Inbound") return [];
  const sources = ["source_address_prefix", "source_address_prefixes"].flatMap((key) => textsOf(settingAt(body, key)));
  const ports = ["destination_port_range", "destination_port_ranges"].flatMap((key) => textsOf(settingAt(body, key)));
  return portRanges(ports).map((range) => ({ lines, sources, ...range }));
}

function portRanges(ports: readonly string[]): { from: string; to: string | null }[] {
  return ports.map((port) => {
    if (port === "*") return { from: "0", to: "65535" };
    const [from = "", to = null] = port.split("-");
    return { from, to };
  });
}
