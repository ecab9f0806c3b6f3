import { HclValues } from "./hcl-values.ts";
import type { Entry, Setting } from "./setting.ts";
import { TextCursor } from "./text-cursor.ts";

/** What an HCL file says, and the first fault of its syntax in one sentence. */
export interface HclFile {
  readonly root: Setting;
  readonly fault: string | null;
}

const MAX_DEPTH = 40;
const NAME = /[A-Za-z_][\w-]*/uy;
const LABEL = /"(?:[^"\\\n]|\\.)*"|[A-Za-z_][\w.-]*/uy;

/** Reads the blocks and attributes of HCL, as Terraform and Packer write it; what is no HCL is skipped by the line. */
export function parseHcl(text: string): HclFile {
  const reader = new HclReader(new TextCursor(text));
  const entries = reader.body(MAX_DEPTH);
  const lines = { start: 1, end: Math.max(1, text.split("\n").length) };
  return { root: { text: null, reference: null, entries, items: [], lines }, fault: reader.fault };
}

class HclReader {
  fault: string | null = null;
  private readonly cursor: TextCursor;
  private readonly values: HclValues;

  constructor(cursor: TextCursor) {
    this.cursor = cursor;
    this.values = new HclValues(cursor);
  }

  /** Attributes and blocks up to the closing brace or the end. */
  body(depth: number): Entry[] {
    const entries: Entry[] = [];
    for (this.values.skipBlank(); !this.cursor.isAtEnd && this.cursor.here !== "}"; this.values.skipBlank()) {
      const entry = this.entry(depth);
      if (entry) entries.push(entry);
    }
    return entries;
  }

  private entry(depth: number): Entry | null {
    const start = this.cursor.at;
    const key = this.cursor.take(NAME) ?? this.cursor.take(LABEL)?.slice(1, -1) ?? null;
    if (key === null) return this.skipLine(start);
    this.values.skipSpace();
    if (this.cursor.here === "=" && !this.cursor.startsWith("==")) return this.attribute(key, start);
    const labels = this.labels();
    return this.cursor.here === "{" ? this.block({ key, labels, start }, depth) : this.skipLine(start);
  }

  private attribute(key: string, start: number): Entry {
    this.cursor.at += 1;
    const value = this.values.value(MAX_DEPTH);
    return { key, labels: [], value, lines: this.cursor.linesFrom(start) };
  }

  private labels(): string[] {
    const labels: string[] = [];
    for (let label = this.cursor.take(LABEL); label !== null; label = this.cursor.take(LABEL)) {
      labels.push(label.replace(/^"|"$/gu, ""));
      this.values.skipSpace();
    }
    return labels;
  }

  private block(head: { key: string; labels: string[]; start: number }, depth: number): Entry {
    const opening = this.cursor.at;
    this.cursor.at += 1;
    if (depth === 0) this.values.skipBalanced(opening);
    const entries = depth === 0 ? [] : this.body(depth - 1);
    if (this.cursor.here === "}") this.cursor.at += 1;
    else if (depth > 0) this.fault ??= `The block in line ${this.cursor.lineAt(head.start)} is not closed.`;
    const lines = this.cursor.linesFrom(head.start);
    return {
      key: head.key,
      labels: head.labels,
      value: { text: null, reference: null, entries, items: [], lines },
      lines,
    };
  }

  private skipLine(start: number): null {
    this.fault ??= `Line ${this.cursor.lineAt(start)} is no HCL.`;
    const end = this.cursor.text.indexOf("\n", this.cursor.at);
    this.cursor.at = end === -1 ? this.cursor.text.length : end + 1;
    return null;
  }
}
