import { type Entry, entriesNamed, type Setting } from "../../settings/setting.ts";

/** A server, or a path of one, with the blocks around it, whose directives hold for it unless it says otherwise. */
export interface Place {
  /** `shop.example.com` or `shop.example.com /admin`. */
  readonly name: string;
  /** The path that it answers for; `null` for a whole server. */
  readonly path: string | null;
  /** `~` and the like before the path. */
  readonly modifier: string;
  readonly entry: Entry;
  /** From the inside out, its own block first. */
  readonly blocks: readonly Setting[];
}

const MAX_DEPTH = 8;
const HOLDERS = new Set(["http", "stream", "events"]);

/** Every server and every path of one in a file. */
export function placesIn(root: Setting, fallback: string): Place[] {
  const holders = root.entries.filter(({ key }) => HOLDERS.has(key)).map(({ value }) => value);
  const servers = [root, ...holders].flatMap((holder) =>
    entriesNamed(holder, "server")
      .filter(({ value }) => value.entries.length > 0)
      .flatMap((entry) => serverPlaces(entry, [holder])),
  );
  return [...servers, ...locationPlaces(root, fallback, [root], MAX_DEPTH)];
}

function serverPlaces(entry: Entry, outer: readonly Setting[]): Place[] {
  const [name = "any host"] = entriesNamed(entry.value, "server_name").flatMap(({ labels }) => labels);
  const blocks = [entry.value, ...outer];
  return [
    { name: `server ${name}`, path: null, modifier: "", entry, blocks },
    ...locationPlaces(entry.value, name, blocks, MAX_DEPTH),
  ];
}

function locationPlaces(holder: Setting, server: string, blocks: readonly Setting[], depth: number): Place[] {
  if (depth === 0) return [];
  return entriesNamed(holder, "location").flatMap((entry) => {
    const [first = "", second] = entry.labels;
    const [path, modifier] = second === undefined ? [first, ""] : [second, first];
    const own = [entry.value, ...blocks];
    const place = { name: `${server} ${modifier}${path}`, path, modifier, entry, blocks: own };
    return [place, ...locationPlaces(entry.value, server, own, depth - 1)];
  });
}

/** The directives of this name that hold at a place: those of the innermost block that has any. */
export function directivesAt({ blocks }: Place, key: string): Entry[] {
  return blocks.map((block) => entriesNamed(block, key)).find((found) => found.length > 0) ?? [];
}
