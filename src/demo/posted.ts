/** What stands on the pull request, read back from the code host: the only thing that the demo shows. */
export interface Posted {
  readonly title: string;
  readonly check: { readonly name: string; readonly conclusion: string; readonly title: string };
  readonly reviews: readonly string[];
  readonly comments: readonly PostedComment[];
}

export interface PostedComment {
  readonly path: string;
  readonly line: number | null;
  readonly body: string;
  /** The lines that the comment stands on, which the host shows above it; empty when they are gone. */
  readonly code: readonly CodeLine[];
}

export interface CodeLine {
  readonly number: number;
  readonly text: string;
}
