/** Places of the machine that hand the whole machine to whoever can write them, or read its keys. */
const WHOLE_MACHINE =
  /^\/(?:$|etc$|etc\/kubernetes|root(?:\/|$)|home$|proc$|sys$|dev$|boot|usr$|usr\/local\/bin|bin$|sbin$|lib$|run$|var$|var\/run$|var\/lib$|var\/lib\/(?:docker|kubelet|containerd|etcd)|opt\/cni|var\/log\/?$)/u;
/** Sockets that start containers with any right there is; mounting them read-only changes nothing. */
const RUNTIME_SOCKET = /(?:docker|containerd|crio|podman|cri-dockerd|buildkitd?)\.sock$/u;
/** Files that containers usually get to show the right time or names. */
const HARMLESS = /^\/etc\/(?:localtime|timezone|hosts|resolv\.conf|machine-id|ssl|pki|ca-certificates|passwd|group)/u;

/** What a container can do with a path of the machine; `null` where that is nothing of note. */
export function reachOf(path: string, readOnly: boolean): "write_all" | "write" | "read" | null {
  if (RUNTIME_SOCKET.test(path)) return "write_all";
  if (HARMLESS.test(path) || !path.startsWith("/")) return null;
  if (readOnly) return WHOLE_MACHINE.test(path) ? "read" : null;
  return WHOLE_MACHINE.test(path) ? "write_all" : null;
}
