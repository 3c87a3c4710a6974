import { sourceOfBytes } from '#bucket/byte-source.js';
import { PixelisError } from '#errors/index.js';
import { decodeRegistration, encodeRegistration } from '#format/registration.js';
import { hashBytes } from '#hashing/hasher.js';
import type { Registration } from '#model/registration.js';
import { parseRegistrationKey, registrationFolder, registrationKey } from '#model/remote-key.js';
import type { TaskOptions } from '#model/task-options.js';
import type { BucketStore } from './bucket-store.js';
import { readKey } from './read-key.js';

/** A registration as it lies in a store. */
export interface RegistrationObject {
  readonly key: string;
  readonly clone: string;
  /** The clone's own count. */
  readonly number: number;
  /** By the store's own clock: milliseconds since 1970. */
  readonly modified: number;
}

/** A text of a registration, and where it belongs. */
export interface RegistrationText {
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** The registrations in a store, or those of one clone, in the order in which each clone made its own. */
export async function listRegistrations(
  { bucket }: BucketStore,
  { clone, signal, onForeign }: TaskOptions & { readonly clone?: string; readonly onForeign?: (name: string) => void },
): Promise<readonly RegistrationObject[]> {
  const found: RegistrationObject[] = [];
  const prefix = clone === undefined ? `${registrationFolder}/` : `${registrationFolder}/${clone}/`;
  for await (const { key, modified } of bucket.list(prefix, { signal, onForeign })) {
    const parsed = parseRegistrationKey(key);
    if (parsed === undefined) onForeign?.(key);
    else found.push({ key, clone: parsed.clone, number: parsed.number, modified });
  }
  return found;
}

/**
 * What a registration says; undefined where it is gone.
 * @throws `object.corrupt` where it is not what was written there; `file.newer-format`
 */
export async function readRegistration(
  store: BucketStore,
  { key }: Pick<RegistrationObject, 'key'>,
  { signal }: TaskOptions,
): Promise<Registration | undefined> {
  const bytes = await readKey(store.bucket, key, { signal });
  if (bytes === undefined) return undefined;
  if (hashBytes(bytes, store.hashers.immediate) !== parseRegistrationKey(key)?.digest) {
    throw new PixelisError('object.corrupt', `'${key}' of ${store.label} is not what a clone registered there`, {
      hint: 'remove it, then run in that clone: pixelis push',
      data: { key },
    });
  }
  return decodeRegistration(bytes, key);
}

/** The text of a registration, and the key that tells its digest. */
export function registrationText(store: BucketStore, number: number, registration: Registration): RegistrationText {
  const bytes = encodeRegistration(registration);
  const digest = hashBytes(bytes, store.hashers.immediate);
  return { key: registrationKey(registration.clone, { number, digest }), bytes };
}

export async function putRegistration(
  { bucket }: BucketStore,
  { key, bytes }: RegistrationText,
  { signal }: TaskOptions,
): Promise<void> {
  await bucket.put(key, sourceOfBytes(bytes), { signal });
}
