import type { AttributeValue } from "../../domain/fact.ts";
import { type Registration, type RouterObject, joinRoute } from "./route-table.ts";
import type { DraftedFact } from "./draft.ts";
import { wordsOf } from "./words.ts";

/** The first that fits. Leaving takes no credentials, wherever it stands, and who joins has none to guess. */
const AREAS: readonly (readonly [string, RegExp])[] = [
  ["sign_out", /(?:^|[/_-])(?:log|sign)-?out(?:$|[/_-])/iu],
  [
    "admin",
    /(?:^|[/_-])(?:admin|internal|manage|(?<!(?:key|session|account|password|time|device|consent|profile|subscription)[_-])management|backoffice)(?:$|[/_-])/iu,
  ],
  [
    "sign_up",
    /^(?!.*(?:log-?in|sign-?in|oauth|token|session|password|reset|forgot|verify|confirm|mfa|otp|2fa|sso|saml|code)).*(?:^|\/)(?:sign-?up|register|registrations?)$/iu,
  ],
  [
    "auth",
    /(?:^|[/_-])(?:log-?in|sign-?in|sign-?up|register|auth|oauth2?|token|session|sessions|password|(?<!(?:[}\]>]|:\w{1,40})\/)reset|forgot|verify|mfa|otp|2fa|sso|saml)(?:$|[/_-])/iu,
  ],
  [
    "payment",
    /(?:^|[/_-])(?:pay|payment|payments|checkout|billing|charge|charges|refund|refunds|stripe|paypal)(?:$|[/_-])/iu,
  ],
  ["health", /(?:^|[/_-])(?:health|healthz|healthcheck|ready|readyz|live|livez|ping|status|metrics|version)$/iu],
  ["static", /(?:^|[/_-])(?:static|assets|public|favicon\.ico|robots\.txt)(?:$|[/_-])/iu],
];
const WEBHOOK = /(?:^|[/_-])(?:hook|hooks|webhook|webhooks)(?:$|[/_-])/iu;
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** The stable name of an entry point: `GET /invoices/:id`, `tool read_file`. */
export function entryName(method: string | null, route: string, label: string | null): string {
  return label === null ? `${method ?? "ANY"} ${route}` : `${label} ${route}`;
}

/** The route below its router's own prefix; names of tools stay as they are. */
export function fullRoute(
  registration: Registration,
  router: RouterObject | undefined,
  prefixes: readonly string[],
): string {
  if (registration.label !== null) return registration.route;
  return joinRoute(...prefixes, router?.prefix ?? "", registration.route);
}

/** Drafts the fact that lets input in. */
export function draftEntryPoint(registration: Registration, route: string): DraftedFact {
  const { framework, method, label, at } = registration;
  const attributes = { ...entryAttributes(method, route, label), ...registration.says, framework: framework.id };
  const protocol =
    framework.protocol === "http" && WEBHOOK.test(route.replaceAll("#", "/")) ? "webhook" : framework.protocol;
  return {
    kind: "entry_point",
    name: entryName(method, route, label),
    at,
    symbol: null,
    attributes: { ...attributes, protocol },
  };
}

/** Labels of what is reached by an address that stands elsewhere. */
const ADDRESSED: ReadonlySet<string> = new Set(["action", "view", "query", "mutation", "server action", "call"]);

/** What a method and a path say about an entry point; tools have names instead, and views no known method. */
export function entryAttributes(
  method: string | null,
  route: string,
  label: string | null,
): Record<string, AttributeValue> {
  if (label !== null && !ADDRESSED.has(label)) return { route, exposure: "unknown", area: "general" };
  const attributes = { route, method: method ?? "ANY", exposure: "internet", area: areaOf(route) };
  if (label !== null && method === null) return attributes;
  return { ...attributes, changes_state: method === null || !SAFE_METHODS.has(method) };
}

function areaOf(route: string): string {
  return AREAS.find(([, pattern]) => pattern.test(route.replaceAll("#", "/")))?.[0] ?? "general";
}

/** Words of actions that change something. */
const CHANGES =
  / (?:add|create|save|store|insert|update|edit|set|change|delete|remove|destroy|move|copy|rename|import|upload|enable|disable|activate|deactivate|toggle|assign|unassign|send|register|reset|approve|reject|install|uninstall|clear|merge|restore|lock|unlock|publish|mark|order|sort) /u;

/** Drafts the fact of one action of several that an entry point carries out; what it is as a whole is told of there. */
export function draftPart(entry: DraftedFact, { name, startLine }: { name: string; startLine: number }): DraftedFact {
  const route = `${String(entry.attributes["route"] ?? "")}#${name}`;
  const changes = CHANGES.test(wordsOf(name));
  const attributes = { ...entry.attributes, route, area: "part", changes_state: changes };
  return { ...entry, name: `${entry.name} ${name}`, at: { startLine, endLine: startLine, offset: 0 }, attributes };
}
