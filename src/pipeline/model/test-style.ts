import { posix } from "node:path";
import type { ChangeSet } from "../../domain/change-set.ts";
import { linesOf } from "../../domain/change-set.ts";
import { languageNameOf, roleOf } from "../../facts/file-role.ts";
import type { SecretScanner } from "../../ports/secret-scanner.ts";
import type { FurtherCode } from "../../ports/further-code.ts";
import { redact } from "../stages/redact.ts";

/** A test of the repository that shows how its people write tests. */
export interface TestStyle {
  readonly path: string;
  readonly text: string;
}

/** What the style is looked for with. */
export interface StyleTools {
  /** `null` where nothing more can be read. */
  readonly further?: Pick<FurtherCode, "findClosest"> | null;
  readonly scanner: SecretScanner;
  readonly signal: AbortSignal;
}

/** Enough to see imports, set-up and one or two tests. */
const MOST_LINES = 70;
const MOST_LINE_LENGTH = 200;

/** The test that stands closest to a source file, redacted, without its end where it is long; `null` without one. */
export async function testStyleNear(
  source: string,
  change: ChangeSet,
  { further, scanner, signal }: StyleTools,
): Promise<TestStyle | null> {
  const { paths, truncated } = change.map;
  const rate = (path: string) => closeness(path, source);
  // Where no path of the repository fits, nothing has to be read to know it.
  if (!truncated && !paths.some((path) => rate(path) > 0)) return null;
  const near = await further?.findClosest(rate, signal).catch(() => null);
  signal.throwIfAborted();
  if (!near) return null;
  const { context } = await redact({ ...change, title: "", body: "", files: [], context: [near] }, scanner);
  const [file] = context;
  return file ? { path: file.path, text: shortened(file.blob.text) } : null;
}

/** Files beside tests that hold none. */
const NO_TESTS = /fixture|snapshot|mock|testdata|(?:helpers?|utils?|setup|conftest)\.\w+$/iu;

/** How well a file shows the tests of a source file: not at all unless it is a test in the same language. */
export function closeness(path: string, source: string): number {
  if (roleOf(path) !== "test" || languageNameOf(path) !== languageNameOf(source)) return 0;
  if (!/test|spec/iu.test(posix.basename(path)) || NO_TESTS.test(path)) return 0;
  const [own, folders] = [stemOf(source), source.split("/").slice(0, -1)];
  const shared = folders.filter((folder) => path.split("/").includes(folder)).length;
  const isItsOwn = own !== "" && stemOf(path).includes(own);
  return 1 + shared + (isItsOwn ? 100 : 0);
}

function stemOf(path: string): string {
  return (posix.basename(path).split(".")[0] ?? "").toLowerCase().replaceAll(/[^a-z0-9]/gu, "");
}

function shortened(text: string): string {
  return linesOf(text)
    .slice(0, MOST_LINES)
    .map((line) => line.slice(0, MOST_LINE_LENGTH))
    .join("\n");
}
