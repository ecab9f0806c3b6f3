import { randomUUID } from "node:crypto";
import type { Octokit } from "@octokit/rest";
import { createEmulator } from "emulate";
import { Hono } from "hono";
import { createDeliveries, type Deliveries } from "./deliveries.ts";
import { clientOf, type FileContents, pushFiles } from "./developer.ts";
import { createOverlay } from "./overlay.ts";
import { freePort, serve, stop } from "./serve.ts";
import { createUpstream } from "./upstream.ts";

export interface EmulatorOptions {
  /** A user; owns the repository and has the App installed. */
  readonly owner: string;
  readonly repo: string;
  /** Files of the `main` branch. */
  readonly files: FileContents;
  /** Further people; each may read. */
  readonly users?: readonly string[];
  /** Further people who may write. */
  readonly writers?: readonly string[];
  readonly app: {
    readonly permissions: Readonly<Record<string, "read" | "write">>;
    readonly events: readonly string[];
  };
  /** Where webhooks go; may be set later through `deliveries`. */
  readonly webhookUrl?: string | null;
  readonly port?: number;
  /** Stands between the App and every answer, to break what networks break. */
  readonly intercept?: Intercept;
}

/** Answers a request in place of `answer`, which may be called or not. */
export type Intercept = (request: Request, answer: () => Promise<Response>) => Promise<Response>;

/** A GitHub on the loopback interface with one repository and one installed App. */
export interface GitHubEmulator {
  readonly url: string;
  readonly app: {
    readonly id: number;
    readonly slug: string;
    readonly privateKey: string;
    readonly webhookSecret: string;
  };
  readonly installationId: number;
  readonly repositoryId: number;
  readonly deliveries: Deliveries;
  /** Every request that arrived, such as `GET /repos/ann/shop/pulls/1`. */
  readonly requests: readonly string[];
  /** A client of a person, apart from everything that the App does. */
  as(login: string): Octokit;
  close(): Promise<void>;
}

const APP = { id: 12_345, slug: "threatdiff", name: "Threatdiff" };
const INSTALLATION = 100;
/** The overlay reads more than one token may. */
const OVERLAY_TOKENS = Array.from({ length: 100 }, (_, index) => `overlay-token-of-owner-${index}`);

/** Starts the emulator behind an overlay that answers as GitHub documents where the emulator does not. */
export async function startEmulator(options: EmulatorOptions): Promise<GitHubEmulator> {
  const hooks = `/overlay/${randomUUID()}`;
  const webhookSecret = randomUUID();
  let overlay = new Hono();
  const requests: string[] = [];
  const { url, server } = await serve(async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === hooks) return overlay.fetch(request);
    requests.push(`${request.method} ${pathname}`);
    const answer = async () => overlay.fetch(request);
    return options.intercept ? options.intercept(request, answer) : answer();
  }, options.port ?? 0);
  const port = await freePort();
  const emulated = await createEmulator({ service: "github", port, baseUrl: url, seed: seedOf(options, url + hooks) });
  const deliveries = createDeliveries({
    events: options.app.events,
    secret: webhookSecret,
    url: options.webhookUrl ?? null,
  });
  const upstream = createUpstream(`http://127.0.0.1:${port}`, url, OVERLAY_TOKENS);
  overlay = createOverlay(upstream, { hooks, deliveries, app: { ...APP, events: options.app.events } });
  const as = (login: string) => clientOf(url, tokenOf(login));
  return {
    url,
    app: { id: APP.id, slug: APP.slug, privateKey: privateKeyOf(emulated.generatedSecrets), webhookSecret },
    installationId: INSTALLATION,
    repositoryId: await fillRepository(as(options.owner), options),
    deliveries,
    requests,
    as,
    async close() {
      await stop(server);
      await emulated.close();
    },
  };
}

/** Everyone gets a token; the App hears of everything, so that the overlay can choose. */
function seedOf(options: EmulatorOptions, webhookUrl: string) {
  const logins = [options.owner, ...(options.users ?? []), ...(options.writers ?? [])];
  const installation = { installation_id: INSTALLATION, account: options.owner, repository_selection: "all" };
  return {
    tokens: Object.fromEntries([
      ...logins.map((login) => [tokenOf(login), { login, scopes: ["repo"] }]),
      ...OVERLAY_TOKENS.map((token) => [token, { login: options.owner, scopes: ["repo"] }]),
    ]),
    github: {
      users: logins.map((login) => ({ login })),
      repos: [{ owner: options.owner, name: options.repo, auto_init: true }],
      apps: [
        {
          app_id: APP.id,
          slug: APP.slug,
          name: APP.name,
          permissions: options.app.permissions,
          events: ["*"],
          webhook_url: webhookUrl,
          webhook_secret: "between emulator and overlay",
          installations: [installation],
        },
      ],
    },
  };
}

async function fillRepository(client: Octokit, options: EmulatorOptions): Promise<number> {
  const where = { owner: options.owner, repo: options.repo };
  await pushFiles(client, { ...where, branch: "main", files: options.files, message: "Start" });
  for (const username of options.writers ?? []) {
    await client.rest.repos.addCollaborator({ ...where, username, permission: "push" });
  }
  const { data } = await client.rest.repos.get(where);
  return data.id;
}

function privateKeyOf(secrets: readonly { kind: string; value: string }[]): string {
  const key = secrets.find((secret) => secret.kind === "github.app_private_key");
  if (!key) throw new Error("The emulator generated no private key for the App");
  return key.value;
}

function tokenOf(login: string): string {
  return `token-of-${login}`;
}
