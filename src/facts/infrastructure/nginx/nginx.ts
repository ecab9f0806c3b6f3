import { shortName } from "../../text-facts.ts";
import type { Scope } from "../../../domain/fact.ts";
import type { FactReader, SourceFile } from "../../fact-reader.ts";
import { blankTemplates, isTemplated } from "../../settings/blank-templates.ts";
import { parseNginx } from "../../settings/nginx-settings.ts";
import { entriesNamed } from "../../settings/setting.ts";
import { configFacts, configScope } from "../platform.ts";
import type { ConfigFacts } from "../resource-links.ts";
import { type Say, sayIn } from "../say.ts";
import { type Place, placesIn } from "./blocks.ts";
import { placeFacts } from "./place-facts.ts";

const NGINX_FILE =
  /(?:^|\/)(?:[\w.-]*nginx[\w.-]*\.(?:conf|template|tmpl|j2|erb)|(?:nginx|sites-(?:available|enabled)|conf\.d|snippets)\/[\w./-]+|[\w.-]+\.(?:nginx|vhost|nginxconf))$/u;
const OTHER_FILE = /\.(?:sh|py|md|txt|ya?ml|json|html?|lua|js|ts|crt|pem|key)$|(?:^|\/)Dockerfile/u;

/** Reads nginx configuration: one scope for each server and for each path that it answers for. */
export const nginxReader: FactReader = {
  id: "nginx",
  reads: (path) => NGINX_FILE.test(path) && !OTHER_FILE.test(path),
  read,
};

function read(file: SourceFile): ConfigFacts {
  const isTemplate = isTemplated(file.text);
  const root = parseNginx(isTemplate ? blankTemplates(file.text) : file.text);
  const places = placesIn(root, shortName(file.path));
  const document = { file, root, say: sayIn(file), isTemplate };
  const scopes = [...Map.groupBy(places, ({ name }) => name)].map(([name, same]) => scopeOf(name, same, document));
  return configFacts(
    file,
    scopes.map((scope) => ({ scope, links: null })),
    scopes.length === 0 && root.entries.length === 0 ? "It holds no directives." : null,
  );
}

/** A host that listens on two ports is one server. */
function scopeOf(
  name: string,
  places: readonly Place[],
  document: Parameters<typeof configScope>[0] & { say: Say },
): Scope {
  const facts = places.flatMap((place) => placeFacts(place, document.say));
  const starts = places.map(({ entry }) => entry.lines.start);
  const ends = places.map(({ entry }) => entry.lines.end);
  const lines = { start: Math.min(...starts), end: Math.max(...ends) };
  const { scope } = configScope(document, { name, lines, facts });
  const includes = places.some((place) =>
    place.blocks.some((block) => entriesNamed(block, "include").some(isPartOfBlock)),
  );
  return includes ? { ...scope, blindSpot: "What the files say that it includes." } : scope;
}

/** Types and parameters hold no protection. */
function isPartOfBlock({ labels }: { readonly labels: readonly string[] }): boolean {
  return !/mime\.types|(?:fastcgi|uwsgi|scgi|proxy)_params|fastcgi\.conf/u.test(labels[0] ?? "");
}
