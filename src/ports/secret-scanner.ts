/** One secret in a text, by UTF-16 offsets. */
export interface SecretRange {
  readonly start: number;
  readonly end: number;
  /** Short kind for the placeholder, such as `aws` or `private-key`. */
  readonly type: string;
}

/** Finds secrets; overlapping ranges are allowed. */
export interface SecretScanner {
  scan(path: string, text: string): Promise<SecretRange[]>;
}
