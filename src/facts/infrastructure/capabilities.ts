import type { Said } from "./say.ts";

/** Linux capabilities with which a container can leave its box. */
const WHOLE_MACHINE = new Set(["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO", "DAC_READ_SEARCH", "BPF"]);
/** Capabilities that containers have anyway, or that open one low port. */
const ORDINARY = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "IPC_LOCK",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
  "SYS_NICE",
]);

/** What an added capability lets a container do; `null` for those that change nothing of note. */
export function addedCapability(name: string, isAgent: boolean): Said | null {
  const capability = name.toUpperCase().replace(/^CAP_/u, "");
  if (ORDINARY.has(capability)) return null;
  if (WHOLE_MACHINE.has(capability)) return hostAccess(`the capability ${capability}`, isAgent ? "write" : "write_all");
  return { kind: "privilege", name: "container_capability", attributes: { target: capability } };
}

/** A way from the container to the machine it runs on. */
export function hostAccess(target: string, level: "write_all" | "write" | "read"): Said {
  return { kind: "privilege", name: "host_access", attributes: { target, level } };
}
