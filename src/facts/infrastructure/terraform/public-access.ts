import type { Fact } from "../../../domain/fact.ts";
import { type Entry, entryAt, settingAt, textsOf } from "../../settings/setting.ts";
import { headOf } from "../say.ts";
import type { Resource } from "./resource.ts";
import { TERRAFORM_STORES } from "./toggles.ts";

const EVERYONE = /^(?:allUsers|allAuthenticatedUsers)$/u;

/** Settings that open a store to everyone, by the type of the resource that holds them. */
const OPEN: readonly (readonly [type: RegExp, key: string, open: RegExp])[] = [
  [/^aws_s3_bucket(?:_acl)?$/u, "acl", /^(?:public-read|public-read-write|authenticated-read|website)$/u],
  [/^google_storage_(?:bucket|default_object|object)_access_control$/u, "entity", EVERYONE],
  [
    /^google_(?:storage_bucket|bigquery_dataset|cloud_run_service|cloudfunctions_function)_iam_(?:member|binding)$/u,
    "member",
    EVERYONE,
  ],
  [
    /^google_(?:storage_bucket|bigquery_dataset|cloud_run_service|cloudfunctions_function)_iam_(?:member|binding)$/u,
    "members",
    EVERYONE,
  ],
  [/^azurerm_storage_container$/u, "container_access_type", /^(?:blob|container)$/u],
];

/** The store that a resource is, and whether everyone can reach it. */
export function storeFacts(resource: Resource): Fact[] {
  const { type, say, entry, address } = resource;
  const opened = openingOf(resource);
  const store = TERRAFORM_STORES.find(([pattern]) => pattern.test(type))?.[1];
  const known = opened && !isService(type) ? "bucket" : store;
  const isPublic = opened !== null;
  const database = databaseListener(resource);
  if (isService(type) || known === undefined) return database;
  const attributes = { collection: address, public: isPublic };
  return [say(headOf(opened?.lines ?? firstLine(entry)), { kind: "data_store", name: known, attributes }), ...database];
}

function firstLine({ lines }: Entry): Entry["lines"] {
  return { start: lines.start, end: lines.start };
}

/** Services that everyone may call are often meant to be called by everyone. */
function isService(type: string): boolean {
  return /cloud_run|cloudfunctions/u.test(type);
}

function openingOf({ type, body }: Resource): Entry | null {
  const found = OPEN.filter(([pattern]) => pattern.test(type)).map(([, key, open]) => {
    const entry = entryAt(body, key);
    return entry && textsOf(entry.value).some((text) => open.test(text)) ? entry : null;
  });
  return found.find((entry) => entry !== null) ?? null;
}

/** A database with an address on the internet. */
function databaseListener({ type, body, say }: Resource): Fact[] {
  const isPublic = entryAt(body, "publicly_accessible");
  const ranges = entryAt(body, "settings", "ip_configuration", "authorized_networks");
  const isWorld = textsOf(settingAt(ranges?.value ?? null, "value")).includes("0.0.0.0/0");
  const entry = isPublic?.value.text === "true" && /_(?:db|rds)_/u.test(type) ? isPublic : isWorld ? ranges : null;
  if (!entry) return [];
  const attributes = { bind: "all", port: "database", enabled: true, serves: "database", exposure: "internet" };
  return [say(headOf(entry.lines), { kind: "listener", name: "port", attributes })];
}
