import { type Instruction, lineAtOffset } from "./dockerfile-syntax.ts";

/** Something that a build fetches from elsewhere. */
export interface Download {
  readonly url: string;
  /** True when what was fetched is run during the build. */
  readonly executed: boolean;
  /** True when a checksum or signature is compared. */
  readonly verified: boolean;
  /** True when the check of the server's certificate is switched off. */
  readonly insecure: boolean;
  readonly startLine: number;
  readonly endLine: number;
}

const FETCH = /\b(curl|wget)\b[^;&|]{0,400}?(https?:\/\/[^\s"'`)|;&]+)[^;&|\n]{0,400}(?:\n[^;&|\n]{0,400}){0,3}/gu;
const INTERPRETER = String.raw`(?:sudo\s+(?:-\w+\s+)*)?(?:env\s+)?(?:\/usr)?(?:\/bin\/)?(?:ba|z|da|a)?sh\b|(?:sudo\s+(?:-\w+\s+)*)?(?:python3?|perl|node|ruby|php)\b`;
const PIPED = new RegExp(String.raw`^\s*\|\s*(?:${INTERPRETER})`, "u");
const SUBSTITUTED = /(?:\b(?:ba|z|da)?sh\b|\beval\b)\s[^\n;&|]{0,40}(?:\$\(|<\()\s*$/u;
const VERIFIED =
  /\b(sha(256|384|512)sum\b[^\n]{0,200}(-c|--check)|shasum\b[^\n]{0,200}-c|gpgv?\b[^\n]{0,200}--verify|cosign verify|minisign\b|openssl dgst)/u;
const INSECURE = /^curl\b[^]*\s(--insecure|-[a-zA-Z]*k[a-zA-Z]*)(\s|$)|\s--no-check-certificate(\s|$)/u;

/** A shell script with the lines of the file that it comes from. */
export type ScriptText = Pick<Instruction, "text" | "startLine" | "textLines">;

/** What a script, such as that of a `RUN`, fetches with curl or wget. */
export function downloadsIn(instruction: ScriptText): Download[] {
  const { text } = instruction;
  return [...text.matchAll(FETCH)].map((match) => {
    const [call, , url = ""] = match;
    const after = text.slice(match.index + call.length);
    return {
      url,
      executed: PIPED.test(after) || SUBSTITUTED.test(text.slice(0, match.index)) || runsFile(text, fileOf(call, url)),
      verified: VERIFIED.test(text) || namesCommit(url),
      insecure: INSECURE.test(call),
      startLine: lineAtOffset(instruction, match.index),
      endLine: lineAtOffset(instruction, match.index + call.trimEnd().length + (PIPED.exec(after)?.[0].length ?? 0)),
    };
  });
}

/** True when a text hands what it fetches to an interpreter: `curl https://… | sh`. */
export function runsRemoteScript(text: string): boolean {
  return [...text.matchAll(FETCH)].some(({ 0: call, index }) => {
    const after = text.slice(index + call.length);
    return PIPED.test(after) || SUBSTITUTED.test(text.slice(0, index));
  });
}

/** What an `ADD` fetches; it is run when a later `RUN` calls it. */
export function addedDownload(instruction: Instruction, later: readonly Instruction[]): Download | null {
  const [url = "", target = ""] = instruction.text.split(/\s+/u);
  if (!/^https?:\/\//u.test(url)) return null;
  const file = target.endsWith("/") ? baseName(url) : baseName(target);
  return {
    url,
    executed: later.some(({ keyword, text }) => keyword === "RUN" && runsFile(text, file)),
    verified: namesCommit(url) || instruction.options.some((option) => option.startsWith("--checksum=")),
    insecure: false,
    startLine: instruction.startLine,
    endLine: instruction.endLine,
  };
}

/** A full commit id in an address stands for one content, as far as the host is honest. */
function namesCommit(url: string): boolean {
  return /\/[0-9a-f]{40}\//u.test(url);
}

function fileOf(call: string, url: string): string {
  const named = /\s(?:-o|--output|-O|--output-document)[\s=]+(\S+)/u.exec(call)?.[1];
  return baseName(named === undefined || named.startsWith("http") ? url : named);
}

function baseName(path: string): string {
  return (
    path
      .replace(/[?#].*$/u, "")
      .replace(/\/+$/u, "")
      .split("/")
      .at(-1)
      ?.replace(/["']/gu, "") ?? ""
  );
}

/** True when a script calls a file, or makes it executable. */
function runsFile(script: string, file: string): boolean {
  if (file === "" || file === "-") return false;
  const name = file.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
  const called = new RegExp(String.raw`(?:${INTERPRETER})[ \t]+(?:-\w+[ \t]+)*(?:\S*\/)?${name}(?:[\s;&|]|$)`, "u");
  const direct = new RegExp(String.raw`(?:^|[;&|]\s*|\n)(?:\.|\/[\w./-]*)\/${name}(?:[\s;&|]|$)`, "u");
  return called.test(script) || direct.test(script);
}
