import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { html } from "hono/html";
import type { Registration } from "../adapters/github/manifest-code.ts";
import { buildManifest } from "../config/app-manifest.ts";

const HEADERS = { "content-type": "text/html; charset=utf-8", "referrer-policy": "no-referrer" };

export interface RegistrationOptions {
  /** Where GitHub will reach the service. */
  readonly serviceUrl: string;
  /** The organisation that owns the App, or `null` for the person. */
  readonly organisation: string | null;
  readonly exchange: (code: string) => Promise<Registration>;
  readonly signal: AbortSignal;
  /** Told the address that the person opens. */
  readonly opened: (address: string) => void;
}

/** Waits on loopback until the person has been to GitHub and back; resolves with the new App's credentials. */
export async function awaitRegistration(options: RegistrationOptions): Promise<Registration> {
  const state = randomBytes(16).toString("hex");
  const { promise, resolve, reject } = Promise.withResolvers<Registration>();
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { status, page, outcome } = await answer(request, { ...options, state });
    response.writeHead(status, HEADERS).end(page);
    if (outcome) resolve(await outcome);
  };
  const server = createServer((request, response) => void handle(request, response).catch(reject));
  options.signal.addEventListener("abort", () => reject(options.signal.reason));
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (address !== null && typeof address !== "string") options.opened(`http://127.0.0.1:${address.port}/`);
  });
  try {
    return await promise;
  } finally {
    server.close();
    server.closeIdleConnections();
  }
}

interface Answer {
  readonly status: number;
  readonly page: string;
  /** Set when GitHub has sent the person back. */
  readonly outcome?: Promise<Registration>;
}

/** Only GitHub knows the state that the form sent along; without it a request is not answered. */
async function answer(request: IncomingMessage, options: RegistrationOptions & { state: string }): Promise<Answer> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  if (url.pathname === "/") return { status: 200, page: await formPage(`http://${request.headers.host}`, options) };
  if (url.pathname !== "/callback" || !isSame(url.searchParams.get("state"), options.state)) {
    return { status: 404, page: "There is nothing here." };
  }
  const outcome = options.exchange(url.searchParams.get("code") ?? "");
  const page = await outcome.then(donePage, () => "GitHub did not hand over the App; the terminal says why.");
  return { status: 200, page, outcome };
}

/** The form that carries the manifest to GitHub; the person presses the button. */
async function formPage(origin: string, options: RegistrationOptions & { state: string }): Promise<string> {
  const { serviceUrl, organisation, state } = options;
  const owner = organisation === null ? "" : `/organizations/${encodeURIComponent(organisation)}`;
  const manifest = JSON.stringify(buildManifest(serviceUrl, `${origin}/callback`));
  const page = await html`<!doctype html>
    <title>Register Threatdiff</title>
    <form action="https://github.com${owner}/settings/apps/new?state=${state}" method="post">
      <input type="hidden" name="manifest" value="${manifest}" />
      <p>GitHub will ask for a name and make the App with the permissions of app.yml.</p>
      <button>Register Threatdiff on GitHub</button>
    </form>`;
  return page.toString();
}

async function donePage({ url }: Registration): Promise<string> {
  const page = await html`<!doctype html>
    <title>Registered</title>
    <p>Registered. Now <a href="${url}/installations/new">install it on a repository</a> and start the service.</p>`;
  return page.toString();
}

function isSame(given: string | null, wanted: string): boolean {
  return given !== null && given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
}
