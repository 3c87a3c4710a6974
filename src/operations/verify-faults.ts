import type { PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { Pack } from '#store/pack-index.js';

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

/** The faults of one store, each once, however often it is met. */
export function faultList() {
  const faults = new Map<string, Fault>();
  return {
    add(fault: Fault): void {
      const key = fault.digest ?? fault.file ?? '';
      const known = faults.get(key);
      // What is damaged is more than that it is not to be had, and where it lies more than that.
      if (known === undefined || (known.kind === 'missing' && fault.kind === 'damaged')) faults.set(key, fault);
      else if (known.file === undefined && fault.file !== undefined)
        faults.set(key, { ...fault, size: fault.size ?? known.size });
    },
    all: (): readonly Fault[] => [...faults.values()],
  };
}

export type FaultList = ReturnType<typeof faultList>;
