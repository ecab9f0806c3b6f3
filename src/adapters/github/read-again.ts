import type { Client } from "./client.ts";
import { statusOf } from "./errors.ts";

/** A job reads the pull request at its start and before it publishes; everything else is read once. */
const READ_AGAIN = "/repos/{owner}/{repo}/pulls/{pull_number}";

type Answer = Awaited<ReturnType<Client["request"]>>;

/** Reads a pull request again with the ETag of the last answer: an unchanged one costs nothing of the hourly limit. */
export function readAgainCheaply(client: Client): Client {
  const answers = new Map<string, Answer>();
  client.hook.wrap("request", async (request, options) => {
    if (options.method !== "GET" || options.url !== READ_AGAIN) return request(options);
    const { url } = client.request.endpoint(options);
    const last = answers.get(url);
    // Hooks further in see these options whatever is passed on.
    if (last) options.headers["if-none-match"] = last.headers.etag;
    try {
      const answer = await request(options);
      if (answer.headers.etag) answers.set(url, answer);
      return answer;
    } catch (error) {
      if (last === undefined || statusOf(error) !== 304) throw error;
      return last;
    }
  });
  return client;
}
