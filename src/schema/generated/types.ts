// generated from schemas/ by scripts/generate.mjs: edit the schemas, then run 'npm run generate'

/**
 * .pixelis/artifacts/<name>/aliases.yaml: movable names of versions.
 */

export interface AliasesFile {
  /**
   * Version of the file format.
   */
  pixelis: 1;
  /**
   * The version that each alias names.
   */
  aliases: {
    [k: string]:
      | {
          /**
           * Number of a version, from 1.
           */
          version: number;
          /**
           * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
           */
          digest: string;
        }
      | undefined;
  };
  [k: string]: unknown | undefined;
}

/**
 * Definitions that the other schemas share.
 */

export interface Common {}

/**
 * .pixelis/config.yaml (committed) and .pixelis/config.local.yaml (this machine's): settings. The local file wins, key by key.
 */

export interface ConfigFile {
  /**
   * Version of the file format.
   */
  pixelis: 1;
  /**
   * What happens to a name against the conventions: strict refuses it, warn says so, off lets it be.
   */
  naming?: "strict" | "warn" | "off";
  /**
   * Custom artifact types: for each a pattern (regular expression) that its names match.
   */
  types?: {
    [k: string]:
      | {
          /**
           * Regular expression that the whole name must match.
           */
          pattern?: string;
          /**
           * A name that fits, shown in errors.
           */
          example?: string;
        }
      | undefined;
  };
  /**
   * Where artifacts are pushed to and fetched from, by name.
   */
  remotes?: {
    [k: string]: RemoteSettings | undefined;
  };
  /**
   * The remote that commands use when none is named.
   */
  default_remote?: string;
  cache?: {
    /**
     * Folder of the cache, absolute or relative to the repository; default: inside git's common folder.
     */
    dir?: string;
    /**
     * all: what a command acknowledged survives a power cut; none: faster, and does not.
     */
    fsync?: "all" | "none";
  };
  worktree?: {
    /**
     * How large files are placed, in order of preference.
     *
     * @minItems 1
     */
    link?: ["reflink" | "copy" | "hardlink" | "symlink", ...("reflink" | "copy" | "hardlink" | "symlink")[]];
  };
  /**
   * How many transfers at once, at most.
   */
  jobs?: number;
}

export interface RemoteSettings {
  /**
   * s3://bucket/prefix, a folder, or file:///folder.
   */
  url?: string;
  /**
   * S3: address of an S3-compatible service.
   */
  endpoint?: string;
  /**
   * S3: region.
   */
  region?: string;
  /**
   * S3: profile of the shared AWS configuration.
   */
  profile?: string;
  /**
   * S3: put the bucket into the path, not into the host name; default: true where an endpoint is given.
   */
  path_style?: boolean;
}

/**
 * <path>.pixelis.yaml: which version belongs at that path in this commit. Unknown keys and comments are kept.
 */

export interface PointerFile {
  /**
   * Version of the file format.
   */
  pixelis: 1;
  /**
   * Name of an artifact.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Bytes.
   */
  size: number;
  /**
   * Directories only: number of files and links in it.
   */
  files?: number;
  /**
   * Files only: whether the file at the path is executable.
   */
  executable?: true;
  [k: string]: unknown | undefined;
}

/**
 * .pixelis/artifacts/<name>/v<version>-<8 hex>.yaml: the record of one version. Written once, never edited.
 */

export interface VersionFile {
  /**
   * Version of the file format.
   */
  pixelis: 1;
  /**
   * Name of an artifact.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * Type of the artifact.
   */
  type: string;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Bytes.
   */
  size: number;
  /**
   * Directories only: number of files and links in it.
   */
  files?: number;
  /**
   * Files only: whether the file was executable.
   */
  executable?: true;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  created: string;
  /**
   * The run that made it.
   */
  run?: string;
  /**
   * @maxItems 10000
   */
  parents?: Parent[];
  metadata?: Metadata;
  [k: string]: unknown | undefined;
}

/**
 * A version that a version was made from.
 */

export interface Parent {
  /**
   * Name of an artifact.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * What the parent was used as.
   */
  role?: string;
}

/**
 * What users say about a version: any YAML values by key.
 */

export interface Metadata {
  [k: string]: unknown | undefined;
}
