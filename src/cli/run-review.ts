import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readLocalChange } from "../adapters/local-git/local-change.ts";
import { createLocalCode } from "../adapters/local-git/further-code.ts";
import { readLocalPacks } from "../adapters/local-git/local-packs.ts";
import { createAnswerFiles } from "../adapters/answer-files/answer-files.ts";
import { createFactSource } from "../adapters/reader-process/fact-source.ts";
import { createSecretScanner } from "../adapters/secretlint/secret-scanner.ts";
import { loadCatalogue } from "../catalogue/catalogue.ts";
import { formatProblem } from "../config/config-problem.ts";
import { checkRepositoryConfig, parseRepositoryConfig } from "../config/load-config.ts";
import { DEFAULT_CONFIG, type RepositoryConfig } from "../config/repository-config.ts";
import { CONFIG_PATH, type ChangeSet } from "../domain/change-set.ts";
import { UsageError } from "../domain/errors.ts";
import { NO_PACKS, packPlace } from "../domain/pack.ts";
import type { ThreatReport } from "../domain/report.ts";
import { type Analysis, analyze } from "../pipeline/analyze.ts";
import { systemClock } from "../ports/clock.ts";
import { verdictLine } from "../render/verdict-line.ts";
import type { Progress, Step } from "../ports/progress.ts";
import { READER_PROGRAM } from "../reader-program.ts";
import type { CommandInput } from "./command.ts";
import { cacheDirectory } from "./cache-directory.ts";
import { modelFromEnvironment } from "./model-from-environment.ts";
import { type ShownProgress, showProgress } from "./progress.ts";
import { type ReviewOptions, readReviewOptions } from "./review-options.ts";
import type { Terminal } from "./terminal.ts";

/** Reviews a local change and writes the result. Throws `UsageError` and `ConfigError` for the person. */
export async function runReview(input: CommandInput, terminal: Terminal): Promise<ThreatReport> {
  const options = readReviewOptions(input, terminal.directory);
  const shown = showProgress(terminal);
  const { report, trace } = await review(options, terminal, shown).finally(shown.stop);
  const color = terminal.color && options.out === null;
  const result = await options.format(report, { color, width: terminal.width });
  if (options.trace !== null) await writeTrace(options.trace, trace, report);
  if (options.out === null) await terminal.write(result);
  else await save(options.out, result);
  // The status that the command ends with is explained where the result is for a program or in a file.
  if (options.out !== null || input.values["format"] !== undefined) terminal.say(`${verdictLine(report)}.`);
  return report;
}

async function review(options: ReviewOptions, terminal: Terminal, shown: ShownProgress): Promise<Analysis> {
  const { progress, note } = shown;
  const { signal, variables } = terminal;
  const model = options.offline ? null : modelFromEnvironment(variables);
  if (!options.offline && model === null && variables["OPENAI_API_KEY"]) {
    note("OPENAI_API_KEY is set, but THREATDIFF_MODEL names no model: the rules answer alone.");
  }
  const factSource = createFactSource(READER_PROGRAM);
  factSource.prepare();
  progress("fetch");
  const range = { ...options, directory: options.repository, cacheDirectory: cacheDirectory(variables) };
  const reading = readLocalChange(range, signal);
  // Loaded while the processes of git run.
  const catalogue = loadCatalogue();
  const read = await reading;
  const config = configOf(read, options);
  const places = config.catalogue.packs.map(packPlace);
  const packs = places.length === 0 ? NO_PACKS : await readLocalPacks(options.repository, places, read.baseSha, signal);
  const change = { ...read, packs };
  for (const line of notesOn(change, options)) note(line);
  const tools = { scanner: createSecretScanner(), factSource, catalogue, model, clock: systemClock };
  const memory = { previous: null, decisions: [] };
  const silent = model !== null && config.model.enabled ? [...MEMORY_STEPS] : [...MEMORY_STEPS, ...MODEL_STEPS];
  const told: Progress = (step) => {
    if (!silent.includes(step)) progress(step);
  };
  const further = createLocalCode(options.repository, change.baseSha);
  const answers = options.answers === null ? null : createAnswerFiles(options.answers);
  return analyze(change, config, memory, { ...tools, answers, further, progress: told, signal });
}

/** Steps that do nothing without a model. */
const MODEL_STEPS: readonly Step[] = ["rank", "suggest"];
/** Steps that do nothing without earlier reviews and decisions, which a local review has none of. */
const MEMORY_STEPS: readonly Step[] = ["reconcile"];

/** The configuration at the base, as in the service; `--fail-on` goes before it. */
function configOf({ config: source }: ChangeSet, { failOn }: ReviewOptions): RepositoryConfig {
  const config = source === null ? DEFAULT_CONFIG : parseRepositoryConfig(source.text, source.path);
  return failOn === null ? config : { ...config, gate: { ...config.gate, failOn } };
}

/** What a person should know before they read the result. */
function notesOn({ files, baseSha, headSha, config }: ChangeSet, { worktree }: ReviewOptions): string[] {
  const notes: string[] = [];
  const parent = config && checkRepositoryConfig(config.text, config.path).config?.extends;
  if (parent) notes.push(`${CONFIG_PATH} extends ${parent}, which only the App reads: what that says is missing here.`);
  if (files.length === 0) {
    const remedy = worktree ? "name another base with --base" : "name a base with --base, or add --worktree";
    notes.push(`Nothing differs between ${baseSha.slice(0, 10)} and ${headSha.slice(0, 10)}; ${remedy}.`);
  }
  const edited = files.find((file) => file.path === CONFIG_PATH)?.head;
  if (edited) {
    const checked = checkRepositoryConfig(edited.text, CONFIG_PATH);
    notes.push(`The changed ${CONFIG_PATH} takes effect once it is on the base branch.`);
    if (checked.config === null) notes.push(...checked.problems.map(formatProblem));
  }
  return notes;
}

/** One file per call, in their order, and one with what was not published and why. */
async function writeTrace(directory: string, trace: Analysis["trace"], { rejected }: ThreatReport): Promise<void> {
  await save(join(directory, "rejected.json"), `${JSON.stringify(rejected, null, 2)}\n`);
  for (const [index, entry] of trace.entries()) {
    const name = `${String(index + 1).padStart(2, "0")}-${entry.stage}.json`;
    await save(join(directory, name), `${JSON.stringify(entry, null, 2)}\n`);
  }
}

async function save(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    throw new UsageError(`Cannot write ${path}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
