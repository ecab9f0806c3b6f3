import type { RepositoryConfig } from "../../config/repository-config.ts";

/** What the repository's configuration at the base says about the system. */
export function describeOwnersWord({ system }: Pick<RepositoryConfig, "system">): string {
  const lines = [
    ...(system.exposure === null ? [] : [`- The service listens: ${system.exposure}`]),
    ...system.assets.map(({ name, data }) => `- ${name} is ${data} data`),
    ...system.assumptions.map((sentence) => `- ${sentence}`),
  ];
  return lines.length === 0 ? "Nothing." : lines.join("\n");
}
