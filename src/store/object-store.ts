import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';

/** Anything that keeps objects by digest: the cache, a remote. An object is here only if its bytes match its digest. */
export interface ObjectStore {
  /** For messages: `the cache`, `remote 'origin'`. */
  readonly label: string;
  /** Those of `digests` that are not here, seen now: nothing is answered from an older look. */
  missing(digests: Iterable<Digest>, options?: LookOptions): Promise<ReadonlySet<Digest>>;
  /**
   * The whole object, checked. For what is small: tree pages, links, records.
   * @throws `object.missing`; `object.corrupt` (the damaged bytes are quarantined where that can be done)
   */
  read(digest: Digest, options?: TaskOptions): Promise<Uint8Array>;
  /** The object in chunks, checked: where the bytes do not match, the last chunk is withheld and `object.corrupt` thrown. */
  stream(digest: Digest, options?: TaskOptions): AsyncIterable<Uint8Array>;
  /** Every object here, in no order, one at a time. */
  list(options?: TaskOptions): AsyncIterable<StoredObject>;
}

export interface LookOptions extends TaskOptions {
  /**
   * The size of an object where it is known: it saves a request for each small object, which is looked for in packs only,
   * and shows a large object that was cut off to be damaged, which counts as missing.
   */
  readonly sizeOf?: ((digest: Digest) => number | undefined) | undefined;
  /**
   * What is here need not be seen anew where it was seen for the same glance: for a command that asks often, and need not
   * know what others did since it began. What lacks is always looked for anew.
   */
  readonly glance?: object | undefined;
}

export interface StoredObject {
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
}

/** Many objects as columns, which cost no string each: `digests` has 32 bytes a row; a row of zeros is no object. */
export interface ObjectColumns {
  readonly digests: Uint8Array;
  /** Bytes. */
  readonly sizes: Float64Array;
}

/** A store on this machine's file system: what is in it can be opened by path, and files can be handed to it. */
export interface LocalStore extends ObjectStore {
  /**
   * Says that somebody is about to name these objects. Garbage collection keeps what is pinned, so whoever is going to
   * write a reference pins first and looks then: what is here at that look stays here.
   */
  pin(objects: Iterable<Digest> | ObjectColumns): Promise<void>;
  /** The rows of `objects` that are not here, in order, seen now. */
  missingRows(objects: ObjectColumns, options?: LookOptions): Promise<readonly number[]>;
  /** Stores small objects as one pack, durable when this returns, and pins them; those that are here already stay. */
  write(objects: readonly Uint8Array[], options?: TaskOptions): Promise<readonly Digest[]>;
  /** Where the bytes of each object lie. Objects that are not here have no entry. */
  locate(digests: Iterable<Digest>, options?: TaskOptions): Promise<ReadonlyMap<Digest, ObjectLocation>>;
  /** Folder on the store's file system for packs and objects on their way in. */
  temporaryFolder(): Promise<string>;
  /** Takes finished files in, durable when this returns, and pins the large ones. The files are moved. */
  adopt(incoming: IncomingFiles, options?: TaskOptions): Promise<void>;
  /** Moves a large object, or a pack, that was found damaged out of the way, so that good bytes can take its place. */
  quarantine(location: ObjectLocation): Promise<void>;
}

/** Bytes `offset` to `offset + size` of a file. A large object is a file by itself, from 0. */
export interface ObjectLocation {
  readonly digest: Digest;
  readonly file: string;
  readonly isPacked: boolean;
  readonly offset: number;
  readonly size: number;
}

export interface IncomingFiles {
  /** Finished packs; `digest` names the pack file itself. */
  readonly packs: readonly { readonly path: string; readonly digest: Digest }[];
  /** Large objects, hashed while they were written. */
  readonly objects: readonly { readonly path: string; readonly digest: Digest; readonly size: number }[];
}
