import { describe, expect, it } from "vitest";
import { looksSecret } from "../../src/domain/secret-shape.ts";

describe("a value beside the name of a secret", () => {
  it.each([
    "k3Vd9qLm2XwT7bRz",
    "pk3Vd9qLm2XwT7bRz",
    "p@ssw0rd-of-2024",
    "p4%sW0rd!x9Qz",
    "npm:k3VzzZp92!",
    "S4321.Winter",
    "x2024-password",
    "s12345-correct-horse",
    "es99999@admin",
    "file:Zk93jdkf83",
  ])("may be one: %s", (value) => {
    expect(looksSecret(value)).toBe(true);
  });

  it.each([
    ["a key that every page of a service shows", "phc_k3Vd9qLm2XwT7bRzHs81QpNc4Ya"],
    ["a publishable key of a shop", "pk_live_51H8k3Vd9qLm2XwT7bRz"],
    ["a public key of a map", "pk.eyJ1IjoiYWNtZSIsImEiOiJjazEyMyJ9"],
    ["a text for a page", "&#352;ifra2"],
    ["a stand-in", "<your-token-2>"],
    ["a version of a package", "npm:^4.0.0-beta.2"],
    ["a range of versions", "^4.12.0"],
    ["a list of rules", "required|confirmed|secure_password|min:16"],
    ["a text that a value is put into", "authelia_%s_refresh_token"],
    ["a package under another name", "npm:@scope/vue3@^3.4.2"],
    ["the name of a way to hash", "md5-salt"],
    ["the name of a signature", "rs256-only"],
    ["a package of this workspace", "workspace:^1.20.3"],
  ])("is none when it is %s", (_, value) => {
    expect(looksSecret(value)).toBe(false);
  });
});
