import { isAbsolute, join } from "node:path";

type Variables = Readonly<Record<string, string | undefined>>;

/** Where this person's programs keep what they can make again; `null` when the environment names no such place. */
export function cacheDirectory(variables: Variables): string | null {
  const { XDG_CACHE_HOME: own, LOCALAPPDATA: windows, HOME: home } = variables;
  const places = [own, windows, home && join(home, ".cache")];
  const place = places.find((one) => one && isAbsolute(one));
  return place ? join(place, "threatdiff") : null;
}
