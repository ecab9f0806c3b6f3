/** What the name of a container image says about it, as the attributes of a dependency. */
export function imageAttributes(reference: string) {
  return { reference, pinned: pinningOf(reference), third_party: !isOfficial(reference) };
}

/** Images of the registry's own library have no owner in their name, and run as root unless they say otherwise. */
export function isOfficial(image: string): boolean {
  return /^(docker\.io\/)?(library\/)?[\w.-]+(:[^/]*)?(@.*)?$/u.test(image);
}

function pinningOf(image: string): "digest" | "version" | "tag" | "latest" {
  if (image.includes("@sha256:")) return "digest";
  const tag = /:([^:/]+)$/u.exec(image)?.[1];
  if (tag === undefined || tag === "latest") return "latest";
  return /\d+\.\d+\.\d+/u.test(tag) ? "version" : "tag";
}
