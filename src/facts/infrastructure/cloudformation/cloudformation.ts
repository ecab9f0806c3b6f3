import type { Fact } from "../../../domain/fact.ts";
import { type Entry, everyEntry, type Setting, settingAt, textAt } from "../../settings/setting.ts";
import { credentialsBelow } from "../credentials.ts";
import { statementFacts } from "../iam/policy-facts.ts";
import { jsonStatements } from "../iam/statement.ts";
import { type ConfigDocument, configScope, type Platform } from "../platform.ts";
import { headOf } from "../say.ts";
import { settingFacts } from "../terraform/resource-facts.ts";
import { accessName, propertyName, RESOURCES } from "./names.ts";

const TYPE = /^(?:AWS|Custom|Alexa)::/u;
const POLICY = /^(?:PolicyDocument|AssumeRolePolicyDocument|KeyPolicy)$/u;

/** CloudFormation and SAM templates: one scope for each resource, read as its Terraform twin is. */
export const cloudFormation: Platform = {
  id: "cloudformation",
  recognises: ({ root }) =>
    textAt(root, "AWSTemplateFormatVersion") !== null ||
    (settingAt(root, "Resources")?.entries ?? []).some(({ value }) => TYPE.test(textAt(value, "Type") ?? "")),
  scopes: (document) =>
    (settingAt(document.root, "Resources")?.entries ?? []).map((resource) =>
      configScope(document, {
        name: `${textAt(resource.value, "Type") ?? "resource"} ${resource.key}`,
        lines: resource.lines,
        facts: resourceFacts(resource, document),
      }),
    ),
};

function resourceFacts(resource: Entry, { say }: ConfigDocument): Fact[] {
  const properties = settingAt(resource.value, "Properties");
  if (properties === null) return [];
  const type = textAt(resource.value, "Type") ?? "";
  const twin = renamed(properties);
  const twins = Object.hasOwn(RESOURCES, type) ? (RESOURCES[type] ?? []) : [];
  const policies = everyEntry(properties).filter(({ key }) => POLICY.test(key));
  return [
    ...twins.flatMap(({ type: name, at }) => {
      const body = at === undefined ? twin : settingAt(twin, at);
      return body === null ? [] : settingFacts({ type: name, address: resource.key, body, entry: resource, say });
    }),
    ...policies.flatMap(({ value }) => jsonStatements(value)).flatMap((statement) => statementFacts(statement, say)),
    ...credentialsBelow(properties).map(({ lines, said }) => say(headOf(lines), said)),
  ];
}

/** The properties under the names that Terraform has for them. */
function renamed(setting: Setting): Setting {
  return {
    ...setting,
    entries: setting.entries.map((entry) => {
      const key = propertyName(entry.key);
      return { ...entry, key, value: key === "acl" ? access(entry.value) : renamed(entry.value) };
    }),
    items: setting.items.map(renamed),
  };
}

function access(value: Setting): Setting {
  return { ...value, text: value.text === null ? null : accessName(value.text) };
}
