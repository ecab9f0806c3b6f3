import type { Severity } from "../domain/risk.ts";
import type { Effect } from "../domain/threat.ts";

/** `1 threat`, `2 threats`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

export function capitalised(text: string): string {
  return text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

/** Ends with exactly one full stop unless it ends a question or an exclamation already. */
export function sentence(text: string): string {
  const trimmed = text.trim().replace(/[.\s]+$/u, "");
  return /[?!…]$/u.test(trimmed) ? trimmed : `${trimmed}.`;
}

export const SEVERITY_DOT: Readonly<Record<Severity, string>> = {
  critical: "🔴",
  high: "🔴",
  medium: "🟠",
  low: "🟡",
  info: "⚪",
};

/** What the change did to a threat, for people. */
export const EFFECT_WORDS: Readonly<Record<Effect, string>> = {
  introduced: "new in this change",
  worsened: "made worse by this change",
  mitigation_weakened: "a protection was lost",
  improved: "reduced by this change",
  resolved: "resolved by this change",
  pre_existing: "was there before",
};

export const STRIDE_NAMES = {
  S: "Spoofing",
  T: "Tampering",
  R: "Repudiation",
  I: "Information disclosure",
  D: "Denial of service",
  E: "Elevation of privilege",
} as const;

/** Code point of ①; the numbers up to ⑳ follow it. */
const FIRST_CIRCLED = 0x2460;

/** A circled number from 1 to 20; larger numbers in brackets. */
export function circled(number: number): string {
  return number >= 1 && number <= 20 ? String.fromCodePoint(FIRST_CIRCLED + number - 1) : `(${number})`;
}
