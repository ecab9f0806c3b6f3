import { describe, expect, it } from "vitest";
import { decodeText } from "../../src/domain/blob-content.ts";

describe("decodeText", () => {
  it("keeps byte order mark, carriage returns and characters outside the basic plane", () => {
    const text = "\u{feff}a\r\n\u{1f512}\n";
    expect(decodeText(Buffer.from(text))).toBe(text);
  });

  it("answers null for NUL bytes and for bytes that are not UTF-8", () => {
    expect(decodeText(Buffer.from("a\0b"))).toBeNull();
    expect(decodeText(Buffer.from([0x63, 0xe9]))).toBeNull();
  });
});
