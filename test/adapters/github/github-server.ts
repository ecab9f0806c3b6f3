import { generateKeyPairSync } from "node:crypto";
import nock from "nock";
import { pino } from "pino";
import type { ReferenceMemory } from "../../../src/ports/reference-memory.ts";
import { createGitHub, type GitHubApp } from "../../../src/adapters/github/github-app.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

export const REF = { installationId: 7, repositoryId: 9, owner: "acme", repo: "shop", number: 3 };
export const BOT = { login: "threatdiff[bot]", type: "Bot", id: 1 };
export const REPO = "/repos/acme/shop";

/** A GitHub that answers nothing but what a test says, the App's token and the App's name. */
export function githubServer(): nock.Scope {
  nock.disableNetConnect();
  const scope = nock("https://api.github.com");
  scope
    .post("/app/installations/7/access_tokens", { repository_ids: [9] })
    .optionally()
    .times(10)
    .reply(201, { token: "ghs_test" });
  scope.get("/app").optionally().reply(200, { id: 5, slug: "threatdiff" });
  return scope;
}

/** The App as it runs in production, without waiting. */
export function githubApp(
  options: { paced?: boolean; log?: NodeJS.WritableStream; references?: ReferenceMemory; apiUrl?: string } = {},
): GitHubApp {
  return createGitHub({
    appId: 5,
    privateKey,
    webhookSecret: "a long enough secret",
    apiUrl: options.apiUrl ?? null,
    log: options.log ? pino({ level: "debug" }, options.log) : pino({ level: "silent" }),
    paced: options.paced ?? false,
    ...(options.references ? { references: options.references } : {}),
    settle: 1,
  });
}
