/** A JSON object as it comes from the emulator. */
export type Json = Record<string, unknown>;

/** The emulator behind the overlay. */
export interface Upstream {
  /** Passes a request on, with another body when one is given. */
  forward(request: Request, body?: Json): Promise<Response>;
  /** Asks on the overlay's own behalf; `null` when it does not exist. */
  read(path: string): Promise<unknown>;
}

const HOP_HEADERS = ["host", "connection", "content-length", "transfer-encoding", "content-encoding", "keep-alive"];

/** Links of paginated answers point to the address that the caller used, which is `publicUrl`. `tokens` take turns. */
export function createUpstream(privateUrl: string, publicUrl: string, tokens: readonly string[]): Upstream {
  let reads = 0;
  return {
    async forward(request, body) {
      const { pathname, search } = new URL(request.url);
      const content = body === undefined ? await request.clone().arrayBuffer() : Buffer.from(JSON.stringify(body));
      const response = await fetch(privateUrl + pathname + search, {
        method: request.method,
        headers: without(request.headers),
        ...(content.byteLength > 0 ? { body: content } : {}),
      });
      const headers = without(response.headers);
      const link = headers.get("link");
      if (link !== null) headers.set("link", link.replaceAll(/<https?:\/\/[^/]+/gu, `<${publicUrl}`));
      return new Response(response.status === 204 ? null : await response.arrayBuffer(), {
        status: response.status,
        headers,
      });
    },
    async read(path) {
      const token = tokens[reads % tokens.length];
      reads += 1;
      const response = await fetch(privateUrl + path, { headers: { authorization: `token ${token}` } });
      return response.ok ? response.json() : null;
    },
  };
}

/** Answers as GitHub does when the content of a request is refused. */
export function refused(...errors: string[]): Response {
  return Response.json(
    { message: "Unprocessable Entity", errors, documentation_url: DOCS, status: "422" },
    { status: 422 },
  );
}

/** Replaces the JSON of an answer and keeps its status and headers. */
export async function mapJson(response: Response, map: (data: unknown) => unknown): Promise<Response> {
  if (!response.ok) return response;
  const headers = without(response.headers);
  return Response.json(await map(await response.json()), { status: response.status, headers });
}

/** The request's body as an object; empty when there is none. */
export async function bodyOf(request: Request): Promise<Json> {
  const text = await request.clone().text();
  const body: unknown = text === "" ? {} : JSON.parse(text);
  return isObject(body) ? body : {};
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const DOCS = "https://docs.github.com/rest";

function without(headers: Headers): Headers {
  const kept = new Headers(headers);
  for (const name of HOP_HEADERS) kept.delete(name);
  return kept;
}
