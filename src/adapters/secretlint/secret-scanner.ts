import { extname } from "node:path";
import { findSecrets } from "../../domain/secret-patterns.ts";
import { isStandIn } from "../../domain/secret-shape.ts";
import type { SecretRange, SecretScanner } from "../../ports/secret-scanner.ts";

const PREFIX = "@secretlint/secretlint-rule-";
/** Comments in a hostile file must not switch the scanner off. */
const COMMENT_FILTER = `${PREFIX}filter-comments`;

/** Scans with secretlint's recommended rules and with our own patterns; each finds shapes that the other misses. */
export function createSecretScanner(): SecretScanner {
  let loading: ReturnType<typeof loadSecretlint> | undefined;
  return {
    scan: async (path, text) => {
      loading ??= loadSecretlint();
      const lint = await loading;
      return [...findSecrets(path, text), ...(await lint(path, text))];
    },
  };
}

/** The packages take longer to load than a small review takes to run. */
async function loadSecretlint(): Promise<(path: string, text: string) => Promise<SecretRange[]>> {
  const [{ lintSource }, { secretLintProfiler }, { rules: recommended }] = await Promise.all([
    import("@secretlint/core"),
    import("@secretlint/profiler"),
    import("@secretlint/secretlint-rule-preset-recommend"),
  ]);
  // It keeps what it measured of every file for as long as the process runs.
  secretLintProfiler.setEnabled(false);
  const rules = recommended
    .filter((rule) => rule.meta.id !== COMMENT_FILTER)
    .map((rule) => ({ id: rule.meta.id, rule, options: {} }));
  return async (path, text) => {
    const source = { filePath: path || "unnamed", content: text, contentType: "text" as const, ext: extname(path) };
    const { messages } = await lintSource({ source, options: { config: { rules }, noPhysicFilePath: true } });
    return messages.flatMap(({ range: [start, end], ruleId }) =>
      isStandIn(text.slice(start, end)) ? [] : [{ start, end, type: typeOf(ruleId) }],
    );
  };
}

function typeOf(ruleId: string): string {
  const name = ruleId.replace(PREFIX, "");
  return NAMES[name] ?? name;
}

const NAMES: Readonly<Record<string, string>> = {
  basicauth: "url",
  "database-connection-string": "url",
  gcp: "google",
  privatekey: "private-key",
};
