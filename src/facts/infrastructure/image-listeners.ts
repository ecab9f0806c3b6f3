import type { Instruction } from "./dockerfile-syntax.ts";

/** Something in an image that waits for connections. */
export interface ImageListener {
  readonly name: "port" | "debug";
  readonly bind: "all" | "loopback" | "unknown";
  readonly port: string;
}

/** How a debugger is told to listen; the first group is the address. */
const DEBUGGERS: readonly RegExp[] = [
  /--inspect(?:-brk)?=([\w.:*-]+)/u,
  /jdwp=[^\s"']*?address=([\w.:*-]+)/u,
  /debugpy\b[^\n]{0,80}--listen[\s",=]+([\w.:*-]+)/u,
  /\bdlv\b[^\n]{0,120}--listen[\s",=]+([\w.:*-]+)/u,
];
const STARTS_SOMETHING = new Set(["CMD", "ENTRYPOINT", "ENV"]);

/** Ports that an instruction opens, and debuggers that it starts. */
export function listenersOf({ keyword, text }: Instruction): ImageListener[] {
  if (keyword === "EXPOSE") {
    return text
      .split(/\s+/u)
      .filter(Boolean)
      .map((port) => ({ name: "port", bind: "all", port }));
  }
  if (!STARTS_SOMETHING.has(keyword)) return [];
  return DEBUGGERS.flatMap((pattern) => {
    const address = pattern.exec(text)?.[1];
    return address === undefined ? [] : [{ name: "debug", bind: bindOf(address), port: portOf(address) }];
  });
}

function bindOf(address: string): ImageListener["bind"] {
  if (/^(0\.0\.0\.0|\*|:{1,2}|\[::\])(:|$)|^:/u.test(address)) return "all";
  // A bare port means the loopback address for these debuggers, except for older Java.
  return /^(127\.|localhost)/u.test(address) || /^\d+$/u.test(address) ? "loopback" : "unknown";
}

function portOf(address: string): string {
  return /(\d+)$/u.exec(address)?.[1] ?? "";
}
