import { cargoLock, cargoSettings, cargoToml } from "./cargo.ts";
import { composerJson } from "./composer.ts";
import { composerLock } from "./composer-lock.ts";
import { goModules } from "./go.ts";
import { gradleBuild, versionCatalogue } from "./gradle.ts";
import type { ManifestFormat } from "./manifest.ts";
import { pom } from "./maven.ts";
import { packageJson, pnpmWorkspace } from "./npm.ts";
import { bunLock, packageLock } from "./npm-locks.ts";
import { npmrc, yarnSettings } from "./npm-settings.ts";
import { dotnetProject, nugetLock, nugetSettings } from "./nuget.ts";
import { pnpmLock } from "./pnpm-lock.ts";
import { pipfile, pyproject } from "./pyproject.ts";
import { pipfileLock, pythonLock } from "./python-locks.ts";
import { pipSettings, requirements } from "./requirements.ts";
import { bundleSettings, gemfile, gemfileLock } from "./ruby.ts";
import { yarnLock } from "./yarn-lock.ts";

/** Every manifest, lock and settings file of a package manager that is read, by ecosystem. */
export const FORMATS: readonly ManifestFormat[] = [
  packageJson,
  pnpmWorkspace,
  npmrc,
  yarnSettings,
  packageLock,
  yarnLock,
  pnpmLock,
  bunLock,
  requirements,
  pipSettings,
  pyproject,
  pipfile,
  pythonLock,
  pipfileLock,
  goModules,
  pom,
  gradleBuild,
  versionCatalogue,
  gemfile,
  gemfileLock,
  bundleSettings,
  composerJson,
  composerLock,
  dotnetProject,
  nugetSettings,
  nugetLock,
  cargoToml,
  cargoSettings,
  cargoLock,
];
