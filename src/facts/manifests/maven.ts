import { childrenAt, childText, elementsNamed, parseXmlData, type XmlElement } from "../data/xml-data.ts";
import { type ManifestFormat, type Package, type Place, plainPackage, type Registry } from "./manifest.ts";
import { FROM_PATH, fromRegistry, type Pinning } from "./origin.ts";

/** `pom.xml`: dependencies, plugins, which run in the build, and repositories. */
export const pom: ManifestFormat = {
  ecosystem: "maven",
  role: "configuration",
  path: /(^|\/)(pom|settings)\.xml$/u,
  read: (text) => {
    const root = parseXmlData(text);
    const taken = ["dependency", "plugin", "extension", "parent"].flatMap((name) => elementsNamed(root, name));
    const repositories = ["repository", "pluginRepository", "mirror"].flatMap((name) => elementsNamed(root, name));
    const published = new Set(elementsNamed(root, "distributionManagement").flatMap(({ children }) => children));
    return {
      packages: taken.flatMap(packageOf),
      registries: repositories.filter((one) => !published.has(one)).flatMap(repositoryOf),
    };
  },
};

function packageOf(element: XmlElement): Package[] {
  const artifact = childText(element, "artifactId");
  if (artifact === null) return [];
  const group = childText(element, "groupId") ?? "org.apache.maven.plugins";
  const version = childText(element, "version") ?? "";
  const isLocal = childText(element, "systemPath") !== null;
  const origin = isLocal ? FROM_PATH : fromRegistry(mavenPinning(version));
  return [plainPackage(`${group}/${artifact}`, version, origin, element)];
}

/** Without a version, the one that a parent or a list of versions gives holds. */
export function mavenPinning(version: string): Pinning {
  if (/^(?:LATEST|RELEASE|\+|latest\.\w+)$/u.test(version)) return "latest";
  return /[[(,+$]|SNAPSHOT/u.test(version) || version === "" ? "range" : "version";
}

function repositoryOf(element: XmlElement): Registry[] {
  const address = childText(element, "url");
  const [url = element] = childrenAt(element, "url");
  const place: Place = { startLine: url.startLine, endLine: url.endLine };
  return address === null ? [] : [{ ...place, address, only: childText(element, "mirrorOf"), exclusive: true }];
}
