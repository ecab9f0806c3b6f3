import { type Setting, textAt } from "../settings/setting.ts";
import { servedOn } from "./ports.ts";

const DATABASE_IMAGE =
  /(?:^|\/)(?:postgres|postgis|mysql|mariadb|mongo|redis|valkey|memcached|elasticsearch|opensearch|cassandra|couchdb|influxdb|neo4j|clickhouse-server|mssql\/server|rabbitmq)(?:[:@-]|$)/u;

/** A port of a service that the machine passes on; `null` for ports that it only shows to other services. */
export function publishedPort(item: Setting, image: string) {
  const port = item.text === null ? longForm(item) : shortForm(item.text);
  if (port === null) return null;
  const serves = DATABASE_IMAGE.test(image) ? "database" : servedOn(port.port);
  return { bind: bindOf(port.address), port: port.port, serves };
}

interface Published {
  readonly address: string | null;
  readonly port: string;
}

function shortForm(text: string): Published | null {
  const parts = /^(?:(\[[\da-f:.]+\]|[\w.-]+|\$\{[^}]*\}):)?(?:[\d-]+|\$\{[^}]*\}):(\d+)(?:-\d+)?(?:\/\w+)?$/u.exec(
    text,
  );
  return parts?.[2] === undefined ? null : { address: parts[1] ?? null, port: parts[2] };
}

function longForm(item: Setting): Published | null {
  const port = textAt(item, "target");
  return port === null || textAt(item, "published") === null ? null : { address: textAt(item, "host_ip"), port };
}

function bindOf(address: string | null): "all" | "loopback" | "unknown" {
  if (address === null || /^(?:0\.0\.0\.0|\[::\])$/u.test(address)) return "all";
  return /^(?:127\.|localhost|\[::1\])/u.test(address) ? "loopback" : "unknown";
}
