import type { Bucket } from '#bucket/bucket.js';
import { mapAtOnce } from '#bucket/map-at-once.js';
import { isPixelisError, type PixelisError, throwIfInterrupted } from '#errors/index.js';
import type { PackTable } from '#format/pack.js';
import type { Digest } from '#model/digest.js';
import { parseKey } from '#model/object-key.js';
import type { LookOptions } from './object-store.js';
import { type Pack, type PackedObject, PackIndex } from './pack-index.js';
import type { PackTables } from './pack-tables.js';

/** Knows which packs a store has, and what is in them. */
export interface PackCatalogue {
  /** Looks which packs there are now, and reads the tables of those that are new; once for a glance. */
  refresh(options?: CatalogueOptions): Promise<void>;
  /** As `refresh`, unless that was done before. */
  load(options?: CatalogueOptions): Promise<void>;
  /** Whether the object whose digest's 32 bytes stand at `at` is in a pack, as of the last look. */
  has(digests: Uint8Array, at: number): boolean;
  /** The size of that object, where it is in a pack. */
  sizeOf(digests: Uint8Array, at: number): number | undefined;
  /** How often a look found other packs than the one before it. */
  readonly changes: number;
  /** Objects in packs. */
  readonly size: number;
  /** As of the last look. */
  find(digest: Digest): PackedObject | undefined;
  findAt(digests: Uint8Array, at: number): PackedObject | undefined;
  /** Objects in packs, and the packs themselves, as of the last look. */
  objects(): Iterable<PackedObject & { readonly digest: Digest }>;
  packs(): Iterable<Pack>;
  /** Packs that are there and cannot be read, as of the last look: nothing in them counts as present. */
  readonly damaged: ReadonlyMap<Digest, PixelisError>;
  /** Names among the packs that no pack has, as of the last look. */
  readonly foreign: readonly string[];
  /** Says that a pack is in the store now. */
  add(pack: Pack, table: PackTable): void;
}

interface CatalogueOptions extends Pick<LookOptions, 'glance'> {
  readonly signal?: AbortSignal | undefined;
}

/** Tables read at once. */
const atOnce = 8;

/** One pack that cannot be read, be it damaged or denied, keeps nobody from the others. */
export function packCatalogue(bucket: Bucket, tables: PackTables): PackCatalogue {
  let index = new PackIndex();
  const known = new Map<Digest, Pack>();
  const damaged = new Map<Digest, PixelisError>();
  let foreign: string[] = [];
  let isLoaded = false;
  let changes = 0;
  let lastTurn: Promise<unknown> = Promise.resolve();
  let lastGlance: object | undefined;

  return {
    damaged,
    refresh: (options = {}) =>
      inTurn(async () => {
        if (options.glance !== undefined && options.glance === lastGlance) return;
        await look(options);
        lastGlance = options.glance;
      }),
    load: (options) => inTurn(async () => isLoaded || look(options)),
    get foreign() {
      return foreign;
    },
    get changes() {
      return changes;
    },
    get size() {
      return index.size;
    },
    has: (digests, at) => index.has(digests, at),
    sizeOf: (digests, at) => index.sizeOf(digests, at),
    find: (digest) => index.find(digest),
    findAt: (digests, at) => index.findAt(digests, at),
    objects: () => index.entries(),
    packs: () => known.values(),
    add,
  };

  /** One look at a time; a failed one is nobody else's failure. */
  async function inTurn(work: () => Promise<unknown>): Promise<void> {
    const turn = lastTurn.then(work);
    lastTurn = turn.catch(() => undefined);
    await turn;
  }

  async function look({ signal }: CatalogueOptions = {}): Promise<void> {
    throwIfInterrupted(signal);
    const listed = new Map<Digest, Pack>();
    const others: string[] = [];
    for await (const { key, size } of bucket.list('packs/', { signal, onForeign: (name) => others.push(name) })) {
      const digest = parseKey(key)?.digest;
      if (digest === undefined) others.push(key);
      else listed.set(digest, { digest, size });
    }
    foreign = others;
    damaged.clear();
    const isGone = [...known.values()].some((pack) => listed.get(pack.digest)?.size !== pack.size);
    if (isGone) {
      index = new PackIndex();
      known.clear();
    }
    const fresh = [...listed.values()].filter((pack) => !known.has(pack.digest));
    if (isGone || fresh.length > 0) changes += 1;
    await mapAtOnce(fresh, atOnce, (pack) => learn(pack, signal), signal);
    isLoaded = true;
  }

  async function learn(pack: Pack, signal: AbortSignal | undefined): Promise<void> {
    try {
      const table = await tables.load(pack, { signal });
      if (table !== undefined) add(pack, table);
    } catch (error) {
      if (!isPixelisError(error) || !isDamage(error)) throw error;
      damaged.set(pack.digest, error);
    }
  }

  function isDamage({ code }: PixelisError): boolean {
    return code === 'pack.corrupt' || code === 'file.newer-format' || code.startsWith('disk.');
  }

  function add(pack: Pack, table: PackTable): void {
    damaged.delete(pack.digest);
    if (known.has(pack.digest)) return;
    known.set(pack.digest, pack);
    index.add(pack, table);
  }
}

/**
 * Why a pack could not be read, where the disk is the reason: what seems to be absent may be in it, and is not to be said to
 * be missing.
 */
export function unreadablePack({ damaged }: Pick<PackCatalogue, 'damaged'>): PixelisError | undefined {
  for (const error of damaged.values()) if (error.code.startsWith('disk.')) return error;
  return undefined;
}
