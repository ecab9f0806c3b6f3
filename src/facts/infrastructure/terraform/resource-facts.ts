import type { Fact } from "../../../domain/fact.ts";
import { entryAt } from "../../settings/setting.ts";
import { headOf } from "../say.ts";
import { toggledControls } from "../toggle.ts";
import { openingFacts } from "./network-rules.ts";
import { storeFacts } from "./public-access.ts";
import type { Resource } from "./resource.ts";
import { TERRAFORM_TOGGLES } from "./toggles.ts";

/** What the settings of a cloud resource say: whether it is public, what protects it, which ports it opens. */
export function settingFacts(resource: Resource): Fact[] {
  const { type, body, say } = resource;
  return [
    ...storeFacts(resource),
    ...toggledControls(type, body, { toggles: TERRAFORM_TOGGLES, say }),
    ...openingFacts(resource),
    ...callableFacts(resource),
  ];
}

/** Addresses of functions and methods of an API that ask nobody who they are. */
const CALLABLE: Readonly<Record<string, string>> = {
  aws_lambda_function_url: "authorization_type",
  aws_api_gateway_method: "authorization",
};

function callableFacts({ type, body, say }: Resource): Fact[] {
  const key = Object.hasOwn(CALLABLE, type) ? CALLABLE[type] : undefined;
  const entry = key === undefined ? null : entryAt(body, key);
  if (entry?.value.text !== "NONE" || isPreflight(body)) return [];
  const attributes = { level: "write", target: "the function behind it", granted_to: "everyone" };
  return [say(headOf(entry.lines), { kind: "privilege", name: "grant", attributes })];
}

/** Browsers ask without credentials what they may send. */
function isPreflight(body: Resource["body"]): boolean {
  return entryAt(body, "http_method")?.value.text === "OPTIONS";
}
