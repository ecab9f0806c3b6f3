import { type EffectiveConfig, layerConfigs } from "../config/layers.ts";
import { parseRepositoryConfig } from "../config/load-config.ts";
import { CONFIG_PATH, type ConfigSource } from "../domain/change-set.ts";
import { ConfigError } from "../domain/errors.ts";
import type { PullRequestRef } from "../domain/job.ts";
import { packPlace } from "../domain/pack.ts";
import type { CodeHostReader } from "../ports/code-host.ts";

/** The repository whose configuration holds for all of an owner. */
const DEFAULTS_REPOSITORY = ".github";
const LONGEST_CHAIN = 5;

/**
 * The owner's defaults, what the repository's file extends, and the file itself at the base. Throws `ConfigError` for a
 * faulty file, one that cannot be read, and a chain that does not end.
 */
export async function readEffectiveConfig(
  host: Pick<CodeHostReader, "readOwnerFile">,
  ref: PullRequestRef,
  own: ConfigSource | null,
): Promise<EffectiveConfig> {
  const layers = own === null ? [] : await withParents(host, ref, own);
  const name = `${DEFAULTS_REPOSITORY}:${CONFIG_PATH}`;
  const isListed = ref.repo === DEFAULTS_REPOSITORY || layers.some(({ path }) => path === name);
  const defaults = isListed ? null : await host.readOwnerFile(ref, DEFAULTS_REPOSITORY, CONFIG_PATH);
  return layerConfigs([...(defaults === null ? [] : [{ path: name, text: defaults }]), ...layers]);
}

type Layer = Pick<ConfigSource, "path" | "text">;

/** The file after everything that it extends. */
async function withParents(
  host: Pick<CodeHostReader, "readOwnerFile">,
  ref: PullRequestRef,
  own: Layer,
): Promise<Layer[]> {
  const chain: Layer[] = [own];
  for (let parent = parentOf(own); parent !== null; parent = parentOf(chain[0] ?? own)) {
    const from = chain[0] ?? own;
    if (chain.some(({ path }) => path === parent) || chain.length >= LONGEST_CHAIN) {
      throw fault(from, `\`extends\` leads from \`${from.path}\` to \`${parent}\` and does not end; let it end.`);
    }
    const { repository, folder: path } = packPlace(parent);
    const text = await host.readOwnerFile(ref, repository ?? ref.repo, path);
    if (text === null) {
      throw fault(from, `\`extends\` names \`${parent}\`, which does not exist or which this App cannot read.`);
    }
    chain.unshift({ path: parent, text });
  }
  return chain;
}

function parentOf({ text, path }: Layer): string | null {
  return parseRepositoryConfig(text, path).extends;
}

function fault({ path }: Layer, message: string): ConfigError {
  return new ConfigError(message, { path, line: null, key: "extends" });
}
