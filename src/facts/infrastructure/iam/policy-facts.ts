import type { Fact } from "../../../domain/fact.ts";
import { headOf, type Said, type Say } from "../say.ts";
import type { Statement } from "./statement.ts";

/** Conditions that keep strangers out of a permission that names nobody. */
const NARROWING =
  /(?:principal|source(?:arn|account|ip|vpc|vpce|identity|owner)|orgid|(?:principal|source)orgpaths|userid|caller|secure.?transport.*)$|:(?:sub|aud|sourcearn|sourceaccount|principalorg(?:id|paths)|sourcevpce?|sourceip)$/iu;
const TOKEN_ISSUER = /oidc|token\.actions|gitlab|app\.terraform|accounts\.google/iu;
/** Actions by which their holder can give itself every other right. */
const CLIMBING =
  /^iam:(?:\*|PassRole|CreatePolicyVersion|Attach\w*Policy|Put\w*Policy|CreateAccessKey|UpdateAssumeRolePolicy)$/iu;

/** What a statement gives away, as far as it is more than a policy should. */
export function statementFacts(statement: Statement, say: Say): Fact[] {
  const said = statement.allows ? [openTo(statement), acceptsAnyToken(statement), grantsTooMuch(statement)] : [];
  return said.flatMap((one) => (one ? [say(headOf(statement.lines), one)] : []));
}

function openTo({ principals, conditions, isConditional, actions, federated }: Statement): Said | null {
  if (!principals.includes("*") || federated.length > 0) return null;
  if (isConditional && (conditions.length === 0 || conditions.some(({ variable }) => NARROWING.test(variable))))
    return null;
  const isReading = actions.length > 0 && actions.every((action) => /:(?:Get|List|Describe|Head)/u.test(action));
  return grant(isReading ? "read" : "write", actions.join(", ") || "its rights", "everyone");
}

/** A role for the tokens of a provider with many customers must say which of them it means. */
function acceptsAnyToken({ federated, conditions }: Statement): Said | null {
  if (!federated.some((provider) => TOKEN_ISSUER.test(provider))) return null;
  const subjects = conditions.filter(({ variable }) => /:sub$|job_workflow_ref$/u.test(variable));
  const isNamed = subjects.some(({ values }) => values.length > 0 && !values.some(isAnyone));
  return isNamed ? null : grant("write", "the role", "outside_workload");
}

function isAnyone(value: string): boolean {
  return /^(?:\*|repo:\*|repo:\*\/.*|project_path:\*)$/u.test(value);
}

function grantsTooMuch({ actions, resources, principals, federated, isConditional }: Statement): Said | null {
  if (principals.length > 0 || federated.length > 0 || isConditional || !resources.includes("*")) return null;
  if (actions.includes("*") || actions.includes("*:*")) return grant("write_all", "everything in the account", "named");
  const climbing = actions.find((action) => CLIMBING.test(action));
  return climbing === undefined ? null : grant("write", `${climbing} on every resource`, "named");
}

function grant(level: string, target: string, to: string): Said {
  return { kind: "privilege", name: "grant", attributes: { level, target, granted_to: to } };
}
