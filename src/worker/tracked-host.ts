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
      // Before it is created: whoever dies right after that leaves it to be found.
      await store.noteCheck(about, headSha, "started");
      return opened.startCheck(about, headSha);
    },
    completeCheck: async (about, check, output) => {
      await opened.completeCheck(about, check, output);
      await store.dropCheck(about, check.headSha);
    },
    closeCheck: async (about, check, conclusion, title) => {
      await opened.closeCheck(about, check, conclusion, title);
      await store.dropCheck(about, check.headSha);
    },
  };
}
