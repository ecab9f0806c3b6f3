import type { Traces } from "../../ports/traces.ts";
import type { Client } from "./client.ts";
import { statusOf } from "./errors.ts";

/** Follows every request by its route, which names no repository. */
export function traced(client: Client, traces: Traces): Client {
  client.hook.wrap("request", async (request, options) =>
    traces.run("github", { route: `${options.method} ${routeOf(options.url)}` }, async (note) => {
      try {
        const answer = await request(options);
        note({ status: answer.status });
        return answer;
      } catch (error) {
        note({ status: statusOf(error) ?? 0 });
        throw error;
      }
    }),
  );
  return client;
}

/** Lists are asked for by whole addresses, of which only the words of the API are kept. */
function routeOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const path = new URL(url).pathname.replace(/\/repos\/[^/]+\/[^/]+/u, "/repos/{owner}/{repo}");
  const segments = path.split("/").map((segment) => (/^(?:[a-z-]{1,20}|\{\w+\}|)$/u.test(segment) ? segment : "{id}"));
  return segments.join("/");
}
