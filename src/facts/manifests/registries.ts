import type { Ecosystem } from "./manifest.ts";

/** Public registries that an ecosystem's packages ordinarily come from; anything else is someone's own. */
const PUBLIC: Readonly<Record<Ecosystem, readonly string[]>> = {
  npm: ["registry.npmjs.org", "registry.yarnpkg.com", "npm.pkg.github.com", "npm.jsr.io"],
  pypi: [
    "pypi.org",
    "pypi.python.org",
    "files.pythonhosted.org",
    "download.pytorch.org",
    "download-r2.pytorch.org",
    "pypi.nvidia.com",
    "www.piwheels.org",
  ],
  go: ["proxy.golang.org"],
  maven: [
    "repo.maven.apache.org",
    "repo1.maven.org",
    "central.sonatype.com",
    "oss.sonatype.org",
    "s01.oss.sonatype.org",
    "repository.apache.org",
    "dl.google.com",
    "maven.google.com",
    "plugins.gradle.org",
    "repo.spring.io",
    "repo.gradle.org",
    "packages.confluent.io",
    "maven.pkg.jetbrains.space",
    "repository.jboss.org",
  ],
  rubygems: ["rubygems.org", "index.rubygems.org"],
  packagist: ["packagist.org", "repo.packagist.org", "asset-packagist.org", "wpackagist.org", "packages.drupal.org"],
  nuget: ["api.nuget.org", "www.nuget.org", "nuget.org", "pkgs.dev.azure.com"],
  cargo: ["crates.io", "index.crates.io", "static.crates.io"],
};

/** True when this host is one that an ecosystem's packages ordinarily come from. */
export function isPublicRegistry(ecosystem: Ecosystem, host: string): boolean {
  return PUBLIC[ecosystem].includes(host);
}
