import type { PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import { objectFolder, parseKey } from '#model/object-key.js';
import type { TaskOptions } from '#model/task-options.js';
import type { BucketStore } from './bucket-store.js';
import type { StoredObject } from './object-store.js';
import type { Pack } from './pack-index.js';

/** Every file of a store. */
export interface StoreSurvey {
  /** Those whose tables can be read. */
  readonly packs: readonly Pack[];
  readonly damagedPacks: ReadonlyMap<Digest, PixelisError>;
  /** Objects that are files by themselves. */
  readonly large: readonly StoredObject[];
  /** Names where only packs and objects belong, of things that are neither. */
  readonly foreign: readonly string[];
}

/** Lists what a store consists of, and reads the tables of its packs; no object is read. */
export async function surveyStore(store: BucketStore, { signal }: TaskOptions = {}): Promise<StoreSurvey> {
  const { bucket, catalogue } = store;
  await catalogue.refresh({ signal });
  const large: StoredObject[] = [];
  const foreign = [...catalogue.foreign];
  const onForeign = (name: string): void => void foreign.push(name);
  for await (const { key, size } of bucket.list(`${objectFolder}/`, { signal, onForeign })) {
    const digest = parseKey(key)?.digest;
    if (digest === undefined) onForeign(key);
    else large.push({ digest, size });
  }
  return { packs: [...catalogue.packs()], damagedPacks: new Map(catalogue.damaged), large, foreign };
}
