import { linesOf } from "../../domain/change-set.ts";
import type { AbuseTest } from "../../domain/threat.ts";
import type { TestStyle } from "./test-style.ts";
import { hidesCharacters } from "./visible-text.ts";

const MOST_LINES = 60;
const MOST_CHARACTERS = 4_000;
/** Calls that a test has in common with the one that it is modelled on. */
const LEAST_SHARED_CALLS = 2;

/** Hosts that reach nobody: reserved names, this machine and private networks. */
const HARMLESS_HOST =
  /^(?:(?:[\w-]+\.)*(?:example(?:\.(?:com|org|net))?|test|invalid|localhost|internal)|127\.[\d.]+|10\.[\d.]+|192\.168\.[\d.]+|169\.254\.[\d.]+|0\.0\.0\.0|\[?::1\]?)(?::\d+)?$/iu;

/**
 * A model's test as text to copy; `null` unless it is short, readable, harmless and calls what the repository's own test
 * calls. Nobody has run it.
 */
export function acceptedTest(code: string, style: TestStyle): AbuseTest | null {
  const text = code.replace(/^(?:[ \t]*\r?\n)+|\s+$/gu, "");
  const isShort = text.length <= MOST_CHARACTERS && linesOf(text).length <= MOST_LINES;
  const isReadable = text !== "" && !hidesCharacters(text) && !text.includes("<secret:");
  const isHarmless = hostsIn(text).every((host) => HARMLESS_HOST.test(host));
  const own = callsIn(style.text);
  const shared = [...callsIn(text)].filter((name) => own.has(name));
  if (!isShort || !isReadable || !isHarmless || shared.length < LEAST_SHARED_CALLS) return null;
  return { path: style.path, code: text };
}

function hostsIn(text: string): string[] {
  return [...text.matchAll(/\b[a-z][a-z0-9+.-]*:\/\/([^/\s"'`?#\\)]*)/giu)].map(([, host = ""]) =>
    host.replace(/^.*@/u, ""),
  );
}

function callsIn(text: string): Set<string> {
  return new Set([...text.matchAll(/([A-Za-z_]\w*[?!]?)\s*[({]/gu)].map(([, name = ""]) => name));
}
