import { childrenAt, elementsNamed, parseXmlData, type XmlElement } from "../data/xml-data.ts";
import {
  type Manifest,
  type ManifestFormat,
  onLine,
  type Package,
  plainPackage,
  type Registry,
  type WeakenedCheck,
} from "./manifest.ts";
import { fromRegistry, type Pinning } from "./origin.ts";

const TAKEN = ["PackageReference", "PackageVersion", "GlobalPackageReference", "package"];

/** Project files of .NET and the lists of versions that they share. */
export const dotnetProject: ManifestFormat = {
  ecosystem: "nuget",
  role: "configuration",
  path: /\.(cs|fs|vb)proj$|(^|\/)Directory\.[\w.]+\.(props|targets)$|(^|\/)packages\.config$/iu,
  read: (text) => {
    const root = parseXmlData(text);
    const sources = elementsNamed(root, "RestoreAdditionalProjectSources").filter(({ text: address }) =>
      address.includes("://"),
    );
    return {
      packages: TAKEN.flatMap((name) => elementsNamed(root, name)).flatMap(packageOf),
      registries: sources.map(({ text: address, startLine, endLine }) => {
        return { startLine, endLine, address: address.split(";")[0] ?? "", only: null, exclusive: false };
      }),
    };
  },
};

function packageOf(element: XmlElement): Package[] {
  const name = element.attributes.get("Include") ?? element.attributes.get("Update") ?? element.attributes.get("id");
  if (name === undefined) return [];
  const nested = childrenAt(element, "Version")[0]?.text;
  const version = element.attributes.get("Version") ?? element.attributes.get("version") ?? nested ?? "";
  return [plainPackage(name, version, fromRegistry(nugetPinning(version)), element)];
}

/** A bare version is the lowest that is taken, and the lowest is what is taken. */
function nugetPinning(version: string): Pinning {
  if (version === "*") return "latest";
  return /[*([]/u.test(version) || version === "" ? "range" : "version";
}

/** `nuget.config`: several sources are asked for every name unless a mapping says which serves which. */
export const nugetSettings: ManifestFormat = {
  ecosystem: "nuget",
  role: "configuration",
  path: /(^|\/)nuget\.config$/iu,
  read: (text): Manifest => {
    const root = parseXmlData(text);
    const sources = elementsNamed(root, "packageSources").flatMap((element) => childrenAt(element, "add"));
    const isMapped = elementsNamed(root, "packageSourceMapping").length > 0;
    return {
      registries: sources.flatMap((source) => sourceOf(source, isMapped || sources.length === 1)),
      weakened: trustAll(root),
    };
  },
};

function sourceOf({ attributes, startLine, endLine }: XmlElement, exclusive: boolean): Registry[] {
  const address = attributes.get("value") ?? "";
  return address.includes("://") ? [{ startLine, endLine, address, only: null, exclusive }] : [];
}

function trustAll(root: XmlElement): WeakenedCheck[] {
  return elementsNamed(root, "add")
    .filter(({ attributes }) => attributes.get("disableTLSCertificateValidation") === "true")
    .map(({ startLine }): WeakenedCheck => ({
      ...onLine(startLine),
      control: "tls",
      reason: "the source's certificate is not checked",
    }));
}

/** `packages.lock.json` names versions and checksums only; what it locks is declared in the project. */
export const nugetLock: ManifestFormat = {
  ecosystem: "nuget",
  role: "lock",
  path: /(^|\/)packages\.lock\.json$/u,
  read: () => ({}),
};
