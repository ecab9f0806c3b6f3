import { packArchive } from "../../src/demo/emulator/archives.ts";

/** An archive as GitHub sends it: everything in one folder, after a header for all. */
export function buildArchive(files: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(files).map(([path, content]) => ({ path: `acme-shop-c0ffee/${path}`, content }));
  const comment = { path: "pax_global_header", content: "52 comment=c0ffee\n", type: "g" };
  return packArchive([comment, { path: "acme-shop-c0ffee/", content: "", type: "5" }, ...entries]);
}
