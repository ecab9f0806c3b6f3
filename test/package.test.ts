import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { z } from "zod";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const packedSchema = z.array(z.object({ files: z.array(z.object({ path: z.string() })) })).length(1);

it("packs what the built command line reads at run time", () => {
  const packed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const paths = packedSchema.parse(JSON.parse(packed)).flatMap(({ files }) => files.map(({ path }) => path));
  const read = ["src/catalogue/kinds", "prompts"].flatMap((folder) =>
    readdirSync(`${ROOT}/${folder}`).map((name) => `${folder}/${name}`),
  );
  expect(paths).toEqual(expect.arrayContaining(["bin/threatdiff.js", "app.yml", ...read]));
});
