import type { Instruction } from "./dockerfile-syntax.ts";

/** An account of an image whose password stands in the file. */
export interface ImageAccount {
  readonly account: string;
  readonly level: "user" | "root";
  /** The instruction that sets the password. */
  readonly at: Instruction;
}

/** Programs that let people sign in over the network; without one the password of an account opens nothing. */
const SIGN_IN_SERVERS =
  /\b(?:openssh(?:-server)?|sshd|dropbear|xrdp|tigervnc|tightvncserver|vsftpd|proftpd|telnetd)\b/u;
/** `echo 'account:password' | chpasswd`, where nothing is filled in. */
const CHANGED =
  /\b(?:echo|printf)\s+(?:-\w+\s+)*["']?([\w.-]{1,64}):([^"'|$\s]{1,200})["']?\s*\|\s*(?:sudo\s+)?chpasswd\b(?!\s+-e)/gu;
const MAY_BECOME_ROOT =
  /(?:^|\s)(?:-a?G|--groups|--group)[ =][\w,]*\b(?:sudo|wheel|root)\b|\b(?:adduser|gpasswd -a)\s+[\w-]+\s+(?:sudo|wheel)\b|NOPASSWD/u;

/** Accounts of the shipped stages that anyone who reads the file can sign in to. */
export function openAccounts(instructions: readonly Instruction[]): ImageAccount[] {
  const all = instructions.map(({ text }) => text).join("\n");
  if (!SIGN_IN_SERVERS.test(all)) return [];
  return instructions.flatMap((at) =>
    [...at.text.matchAll(CHANGED)].map(([, account = ""]) => ({
      account,
      level: account === "root" || MAY_BECOME_ROOT.test(all) ? "root" : "user",
      at,
    })),
  );
}
