import type { PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { FoundFault, VerifiedStore } from '#schema/index.js';
import type { Pack } from '#store/pack-index.js';
import type { DroppingOf } from './known-dropped.js';

/** Something wrong in one store: an object, a pack, or a file that does not belong there. */
export interface Fault {
  readonly kind: 'missing' | 'damaged' | 'foreign';
  /** Of the object; undefined for a pack as a whole, and for what is foreign. */
  readonly digest?: Digest | undefined;
  /** Bytes, where they are known. */
  readonly size?: number | undefined;
  /** Where it lies, from the top of the store. */
  readonly file?: string | undefined;
  /** The pack in which it lies, or that it is. */
  readonly pack?: Pack | undefined;
  readonly reason?: string | undefined;
  /** Why it cannot be read, where that is all that is known. */
  readonly error?: PixelisError | undefined;
}

/** What was found in one store. */
export interface StoreReport {
  /** Its name; undefined for the cache. */
  readonly remote: string | undefined;
  readonly faults: readonly JudgedFault[];
  /** Why versions are not on this remote, where rules let them go there. */
  readonly droppedThere: DroppingOf;
  readonly bytes: Pick<VerifiedStore, 'hashed' | 'checksums'>;
  /** Objects that runs alone kept, and that may be absent here. */
  readonly notBrought: number;
  /** Objects of versions that rules let go, and that are not there. */
  readonly dropped: number;
  /** Objects that were purged, and are here. */
  readonly purged: number;
}

/** A fault, and what became of it. */
export interface JudgedFault extends Fault {
  /** Default: `found`. */
  readonly state?: FoundFault['state'] | undefined;
  readonly from?: string | undefined;
  /** Where what was wrong lies now. */
  readonly quarantine?: string | undefined;
}

/** Whether it is as it was found. */
export function isOpen({ state = 'found' }: JudgedFault): boolean {
  return state === 'found';
}

/** The faults of one store, each once, however often it is met. */
export function faultList() {
  const faults = new Map<string, Fault>();
  const damaged = new Set<Digest>();
  return {
    add(fault: Fault): void {
      const { kind, digest, file } = fault;
      if (digest !== undefined) {
        // That it is damaged says more than that it is not to be had.
        if (kind === 'missing' && damaged.has(digest)) return;
        if (kind === 'damaged') {
          damaged.add(digest);
          faults.delete(keyOf({ digest }));
        }
      }
      const key = keyOf({ digest, file });
      if (!faults.has(key)) faults.set(key, fault);
    },
    /** Takes out objects that are not there, and need not be. @returns how many */
    forgetMissing(mayLack: (digest: Digest) => boolean): number {
      let count = 0;
      for (const [key, { kind, digest }] of faults) {
        if (kind === 'missing' && digest !== undefined && mayLack(digest) && faults.delete(key)) count += 1;
      }
      return count;
    },
    all: (): readonly Fault[] => [...faults.values()],
  };
}

export type FaultList = ReturnType<typeof faultList>;

function keyOf({
  digest = '',
  file = '',
}: {
  readonly digest?: string | undefined;
  readonly file?: string | undefined;
}) {
  return `${digest} ${file}`;
}
