/** Where further threat kinds of the same owner lie. */
export interface PackPlace {
  /** A repository of the same owner, or `null` for the reviewed one. */
  readonly repository: string | null;
  /** Folder of `<kind id>.yaml` files, without slashes at its ends. */
  readonly folder: string;
}

/** One threat kind that a repository or its owner adds, as text: it is data, and checked like our own. */
export interface PackFile {
  /** As people find it: `.github/threats/pii-export.yaml` or `security:kinds/pii-export.yaml`. */
  readonly path: string;
  readonly text: string;
}

/** Further kinds of one run, and what of them could not be had. */
export interface Packs {
  readonly files: readonly PackFile[];
  /** One sentence for each pack that was not read; the review is incomplete without it. */
  readonly missing: readonly string[];
}

export const NO_PACKS: Packs = { files: [], missing: [] };

/** More kinds, or longer ones, than this are no catalogue that people keep. */
export const MOST_PACK_FILES = 60;
export const MOST_PACK_BYTES = 32_768;

/** `folder` or `repository:folder`. */
export const PACK_PATTERN = /^(?:[\w.-]{1,100}:)?(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[\w./ -]{1,200}$/u;

export function packPlace(text: string): PackPlace {
  const colon = text.indexOf(":");
  const folder = text.slice(colon + 1).replace(/\/+$/u, "");
  return { repository: colon === -1 ? null : text.slice(0, colon), folder };
}

/** The name of a pack's file for people. */
export function packPath({ repository, folder }: PackPlace, file: string): string {
  const path = `${folder}/${file}`;
  return repository === null ? path : `${repository}:${path}`;
}
