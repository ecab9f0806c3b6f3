import type { PullRequestRef } from "../domain/job.ts";
import type { CodeHost, CodeHostReader, CodeHostWriter } from "../ports/code-host.ts";
import type { Store } from "../ports/store.ts";

type Opened = CodeHostReader & CodeHostWriter;

/** Opens the host so that every check that is started is remembered until it is finished; the sweeper looks for the rest. */
export async function openTracked(
  ref: PullRequestRef,
  { host, store }: { readonly host: CodeHost; readonly store: Pick<Store, "noteCheck" | "dropCheck"> },
): Promise<Opened> {
  const opened = await host.open(ref);
  return {
    ...opened,
    startCheck: async (about, headSha) => {
      const check = await opened.startCheck(about, headSha);
      await store.noteCheck(about, check, "started");
      return check;
    },
    completeCheck: async (about, check, output) => {
      await opened.completeCheck(about, check, output);
      await store.dropCheck(about, check.id);
    },
    closeCheck: async (about, check, conclusion, title) => {
      await opened.closeCheck(about, check, conclusion, title);
      await store.dropCheck(about, check.id);
    },
  };
}
