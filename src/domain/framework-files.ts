import { isOwn } from "./imports/own-files.ts";
import { fileNameOf, folderOf, walkBetween } from "./imports/paths.ts";

/** Most files that are chosen by their name alone. */
const MOST_BY_NAME = 10;
const MOST_FOR_ALL = 5;
/** How many folders apart a registration file may be from a changed file. */
const NEAR = 4;

/** Where routes and guards of the code nearby are usually registered. */
const REGISTRATION =
  /^(?:app|server|main|index|routes?|router|urls|middleware|auth|Program|Startup|mod)\.(?:[cm]?[jt]sx?|py|go|rs|cs|php)$/u;

/** Where frameworks keep what holds for all routes, wherever that file lies. */
const CONFIGURATION_OF_ALL =
  /^(?:\w*Security\w*Config\w*\.(?:java|kt)|\w*SecurityConfiguration\.(?:java|kt)|app\.module\.ts|application_controller\.rb|routes\.rb|(?:Kernel|web|api)\.php|security\.ya?ml|middleware\.[jt]s|settings\.py|urls\.py|Startup\.cs|Program\.cs)$/u;

/** True for a file in which code nearby is registered, by its name. */
export function isRegistration(path: string): boolean {
  return REGISTRATION.test(fileNameOf(path));
}

/** True for a file in which a framework keeps what holds for all routes, by its name. */
export function isConfigurationOfAll(path: string): boolean {
  return CONFIGURATION_OF_ALL.test(fileNameOf(path));
}

/** Such files of the repository itself, the nearest to the changed code first: some that hold for all, and some nearby. */
export function frameworkFiles(changed: readonly string[], paths: readonly string[]): string[] {
  const folders = [...new Set(changed.map(folderOf))];
  const ofAll = nearest(
    folders,
    paths.filter((path) => isConfigurationOfAll(path) && isOwn(path)),
  );
  const nearby = nearest(
    folders,
    paths.filter((path) => isRegistration(path) && isOwn(path)),
  );
  const first = ofAll.slice(0, MOST_FOR_ALL).map(({ path }) => path);
  return [...new Set([...first, ...nearby.filter(({ isNear }) => isNear).map(({ path }) => path)])].slice(
    0,
    MOST_BY_NAME,
  );
}

interface Distance {
  readonly path: string;
  readonly far: number;
  /** Above, beside, or one below a folder above. */
  readonly isNear: boolean;
}

function nearest(folders: readonly string[], paths: readonly string[]): Distance[] {
  return paths
    .flatMap((path) => distances(folders, path).toSorted(byNearness).slice(0, 1))
    .toSorted((one, other) => one.far - other.far || (one.path < other.path ? -1 : 1));
}

function byNearness(one: Distance, other: Distance): number {
  return Number(other.isNear) - Number(one.isNear) || one.far - other.far;
}

function distances(folders: readonly string[], path: string): Distance[] {
  return folders.map((folder) => {
    const { up, down } = walkBetween(folder, folderOf(path));
    return { path, far: up + down, isNear: down <= 1 && up + down <= NEAR };
  });
}
