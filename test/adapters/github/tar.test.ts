import { describe, expect, it } from "vitest";
import { readTar } from "../../../src/adapters/github/tar.ts";
import { packTar } from "../../../src/demo/emulator/archives.ts";

const wants = (path: string) => !path.endsWith(".png");

/** The files of an archive that arrives in pieces of one size. */
async function read(archive: Buffer, { mostBytes = 1_000, piece = 100_000 } = {}): Promise<[string, string][]> {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < archive.length; start += piece) yield archive.subarray(start, start + piece);
  }
  const files: [string, string][] = [];
  for await (const { path, bytes } of readTar(pieces(), { mostBytes, wants })) {
    files.push([path, Buffer.from(bytes).toString()]);
  }
  return files;
}

const TWO = [
  { path: "a/one.ts", content: "1".repeat(513) },
  { path: "a/two.ts", content: "two" },
];

describe("readTar", () => {
  it.each([1, 7, 512, 100_000])("reads files that arrive in pieces of %i bytes", async (piece) => {
    expect(await read(packTar(TWO), { piece })).toEqual([
      ["a/one.ts", "1".repeat(513)],
      ["a/two.ts", "two"],
    ]);
  });

  it("passes over links, folders, and files that are unwanted or too long", async () => {
    const entries = [
      { path: "a/", content: "", type: "5" },
      { path: "a/link.ts", content: "", type: "2" },
      { path: "a/picture.png", content: "png" },
      { path: "a/long.ts", content: "x".repeat(2_000) },
      { path: "a/empty.ts", content: "" },
    ];
    expect(await read(packTar([...entries, ...TWO]))).toEqual([
      ["a/empty.ts", ""],
      ["a/one.ts", "1".repeat(513)],
      ["a/two.ts", "two"],
    ]);
  });

  it("takes long names from pax and GNU headers, for the next file alone", async () => {
    const long = `a/${"folder/".repeat(30)}ä.ts`;
    const record = ` path=${long}\n`;
    const length = Buffer.byteLength(record) + 3;
    const entries = [
      { path: "x", content: `${length}${record}`, type: "x" },
      { path: "short", content: "pax" },
      { path: "x", content: `${long}\0`, type: "L" },
      { path: "short", content: "gnu" },
      { path: "last.ts", content: "last" },
    ];
    expect(await read(packTar(entries))).toEqual([
      [long, "pax"],
      [long, "gnu"],
      ["last.ts", "last"],
    ]);
  });

  it("ends where the archive is cut, damaged or no archive", async () => {
    const whole = packTar(TWO);
    expect(await read(whole.subarray(0, 700))).toEqual([]);
    const damaged = Buffer.from(whole);
    damaged.write("9", 1_600);
    expect(await read(damaged)).toHaveLength(1);
    for (const text of ["", "hello", "x".repeat(5_000), "\0".repeat(5_000)])
      expect(await read(Buffer.from(text))).toEqual([]);
  });
});
