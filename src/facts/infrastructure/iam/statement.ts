import type { LineRange } from "../../settings/line-range.ts";
import { entriesNamed, itemsOf, type Setting, settingAt, textAt, textsOf } from "../../settings/setting.ts";

/** One permission of a cloud policy, whichever way it is written. */
export interface Statement {
  readonly lines: LineRange;
  readonly allows: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Who gets it: account ids, services, `*`; empty when the policy says it by what it is attached to. */
  readonly principals: readonly string[];
  /** Identity providers whose tokens are accepted. */
  readonly federated: readonly string[];
  /** What else must hold, by the name of what is compared. */
  readonly conditions: readonly { readonly variable: string; readonly values: readonly string[] }[];
  /** True when a condition is there whose content is decided elsewhere. */
  readonly isConditional: boolean;
}

/** The statements of a policy as JSON has them. */
export function jsonStatements(policy: Setting): Statement[] {
  return itemsOf(settingAt(policy, "Statement"))
    .concat(settingAt(policy, "Statement")?.entries.length ? [only(policy)] : [])
    .map(jsonStatement);
}

function only(policy: Setting): Setting {
  return settingAt(policy, "Statement") ?? policy;
}

function jsonStatement(statement: Setting): Statement {
  const principal = settingAt(statement, "Principal");
  const condition = settingAt(statement, "Condition");
  const comparisons = (condition?.entries ?? []).flatMap(({ value }) => value.entries);
  return {
    lines: statement.lines,
    allows: textAt(statement, "Effect") === "Allow",
    actions: textsOf(settingAt(statement, "Action")),
    resources: textsOf(settingAt(statement, "Resource")),
    principals: [...textsOf(principal), ...textsOf(settingAt(principal, "AWS"))],
    federated: knownTexts(settingAt(principal, "Federated")),
    conditions: comparisons.map(({ key, value }) => ({ variable: key, values: knownTexts(value) })),
    isConditional: condition !== null,
  };
}

/** The statements of a `aws_iam_policy_document`. */
export function documentStatements(body: Setting): Statement[] {
  return entriesNamed(body, "statement").map(({ value, lines }) => {
    const principals = entriesNamed(value, "principals").map((entry) => entry.value);
    const ofType = (type: string) =>
      principals
        .filter((one) => textAt(one, "type") === type)
        .flatMap((one) => knownTexts(settingAt(one, "identifiers")));
    const conditions = entriesNamed(value, "condition").map((entry) => entry.value);
    return {
      lines,
      allows: (textAt(value, "effect") ?? "Allow") === "Allow",
      actions: textsOf(settingAt(value, "actions")),
      resources: textsOf(settingAt(value, "resources")),
      principals: [...ofType("AWS"), ...ofType("*")],
      federated: ofType("Federated"),
      conditions: conditions.map((one) => ({
        variable: textAt(one, "variable") ?? settingAt(one, "variable")?.reference ?? "",
        values: knownTexts(settingAt(one, "values")),
      })),
      isConditional: conditions.length > 0,
    };
  });
}

/** Texts, and in the place of those that are decided elsewhere what they are taken from. */
function knownTexts(setting: Setting | null): string[] {
  if (setting === null) return [];
  const values = setting.items.length > 0 ? setting.items : [setting];
  return values.flatMap(({ text, reference }) => text ?? reference ?? []);
}
