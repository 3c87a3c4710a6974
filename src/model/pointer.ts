import type { VersionId } from './version.js';

/** Which version belongs at a path. */
export interface Pointer extends VersionId {
  /** Bytes: of the file, or of all files and links in the folder. */
  readonly size: number;
  /** Folders only: files and links in it. The digest is that of the tree's root. */
  readonly files?: number;
  /** Files only. */
  readonly executable?: true;
}

/** The pointer to a version. */
export function pointerTo({ artifact, version, digest, size, files, executable }: Pointer): Pointer {
  return {
    artifact,
    version,
    digest,
    size,
    ...(files === undefined ? {} : { files }),
    ...(executable === undefined ? {} : { executable }),
  };
}
