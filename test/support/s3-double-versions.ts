import { S3DoubleError } from './s3-double-error.js';
import { type S3DoubleAnswer, xml, type XmlElement } from './s3-double-xml.js';

export interface StoredObject {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly modified: Date;
}

/** What a key was at some time; without an object it was removed then. */
interface StoredVersion {
  readonly id: string;
  readonly key: string;
  readonly object: StoredObject | undefined;
  readonly time: Date;
  readonly keepUntil?: Date | undefined;
}

/** What the keys of a bucket with Object Lock were. */
export class S3DoubleVersions {
  /** The oldest first. */
  private versions: readonly StoredVersion[] = [];
  private count = 0;

  add(key: string, object: StoredObject | undefined, keepUntil?: Date): void {
    const id = `version-${this.count++}`;
    this.versions = [...this.versions, { id, key, object, keepUntil, time: new Date() }];
  }

  forget(version: StoredVersion): void {
    this.versions = this.versions.filter((other) => other !== version);
  }

  /** The version that a request names, or the newest. */
  find({ key, query }: { readonly key: string; readonly query: URLSearchParams }): StoredVersion | undefined {
    const id = query.get('versionId');
    return this.versions.findLast((version) => version.key === key && (id === null || version.id === id));
  }

  /** The newest first. */
  all(): readonly StoredVersion[] {
    return this.versions.toReversed();
  }
}

/** Each object is its only version. */
export function withoutVersions(objects: ReadonlyMap<string, StoredObject>): readonly StoredVersion[] {
  return [...objects].map(([key, object]) => ({ id: 'null', key, object, time: object.modified }));
}

export function retentionOf(version: StoredVersion | undefined): S3DoubleAnswer {
  if (version?.keepUntil === undefined)
    throw new S3DoubleError(404, 'NoSuchObjectLockConfiguration', 'it is under no retention');
  return xml('Retention', [
    ['Mode', 'COMPLIANCE'],
    ['RetainUntilDate', version.keepUntil.toISOString()],
  ]);
}

/** By key, the newest of each first. */
export function listVersions(
  versions: readonly StoredVersion[],
  query: URLSearchParams,
  { pageSize }: { readonly pageSize: number },
): S3DoubleAnswer {
  const all = versions
    .filter(({ key }) => key.startsWith(query.get('prefix') ?? ''))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const [afterKey, afterId] = [query.get('key-marker'), query.get('version-id-marker')];
  const isLastSeen = ({ key, id }: StoredVersion): boolean => key === afterKey && id === afterId;
  const start = afterKey === null ? 0 : all.findIndex(isLastSeen) + 1;
  const page = all.slice(start, start + pageSize);
  const last = page.at(-1);
  return xml('ListVersionsResult', [
    ['IsTruncated', String(start + page.length < all.length)],
    ['NextKeyMarker', last?.key ?? ''],
    ['NextVersionIdMarker', last?.id ?? ''],
    ...page.map((version): XmlElement => {
      const isLatest = all.find(({ key }) => key === version.key) === version;
      const told: XmlElement[] = [
        ['Key', version.key],
        ['VersionId', version.id],
        ['IsLatest', String(isLatest)],
        ['LastModified', version.time.toISOString()],
      ];
      if (version.object === undefined) return ['DeleteMarker', told];
      return ['Version', [...told, ['Size', String(version.object.bytes.length)]]];
    }),
  ]);
}
