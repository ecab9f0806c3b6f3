import type { Intercept } from "../../src/demo/emulator/emulator.ts";
import { loadJudge } from "./github-description.ts";

/** The App's requests, held against GitHub's own description. */
export interface JudgedRequests {
  readonly intercept: Intercept;
  /** How many were judged; none where the description was not fetched. */
  count(): number;
  /** One line for each fault. */
  readonly violations: readonly string[];
}

/** Judges before `next`, which answers. People's clients have `token-of-…` and are not ours. */
export function judgeRequests(next: Intercept = async (_, answer) => answer()): JudgedRequests {
  const judge = loadJudge();
  const violations: string[] = [];
  let count = 0;
  return {
    violations,
    count: () => count,
    async intercept(request, answer) {
      const isPerson = request.headers.get("authorization")?.includes("token-of-") ?? false;
      if (judge !== null && !isPerson) {
        const { pathname } = new URL(request.url);
        const text = await request.clone().text();
        count += 1;
        violations.push(...judge({ method: request.method, path: pathname, body: bodyIn(text) }));
      }
      return next(request, answer);
    },
  };
}

function bodyIn(text: string): unknown {
  return text === "" ? undefined : JSON.parse(text);
}
