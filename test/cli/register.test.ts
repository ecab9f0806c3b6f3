import { createServer } from "node:http";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { register } from "../../src/cli/register.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { temporaryDirectory } from "../builders/git-repository.ts";

const made = {
  id: 4711,
  html_url: "https://github.com/apps/threatdiff-acme",
  pem: "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n",
  webhook_secret: "0123456789abcdef0123",
};
const asked: string[] = [];
const github = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  const known = request.url === "/app-manifests/good-code/conversions";
  response.writeHead(known ? 201 : 404).end(known ? JSON.stringify(made) : "{}");
});
let apiUrl = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => github.listen(0, "127.0.0.1", resolve));
  const address = github.address();
  if (address !== null && typeof address !== "string") apiUrl = `http://127.0.0.1:${address.port}`;
});
afterAll(() => github.close());

/** Runs the command until it waits for the person; `done` is its end. */
async function start(values: Record<string, string>) {
  const directory = temporaryDirectory();
  const written: string[] = [];
  const { promise: opened, resolve } = Promise.withResolvers<string>();
  const terminal: Terminal = {
    write: async (text) => void written.push(text),
    say: (line) => resolve(/http:\S+/u.exec(line)?.[0] ?? ""),
    directory,
    variables: { GITHUB_API_URL: apiUrl },
    signal: new AbortController().signal,
    color: false,
    width: 80,
    status: null,
  };
  const done = register.run({ values, switches: new Set(), operands: [] }, terminal);
  done.catch(() => {});
  return { page: await Promise.race([opened, done.then(() => "")]), done, written, file: join(directory, ".env") };
}

function stateOf(form: string): string {
  return /state=([0-9a-f]+)/u.exec(form)?.[1] ?? "";
}

describe("threatdiff register", () => {
  it("sends app.yml to GitHub with this server's webhook address and keeps what GitHub answers", async () => {
    const { page, done, written, file } = await start({ url: "https://threats.acme.example" });
    const form = await (await fetch(page)).text();
    expect(form).toContain('action="https://github.com/settings/apps/new?state=');
    const manifest = /value="([^"]+)"/u.exec(form)?.[1]?.replaceAll("&quot;", '"') ?? "";
    expect(JSON.parse(manifest)).toMatchObject({
      hook_attributes: { url: "https://threats.acme.example/api/github/webhooks" },
      redirect_url: `${page}callback`,
      default_permissions: { checks: "write", contents: "read" },
    });

    expect((await fetch(`${page}callback?code=good-code&state=guess`)).status).toBe(404);
    expect(asked).toEqual([]);
    const back = await fetch(`${page}callback?code=good-code&state=${stateOf(form)}`);
    expect(await back.text()).toContain("https://github.com/apps/threatdiff-acme/installations/new");
    expect(await done).toBe(0);
    expect(written.join("")).toContain(file);
    expect(readFileSync(file, "utf8")).toBe(
      `APP_ID=4711\nWEBHOOK_SECRET=${made.webhook_secret}\nPRIVATE_KEY=${JSON.stringify(made.pem)}\n`,
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("registers for an organisation, and says when GitHub refuses the code", async () => {
    const { page, done } = await start({ url: "https://threats.acme.example", org: "acme" });
    const form = await (await fetch(page)).text();
    expect(form).toContain('action="https://github.com/organizations/acme/settings/apps/new?state=');
    await fetch(`${page}callback?code=bad-code&state=${stateOf(form)}`);
    await expect(done).rejects.toThrow("GitHub did not accept the code (status 404); register again.");
  });

  it("needs to know where GitHub will reach the service", async () => {
    const { done } = await start({ url: "threats" }).catch((error: unknown) => ({ done: Promise.reject(error) }));
    await expect(done).rejects.toThrow("--url https://threatdiff.example.com");
  });
});
