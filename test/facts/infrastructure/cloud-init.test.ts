import { describe, expect, it } from "vitest";
import { readConfig, wordsOf } from "./read-config.ts";

const HEAD = "#cloud-config\n";
const SUDO = "users:\n  - name: builder\n    sudo: ['ALL=(ALL) NOPASSWD:ALL']\n";

async function machine(text: string) {
  return (await readConfig({ "cloud/user-data": HEAD + text })).get("cloud/user-data");
}

describe("cloud-init", () => {
  it.each([
    ["chpasswd:\n  list: |\n    builder:builder\n", ["default_password the password of builder"]],
    ["chpasswd:\n  users:\n    - {name: admin, password: words}\n", ["default_password the password of admin"]],
    ["password: words\n", ["default_password the password of the default account"]],
    ["users:\n  - {name: a, plain_text_passwd: words}\n", ["default_password the password of a"]],
    ["chpasswd:\n  list: |\n    builder:$6$salt$hash\n", []],
    ["chpasswd:\n  list: |\n    builder:${password}\n", []],
  ])("reads the password in %s", async (text, found) => {
    expect(wordsOf(await machine(text), "secret_use", "variable")).toEqual(found);
  });

  it("tells who can sign in and become root", async () => {
    const scope = await machine(`${SUDO}ssh_pwauth: True\n`);
    expect(wordsOf(scope, "privilege", "level")).toEqual(["login user", "login root"]);
  });

  it("decodes what other files carry, and quotes the encoded line", async () => {
    const encoded = Buffer.from(`${HEAD}${SUDO}password: words\nssh_pwauth: true\n`).toString("base64");
    const scopes = await readConfig({ "vars/ubuntu.json": `{\n  "name": "ubuntu",\n  "user_data": "${encoded}"\n}\n` });
    const secrets = scopes.get("vars/ubuntu.json")?.facts.filter(({ kind }) => kind === "secret_use");
    expect(secrets).toMatchObject([{ startLine: 3, endLine: 3 }]);
  });

  it("leaves base64 alone that stands for something else", async () => {
    const encoded = Buffer.from("#!/bin/sh\necho hello\n").toString("base64");
    expect((await readConfig({ "vars/ubuntu.json": `{"user_data": "${encoded}"}` })).size).toBe(0);
  });
});
