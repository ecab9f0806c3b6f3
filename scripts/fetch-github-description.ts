import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DESCRIPTION_PATH } from "../test/contract/github-description.ts";

const PACKAGE = "@octokit/openapi@23.0.2";
const FILE = "package/generated/api.github.com.json";

if (existsSync(DESCRIPTION_PATH)) {
  process.stdout.write(`GitHub's description is in ${DESCRIPTION_PATH} already.\n`);
} else {
  const folder = mkdtempSync(join(tmpdir(), "threatdiff-openapi-"));
  const packed = execFileSync("npm", ["pack", "--silent", PACKAGE], { cwd: folder, encoding: "utf8" }).trim();
  execFileSync("tar", ["-xzf", packed, FILE], { cwd: folder });
  mkdirSync(dirname(DESCRIPTION_PATH), { recursive: true });
  copyFileSync(join(folder, FILE), DESCRIPTION_PATH);
  rmSync(folder, { recursive: true });
  process.stdout.write(`GitHub's description is in ${DESCRIPTION_PATH}.\n`);
}
