/**
 * A bucket keeps immutable bytes by key and knows nothing of digests. Keys are `/`-separated lower-case ASCII;
 * no key is another one's folder.
 * Absent is an answer; denied, unreachable and damaged are errors (`remote.*`, `disk.*`).
 */
export type Bucket = ReadableBucket & WritableBucket;

export interface ReadableBucket {
  /** What the bucket is, for messages: `folder '/mnt/store'`, `s3://bucket/prefix`. */
  readonly label: string;
  /** The object's size, or undefined where it is absent. */
  head(key: string, options?: BucketOptions): Promise<BucketObject | undefined>;
  /**
   * The object's bytes, or the given range of them, cut where they end; undefined where it is absent. The body is
   * exactly `size` bytes long, or reading it fails with `remote.bad-response`. A body that is not read to its end must be closed by
   * leaving its loop.
   */
  get(
    key: string,
    options?: BucketOptions & { readonly range?: ByteRange | undefined },
  ): Promise<BucketBody | undefined>;
  /** Every object whose key starts with `prefix`, in the order of the keys' bytes. */
  list(prefix: string, options?: ListOptions): AsyncIterable<BucketObject>;
  /**
   * What a bucket with versions still holds under such keys, and neither shows in a listing nor gives for the key: versions
   * that lie under a newer one, or under a removal. None where the bucket keeps no versions. Each may be removed while the
   * listing goes on.
   * @throws `remote.denied` where it keeps versions and does not show them
   */
  listHidden(prefix: string, options?: BucketOptions): AsyncIterable<HiddenVersion>;
  /**
   * Whether a checksum that the service made of the object when it was stored shows that its bytes are the source's. False
   * says nothing: where there is no object, or no checksum that can be compared.
   */
  provesSame(key: string, source: ByteSource, options?: BucketOptions): Promise<boolean>;
}

export interface WritableBucket {
  /**
   * Stores the bytes under the key unless it is taken. The object appears whole and durable, or not at all.
   * `replace` overwrites what is there: only for an object that was found damaged.
   * @throws `object.corrupt` where the source does not give `size` bytes, or the key holds another number of bytes
   */
  put(key: string, source: ByteSource, options?: PutOptions): Promise<'created' | 'exists'>;
  /** Removes the object; no error where there is none. */
  delete(key: string, options?: DeleteOptions): Promise<RemoveOutcome>;
  /**
   * Gives the object another key. It is there under the new one before it is gone under the old one, so that a crash
   * between leaves both; what lies under the new key already is never replaced.
   */
  move(from: string, to: string, options?: BucketOptions): Promise<MoveOutcome>;
  /**
   * Removes the parts of uploads of keys with this prefix that were begun before that time, in milliseconds since 1970, and
   * never finished: how many uploads.
   */
  abortUploads(prefix: string, before: number, options?: BucketOptions): Promise<number>;
}

/**
 * `kept`: the service refuses it until the object's retention ends. One that keeps versions does not: it takes the object from
 * sight, and holds the version.
 */
export type RemoveOutcome = 'removed' | 'kept';

/** `absent`: there was nothing to move; `exists`: the new key is taken, and both stay; `kept`: as of {@link RemoveOutcome}. */
export type MoveOutcome = 'moved' | 'absent' | 'exists' | 'kept';

/** A bucket on this machine's file system, whose objects other code may open and link by path. */
export interface LocalBucket extends Bucket {
  /** Absolute path at which the object with this key lies, or would lie. */
  pathOf(key: string): string;
  /** Folder on the same file system for files that are on their way in; made if absent. */
  temporaryFolder(): Promise<string>;
  /**
   * Moves finished temporary files in under their keys, all of them durable in few flushes: every file is flushed, then
   * every file is linked, then every folder is flushed. Says for each whether it was created or existed already.
   * @throws `object.corrupt` where a key holds another number of bytes: the rest is in, and that file stays where it was
   */
  adopt(
    files: readonly { readonly key: string; readonly path: string }[],
    options?: BucketOptions,
  ): Promise<readonly ('created' | 'exists')[]>;
  /** Makes durable what is gone from the folders of these keys: moved, or removed without a flush. */
  flushRemoved(keys: Iterable<string>): Promise<void>;
}

export interface BucketOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface ListOptions extends BucketOptions {
  readonly startAfter?: string | undefined;
  /** Told of what lies under the prefix and can be no object of a bucket: names that are no keys, links, devices. */
  readonly onForeign?: ((name: string) => void) | undefined;
}

export interface PutOptions extends BucketOptions {
  readonly replace?: boolean | undefined;
  /** Told of bytes as they are sent; a retry may send bytes again, and tells of them once. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  /**
   * Nobody may remove or overwrite the object before then, whatever rights they have: S3 Object Lock in compliance mode.
   * @throws `remote.cannot-keep` where the bucket cannot promise that
   */
  readonly keepUntil?: Date | undefined;
}

export interface DeleteOptions extends BucketOptions {
  /** Whether a power cut, too, must not bring it back. Else it may: garbage that is there again does no harm. */
  readonly durable?: boolean | undefined;
}

export interface BucketObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** When it was stored, by the bucket's own clock: milliseconds since 1970. Infinity where the bucket does not say. */
  readonly modified: number;
  /** Until when retention holds it, where `head` says so. */
  readonly keptUntil?: Date | undefined;
}

export interface HiddenVersion extends BucketObject {
  /** `replaced`: the key has a newer version; `removed`: the key was removed; `released`: removed when retention had ended. */
  fate(options?: BucketOptions): Promise<'replaced' | 'removed' | 'released'>;
  /** Its bytes, as {@link ReadableBucket.get} gives them; undefined where it is gone by now. */
  get(options?: BucketOptions & { readonly range?: ByteRange | undefined }): Promise<BucketBody | undefined>;
  /**
   * Removes it for good; no error where it is gone by now.
   * @throws `remote.denied` where that is not allowed, retention aside
   */
  remove(options?: BucketOptions): Promise<'removed' | HeldVersion>;
}

/** What retention keeps from being removed. */
export interface HeldVersion {
  /** Undefined where that is not told. */
  readonly until: Date | undefined;
}

export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

export interface BucketBody {
  /** Bytes in `chunks`. */
  readonly size: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Bytes that can be read again from any point, so that every request can be replayed. */
export interface ByteSource {
  readonly size: number;
  /** Absolute path of a file that holds exactly these bytes from its start, where there is one. */
  readonly file?: string | undefined;
  open(range?: ByteRange): AsyncIterable<Uint8Array>;
}
