import type { Argument, CallNode, SyntaxNode } from "../syntax/syntax-node.ts";

/** How a call takes a function that something else is to call, and what that function is to be given. */
interface HandOver {
  readonly callee: RegExp;
  /** Position of the function among the plain arguments, or `receiver` for `task.delay(x)`. */
  readonly target: number | "receiver";
  /** Position of the first plain argument that is meant for the function, or of the list that holds them all. */
  readonly from: number;
  readonly listed?: true;
}

const HAND_OVERS: readonly HandOver[] = [
  { callee: /(?:^|\.)(?:Thread|Process)$/u, target: 1, from: 3, listed: true },
  { callee: /(?:^|\.)Timer$/u, target: 1, from: 2, listed: true },
  {
    callee:
      /(?:^|\.)(?:submit|enqueue|add_task|to_thread|run_in_threadpool|run_sync|start_soon|spawn_later|call_soon|call_soon_threadsafe)$/u,
    target: 0,
    from: 1,
  },
  { callee: /(?:^|\.)(?:run_in_executor|enqueue_in|enqueue_at|call_later|call_at)$/u, target: 1, from: 2 },
  { callee: /(?:^|\.)(?:add_job|start_new_thread)$/u, target: 0, from: 1, listed: true },
  { callee: /^(?:globalThis\.|timers\.|window\.)?(?:setTimeout|setInterval)$/u, target: 0, from: 2 },
  { callee: /^(?:globalThis\.|timers\.)?setImmediate$|^process\.nextTick$/u, target: 0, from: 1 },
  { callee: /\.delay$/u, target: "receiver", from: 0 },
  { callee: /\.apply_async$/u, target: "receiver", from: 0, listed: true },
  { callee: /\.call$/u, target: "receiver", from: 1 },
  { callee: /\.apply$/u, target: "receiver", from: 1, listed: true },
];

/**
 * The call that a thread, timer, queue or executor makes later: `Thread(target=f, args=(x,))` and `pool.submit(f, x)`
 * are `f(x)`. `null` for calls that hand over nothing.
 */
export function handedCall(node: CallNode, canonical: string | null): CallNode | null {
  const form = HAND_OVERS.find(({ callee }) => canonical !== null && callee.test(canonical));
  const callee = form ? targetOf(node, form) : null;
  return form && callee ? { ...node, callee, arguments: handedArguments(node, form) } : null;
}

const TARGET = /^(?:target|func|fn|f|function)$/u;
const LISTED = /^(?:args|kwargs)$/u;

function targetOf(node: CallNode, { target }: HandOver): SyntaxNode | null {
  const named = node.arguments.find(({ name }) => name !== null && TARGET.test(name));
  if (named) return named.value;
  if (target === "receiver") return node.callee.type === "member" ? node.callee.object : null;
  return plain(node)[target]?.value ?? null;
}

function handedArguments(node: CallNode, { from, listed }: HandOver): Argument[] {
  const given = plain(node).slice(from);
  const positional = listed ? given.slice(0, 1).flatMap(({ value }) => opened(value)) : given;
  const keywords = node.arguments.flatMap((argument) => {
    if (argument.name === null || TARGET.test(argument.name)) return [];
    return LISTED.test(argument.name) ? opened(argument.value) : [argument];
  });
  return [...positional, ...keywords];
}

function plain(node: CallNode): Argument[] {
  return node.arguments.filter(({ name }) => name === null);
}

/** The arguments that a list or a dictionary holds. */
function opened(node: SyntaxNode): Argument[] {
  if (node.type === "list") return node.items.map((value) => ({ name: null, spread: false, value }));
  if (node.type !== "object") return [];
  return node.entries.map(({ key, spread, value }) => ({ name: key, spread, value }));
}
