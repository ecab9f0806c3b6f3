import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import { isNew } from "../../../src/domain/threat.ts";
import { ground } from "../../../src/pipeline/stages/ground.ts";
import { buildChange } from "../../builders/change-set.ts";
import { groundTools } from "../../builders/ground-tools.ts";

const TOOLS = groundTools(loadCatalogue());

async function broughtBy(base: string, head: string): Promise<string[]> {
  const files = { "app/models/hook.rb": { base: record(base), head: record(head) } };
  const { candidates } = await ground(buildChange({ files }), DEFAULT_CONFIG, TOOLS);
  return candidates.filter(({ effect }) => isNew(effect)).map(({ kind }) => kind);
}

const record = (rules: string) =>
  `class Hook < ApplicationRecord\n  belongs_to :store\n${rules}  before_create :generate_key\nend\n`;

describe("a rule of a record that names its method", () => {
  it.each([
    ["  validate :url_must_not_resolve_to_private_ip\n"],
    ["  validate :url_must_not_resolve_to_private_ip, if: -> { url.present? }\n"],
    ["  validate :ensure_host_is_allowed, on: :create\n"],
  ])("is missed when it is gone: %j", async (rule) => {
    expect(await broughtBy(rule, "")).toEqual(["address-check-removed"]);
    expect(await broughtBy("", rule)).toEqual([]);
    expect(await broughtBy(rule, rule)).toEqual([]);
  });

  it.each([
    ["  validate :content_is_valid\n"],
    ["  validate :file_size_is_allowed\n"],
    ["  validate :ends_after_beginning\n"],
  ])("keeps no address out by %j", async (rule) => {
    expect(await broughtBy(rule, "")).not.toContain("address-check-removed");
  });

  it.each([
    ["has another name", "  validate :url_must_not_resolve_to_private_ip\n", "  validate :url_must_not_be_internal\n"],
    [
      "is a class of its own now",
      "  validate :url_must_not_resolve_to_private_ip\n",
      "  validates :url, public_address: true\n",
    ],
    ["is asked of a class now", "  validate :url_must_not_resolve_to_private_ip\n", "  validates_with PublicAddress\n"],
  ])("is not missed where it %s", async (_, base, head) => {
    expect(await broughtBy(base, head)).toEqual([]);
  });
});
