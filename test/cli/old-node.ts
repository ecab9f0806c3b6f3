import { execFileSync } from "node:child_process";

/** A Node of this machine that is too old to run the sources, if there is one. */
export const oldNode = ["/usr/bin/node", "/usr/local/bin/node"].find((path) => {
  try {
    const [major = 99] = execFileSync(path, ["-p", "process.versions.node"], { encoding: "utf8" })
      .split(".")
      .map(Number);
    return major >= 16 && major < 22;
  } catch {
    return false;
  }
});
