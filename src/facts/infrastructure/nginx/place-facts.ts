import type { Fact } from "../../../domain/fact.ts";
import { type Entry, entriesNamed } from "../../settings/setting.ts";
import { type Say, settingControl } from "../say.ts";
import { directivesAt, type Place } from "./blocks.ts";
import { chosenUpstream } from "./upstream.ts";

/** What a server, or a path of one, opens and what protects it. */
export function placeFacts(place: Place, say: Say): Fact[] {
  return place.path === null ? serverFacts(place, say) : locationFacts(place, say);
}

const OLD_PROTOCOLS = /^(?:SSLv2|SSLv3|TLSv1|TLSv1\.1)$/u;

function serverFacts(place: Place, say: Say): Fact[] {
  const listening = entriesNamed(place.entry.value, "listen");
  const encrypted = listening.filter(({ labels }) => labels.some((label) => label === "ssl" || label === "quic"));
  const switched = entriesNamed(place.entry.value, "ssl").filter(({ labels }) => labels[0] === "on");
  return [
    ...[...encrypted, ...switched].map(({ lines }) =>
      say(lines, settingControl("encryption", true, { protects: "in transit" })),
    ),
    ...entriesNamed(place.entry.value, "ssl_protocols").flatMap((entry) => oldProtocol(entry, say)),
    ...headerFacts(place, say),
  ];
}

function oldProtocol({ labels, lines }: Entry, say: Say): Fact[] {
  const reason = labels.find((label) => OLD_PROTOCOLS.test(label));
  if (reason === undefined) return [];
  return [say(lines, settingControl("encryption", false, { protects: "protocol version", reason }))];
}

function locationFacts(place: Place, say: Say): Fact[] {
  return [
    entryPoint(place, say),
    ...signInFacts(place, say),
    ...addressFacts(place, say),
    ...headerFacts(place, say),
    ...fileFacts(place, say),
    ...chosenUpstream(place, say),
  ];
}

function entryPoint({ name, path, entry }: Place, say: Say): Fact {
  const attributes = { protocol: "http", route: path ?? "", exposure: "internet" };
  return say({ start: entry.lines.start, end: entry.lines.start }, { kind: "entry_point", name, attributes });
}

const SIGN_IN = ["auth_basic", "auth_request", "auth_jwt", "ssl_verify_client"];

function signInFacts(place: Place, say: Say): Fact[] {
  return SIGN_IN.flatMap((key) => directivesAt(place, key))
    .filter(({ labels }) => labels[0] !== "off")
    .map(({ key, lines }) => say(lines, settingControl("authn", true, { callee: key })));
}

/** Only some addresses get through, or nobody from outside at all. */
function addressFacts(place: Place, say: Say): Fact[] {
  const denied = directivesAt(place, "deny").filter(({ labels }) => labels[0] === "all");
  const internal = entriesNamed(place.entry.value, "internal");
  return [...denied, ...internal].map(({ key, lines }) => say(lines, settingControl("authz", true, { callee: key })));
}

const SECURITY_HEADER =
  /^(?:content-security-policy|strict-transport-security|x-frame-options|x-content-type-options|referrer-policy|permissions-policy|cross-origin-[\w-]+)$/iu;

/** Headers of an outer block hold only where a block sets none of its own. */
function headerFacts(place: Place, say: Say): Fact[] {
  const here = directivesAt(place, "add_header");
  const kept = here.filter(isSecurityHeader);
  if (kept.length > 0) {
    return kept.map(({ lines, labels }) =>
      say(lines, settingControl("security_headers", true, { callee: (labels[0] ?? "").toLowerCase() })),
    );
  }
  const outside = place.blocks.slice(1).flatMap((block) => entriesNamed(block, "add_header"));
  const [own] = here;
  if (!own || !outside.some(isSecurityHeader)) return [];
  const reason = "a block that sets a header of its own does not inherit those of the server";
  return [say(own.lines, settingControl("security_headers", false, { callee: "add_header", reason }))];
}

function isSecurityHeader({ labels }: Entry): boolean {
  return SECURITY_HEADER.test(labels[0] ?? "");
}

/** Folders that are listed, and folders that a path without its last slash lets callers climb out of. */
function fileFacts(place: Place, say: Say): Fact[] {
  const listed = entriesNamed(place.entry.value, "autoindex").filter(({ labels }) => labels[0] === "on");
  const isPrefix = (place.modifier === "" || place.modifier === "^~") && !(place.path ?? "/").endsWith("/");
  const climbed = isPrefix
    ? entriesNamed(place.entry.value, "alias").filter(({ labels }) => labels[0]?.endsWith("/"))
    : [];
  return [
    ...listed.map(({ lines }) => say(lines, fileSink("list", "autoindex"))),
    ...climbed.map(({ lines }) => say(lines, fileSink("read", "alias"))),
  ];
}

function fileSink(operation: string, callee: string) {
  return {
    kind: "sink",
    name: "file",
    attributes: { tainted: operation === "read", source: "the path", operation, callee },
  } as const;
}
