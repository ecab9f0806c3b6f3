import { shortName } from "../../text-facts.ts";
import type { Fact } from "../../../domain/fact.ts";
import type { FactReader, SourceFile } from "../../fact-reader.ts";
import { parseHcl } from "../../settings/hcl-settings.ts";
import { entriesNamed, type Setting } from "../../settings/setting.ts";
import { parseYamlSettings } from "../../settings/yaml-settings.ts";
import { cloudInitFacts } from "../cloud-init.ts";
import { credentialsBelow } from "../credentials.ts";
import { documentStatements, jsonStatements, type Statement } from "../iam/statement.ts";
import { statementFacts } from "../iam/policy-facts.ts";
import { buildAccountFacts, variableDefaults } from "../packer.ts";
import { type ConfigDocument, configFacts, type ConfigScope, configScope } from "../platform.ts";
import type { ConfigFacts } from "../resource-links.ts";
import { headOf, sayIn } from "../say.ts";
import { settingFacts } from "./resource-facts.ts";
import { referencedBy, type Resource, resourcesIn } from "./resource.ts";
import { withVariables } from "./variables.ts";

const HCL_FILE = /\.(?:tf|tofu|hcl)$/u;
const LOCK = /(?:^|\/)\.terraform\.lock\.hcl$/u;
const PACKER_FILE = /\.pkr\.hcl$/u;

/** Reads Terraform, OpenTofu and Packer files: one scope for each resource, or for the images of a Packer file. */
export const hclReader: FactReader = {
  id: "hcl",
  reads: (path) => HCL_FILE.test(path) && !LOCK.test(path),
  read,
};

function read(file: SourceFile): ConfigFacts {
  const { root, fault } = parseHcl(file.text);
  const document = { file, root: withVariables(root), say: sayIn(file), isTemplate: false };
  const found = PACKER_FILE.test(file.path) ? [imageScope(document, root)] : resourceScopes(document);
  return configFacts(file, found, fault);
}

function imageScope(document: ConfigDocument, root: Setting): ConfigScope {
  const { say, file } = document;
  const sources = { ...root, entries: root.entries.filter(({ key }) => key === "source" || key === "build") };
  const facts = [
    ...buildAccountFacts(sources, say),
    ...buildAccountFacts(variableDefaults(root), say),
    ...cloudInitFacts(root, say),
  ];
  return configScope(document, { name: shortName(file.path), lines: root.lines, facts });
}

/** Settings that a resource of their own keeps, such as the access block of a bucket, are part of what they are about. */
function resourceScopes(document: ConfigDocument): ConfigScope[] {
  const resources = resourcesIn(document.root, document.say);
  const owners = new Map(resources.map((resource) => [resource.address, resource]));
  const ownerOf = (resource: Resource) =>
    isPart(resource) ? referencedBy(resource).find((name) => owners.has(name)) : undefined;
  const parts = Map.groupBy(resources, (resource) => ownerOf(resource) ?? "");
  return resources
    .filter((resource) => ownerOf(resource) === undefined)
    .map((resource) => {
      const facts = [resource, ...(parts.get(resource.address) ?? [])].flatMap(factsOf);
      const { address: name, entry } = resource;
      return configScope(document, { name, lines: entry.lines, facts, links: linksOf(resource, document.file.path) });
    });
}

function isPart({ type }: Resource): boolean {
  return /^(?:aws_s3_bucket_|aws_kms_key_policy|aws_sqs_queue_policy|aws_iam_role_policy$|google_storage_bucket_)/u.test(
    type,
  );
}

function linksOf(resource: Resource, path: string) {
  const space = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  const concerns = isPart(resource) ? referencedBy(resource).map((name) => [name]) : [];
  return { space, answersTo: [resource.address], concerns, gives: ["control"] as const };
}

function factsOf(resource: Resource): Fact[] {
  const { body, say } = resource;
  return [
    ...settingFacts(resource),
    ...statementsOf(resource).flatMap((statement) => statementFacts(statement, say)),
    ...credentialsBelow(body).map(({ lines, said }) => say(headOf(lines), said)),
    ...cloudInitFacts(body, say),
  ];
}

const POLICY_KEYS = ["policy", "assume_role_policy", "access_policies", "access_policy", "key_policy"];

function statementsOf({ type, body }: Resource): Statement[] {
  if (type === "aws_iam_policy_document") return documentStatements(body);
  return POLICY_KEYS.flatMap((key) => entriesNamed(body, key)).flatMap(({ value, lines }) => {
    if (value.text === null) return jsonStatements(value);
    const statements = parseYamlSettings(value.text).roots.flatMap(jsonStatements);
    return statements.map((statement) => ({ ...statement, lines }));
  });
}
