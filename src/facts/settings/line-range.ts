/** 1-based first and last line of something in a file. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}
