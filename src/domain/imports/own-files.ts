import { fileNameOf } from "./paths.ts";

const FOREIGN = /(?:^|\/)(?:node_modules|bower_components|vendor|third_party|dist|build|\.venv|site-packages)\//u;
const DECLARATION = /\.d\.[cm]?ts$/u;
const TEST_FOLDER = /(?:^|\/)(?:tests?|spec|__tests__|__mocks__|__fixtures__|fixtures|e2e|cypress|testdata|testing)\//u;
const TEST_NAME = /^(?:test_|conftest\b)|(?:_test|[.-](?:test|spec|cy|stories)|_spec|Tests?)\.\w+$/u;

/** True for what the repository itself runs where users are: nothing vendored, generated or for tests. */
export function isOwn(path: string): boolean {
  return !FOREIGN.test(path) && !DECLARATION.test(path) && !isTest(path);
}

function isTest(path: string): boolean {
  return TEST_FOLDER.test(path) || TEST_NAME.test(fileNameOf(path));
}
