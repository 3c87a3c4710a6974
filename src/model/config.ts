import type { CaptureLevel } from './run.js';

/** The settings in force: those of this machine over those of the project over the defaults, key by key. */
export interface Config {
  /** What happens to a name against the conventions. */
  readonly naming: 'strict' | 'warn' | 'off';
  readonly types: ReadonlyMap<string, CustomType>;
  readonly remotes: ReadonlyMap<string, RemoteSettings>;
  readonly defaultRemote: string | undefined;
  readonly cache: {
    /** Absolute, or relative to the top of the worktree; undefined: inside git's common folder. */
    readonly dir: string | undefined;
    readonly fsync: 'all' | 'none';
  };
  readonly worktree: { readonly link: readonly LinkMethod[] };
  readonly capture: {
    readonly level: CaptureLevel;
    /** Names of variables, parameters and files that are recorded though they look like secrets. */
    readonly allow: readonly string[];
  };
  readonly signatures: SignatureSettings;
  readonly gc: {
    /** Globs of versions, `model-prod` or `dataset-*:v1`, that no rule lets go. */
    readonly keep: readonly string[];
  };
  readonly audit: {
    /** Which commits must be signed: none, all, or a commit (by its id) and all that it is not made from. */
    readonly requireSigned: string;
  };
  /** Transfers at once, at most. */
  readonly jobs: number;
}

/** How a large file is placed out of the cache. A link, hard or symbolic, is to the cache's own file, and read-only. */
export type LinkMethod = 'reflink' | 'copy' | 'hardlink' | 'symlink';

/** Files that say whose signatures count, absolute or relative to the top of the worktree. */
export interface SignatureSettings {
  readonly allowedSigners?: string;
  readonly revokedKeys?: string;
  readonly openpgpKeys?: string;
}

/** A type of artifacts that a project declares. */
export interface CustomType {
  /** Regular expression that a whole name must match; undefined: any name will do. */
  readonly pattern?: string;
  /** A name that fits. */
  readonly example?: string;
}

export interface RemoteSettings {
  readonly url: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly pathStyle?: boolean;
}

/** What one file sets. */
export interface ConfigLayer {
  readonly naming?: Config['naming'];
  readonly types?: ReadonlyMap<string, CustomType>;
  /** One file may give the URL, and another the profile. */
  readonly remotes?: ReadonlyMap<string, Partial<RemoteSettings>>;
  readonly defaultRemote?: string;
  readonly cache?: Partial<Config['cache']>;
  readonly worktree?: Partial<Config['worktree']>;
  readonly capture?: Partial<Config['capture']>;
  readonly signatures?: SignatureSettings;
  readonly gc?: Partial<Config['gc']>;
  readonly audit?: Partial<Config['audit']>;
  readonly jobs?: number;
}

const defaults: Config = {
  naming: 'strict',
  types: new Map(),
  remotes: new Map(),
  defaultRemote: undefined,
  cache: { dir: undefined, fsync: 'all' },
  worktree: { link: ['reflink', 'copy'] },
  capture: { level: 2, allow: [] },
  signatures: {},
  gc: { keep: [] },
  audit: { requireSigned: 'off' },
  jobs: 8,
};

/**
 * The settings in force under these layers, of which a later one wins. Remotes without a URL are left out. Where no
 * default remote is named, it is the only one, or `origin`.
 */
export function mergeConfig(layers: readonly ConfigLayer[]): Config {
  const types = new Map<string, CustomType>();
  const partialRemotes = new Map<string, Partial<RemoteSettings>>();
  const merged = {
    ...defaults,
    cache: { ...defaults.cache },
    worktree: { ...defaults.worktree },
    capture: { ...defaults.capture },
    signatures: { ...defaults.signatures },
    gc: { ...defaults.gc },
    audit: { ...defaults.audit },
  };
  for (const {
    types: moreTypes,
    remotes: moreRemotes,
    cache,
    worktree,
    capture,
    signatures,
    gc,
    audit,
    ...rest
  } of layers) {
    Object.assign(merged, rest);
    Object.assign(merged.cache, cache);
    Object.assign(merged.worktree, worktree);
    Object.assign(merged.capture, capture);
    Object.assign(merged.signatures, signatures);
    Object.assign(merged.gc, gc);
    Object.assign(merged.audit, audit);
    for (const [name, type] of moreTypes ?? []) types.set(name, { ...types.get(name), ...type });
    for (const [name, remote] of moreRemotes ?? [])
      partialRemotes.set(name, { ...partialRemotes.get(name), ...remote });
  }
  const remotes = new Map(
    [...partialRemotes].filter((entry): entry is [string, RemoteSettings] => entry[1].url !== undefined),
  );
  const onlyRemote = remotes.size === 1 ? [...remotes.keys()][0] : undefined;
  const defaultRemote = merged.defaultRemote ?? onlyRemote ?? (remotes.has('origin') ? 'origin' : undefined);
  return { ...merged, types, remotes, defaultRemote };
}
