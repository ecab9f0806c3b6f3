import { at, type DataNode, itemsAt, textAt } from "../data/data-node.ts";
import { parseJsonData } from "../data/json-data.ts";
import { type LockedOddity, type ManifestFormat, placeOf } from "./manifest.ts";
import { originOfAddress } from "./origin.ts";

/** Hosts that the public registry points to. */
const ORDINARY =
  /^(?:api\.github\.com|codeload\.github\.com|github\.com|gitlab\.com|bitbucket\.org|packagist\.org|downloads\.wordpress\.org)$/u;

/** `composer.lock`: most packages are archives of the repository that is named beside them. */
export const composerLock: ManifestFormat = {
  ecosystem: "packagist",
  role: "lock",
  path: /(^|\/)composer\.lock$/u,
  read: (text) => {
    const root = parseJsonData(text);
    return { oddities: ["packages", "packages-dev"].flatMap((group) => itemsAt(root, group).flatMap(oddityOf)) };
  },
};

/** An archive from another repository than the package names as its source. */
function oddityOf(node: DataNode): LockedOddity[] {
  const dist = at(node, "dist", "url");
  const [archive, source] = [repositoryIn(dist?.text ?? ""), repositoryIn(textAt(node, "source", "url") ?? "")];
  if (dist === null || archive === null || source === null || archive === source) return [];
  return [{ ...placeOf(dist), name: textAt(node, "name") ?? "", oddity: "other_source", host: archive }];
}

function repositoryIn(address: string): string | null {
  const [, host, path] =
    /^(?:https?|git):\/\/([\w.-]+)\/(?:repos\/)?([^/]+\/[^/]+?)(?:\.git)?(?:\/|$)/u.exec(address) ?? [];
  return host === undefined || path === undefined || !ORDINARY.test(host) || originOfAddress(address) === null
    ? null
    : path.toLowerCase();
}
