import { linesOf } from "../../domain/change-set.ts";
import type { Fact, FileFacts } from "../../domain/fact.ts";
import type { SourceFile } from "../fact-reader.ts";
import { runsRemoteScript } from "../infrastructure/image-downloads.ts";
import { configFacts, configScope, factAt, shortName } from "../text-facts.ts";
import { type HiddenText, hiddenTexts } from "./hidden-text.ts";

/** What an order asks for, as far as it takes a protection away. */
export type Order = "skip_checks" | "override" | "secrecy" | "send_data" | "remote_script";

const CHECKS = String.raw`(?:security|safety|permission|approval|confirmation|review|signature|verification|authentication|certificate|pre-?commit|sandbox(?:ing)?)`;

/** Orders that cost people their say. Each is tried on one line at a time; every repetition is bounded. */
const ORDERS: readonly (readonly [Order, RegExp])[] = [
  [
    "override",
    /\b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+)?(?:(?:of\s+)?(?:the\s+|your\s+)?)(?:previous|prior|above|earlier|system)\s+(?:instructions?|prompts?|rules|messages?|guidelines)/iu,
  ],
  [
    "secrecy",
    /\b(?:do not|don't|never|without)\s+(?:ever\s+)?(?:tell(?:ing)?|inform(?:ing)?|notify(?:ing)?|reveal(?:ing)?|mention(?:ing)?)\b[^.\n]{0,40}\b(?:users?|humans?|reviewers?|developers?|maintainers?)\b/iu,
  ],
  [
    "send_data",
    /\b(?:send|post|upload|forward|submit|transmit|exfiltrate|curl)\b[^.\n]{0,100}\b(?:tokens?|secrets?|credentials?|api keys?|passwords?|environment variables?|\.env|private keys?|source code|conversation)\b[^\n]{0,100}https?:\/\//iu,
  ],
  [
    "skip_checks",
    new RegExp(
      String.raw`\b(?:skip|bypass|disable|turn off|circumvent|suppress)\b[^.\n]{0,30}\b${CHECKS}\b[^.\n]{0,20}\b(?:checks?|prompts?|reviews?|hooks?|requests?|gates?|scans?|steps?|verification|mode)\b`,
      "iu",
    ),
  ],
  ["skip_checks", /\bgit\s+(?:commit|push)\b[^\n]{0,60}(?:--no-verify|\s-n\b)/iu],
  ["skip_checks", /(?:^|[\s`])--(?:dangerously-skip-permissions|yolo|dangerously-bypass-approvals-and-sandbox)\b/iu],
];

/** A sentence that forbids, or tells of a mistake, orders the opposite. */
const FORBIDS =
  /\b(?:never|not|n't|avoid|forbidden|prohibited|instead of|rather than|unless|only (?:if|when)|must(?:n't)|refuse|reject|wrong|bad|warn|detect|prevent|attempts? to|tr(?:y|ies|ying) to|if (?:you|someone|the user))\b|❌|🚫|n't\b/iu;

/** Reads the orders that a repository gives to coding agents, as attack surface: what takes people's checks away. */
export function readInstructions(file: SourceFile): FileFacts {
  const lines = linesOf(file.text);
  const hidden = hiddenTexts(lines, ordersIn);
  const covered = new Set(hidden.flatMap(({ start, end }) => lines.slice(start - 1, end).map((_, at) => start + at)));
  const orders = lines.flatMap((line, index) => (covered.has(index + 1) ? [] : ordersAt(file, line, index + 1)));
  return configFacts(file, [
    configScope(file, shortName(file.path), [...orders, ...hidden.map((text) => hiddenFact(file, text))]),
  ]);
}

function ordersAt(file: SourceFile, line: string, number: number): (Fact | null)[] {
  return ordersIn(line).map((order) =>
    factAt(file, { start: number, end: number }, orderFact({ format: order, hidden: false })),
  );
}

/** The orders in a piece of text that nothing around them forbids. */
function ordersIn(text: string): Order[] {
  const found = ORDERS.filter(([order, pattern]) => {
    const match = pattern.exec(text);
    return match !== null && (order === "secrecy" || !FORBIDS.test(text.replace(match[0], withoutVerify(match[0]))));
  }).map(([order]) => order);
  const remote = runsRemoteScript(text) && !FORBIDS.test(text) ? (["remote_script"] as const) : [];
  return [...new Set([...found, ...remote])];
}

/** `--no-verify` is an option and no word of a sentence. */
function withoutVerify(text: string): string {
  return text.replaceAll(/--[\w-]+/gu, " ");
}

function hiddenFact(file: SourceFile, { start, end, how }: HiddenText): Fact | null {
  return factAt(file, { start, end }, orderFact({ format: how, hidden: true }));
}

function orderFact(attributes: { format: string; hidden: boolean }) {
  return { kind: "sink", name: "agent_instruction", attributes: { tainted: false, ...attributes } } as const;
}
