import type { TaskOptions, ProgressPhase } from '#model/task-options.js';
import type { TransferPlan } from './transfer-plan.js';

/** Counts what a transfer does, and tells of it. */
export interface TransferProgress {
  /** Told of bytes while they are sent. */
  sent(bytes: number): void;
  /** Told of objects that are in the target now: through this transfer, or by somebody else's. */
  arrived(objects: number, outcome: 'created' | 'exists'): void;
  copied(): { readonly objects: number; readonly bytes: number };
  present(): number;
}

export function transferProgress(
  plan: TransferPlan,
  { onProgress, phase = 'push' }: TaskOptions & { readonly phase?: ProgressPhase | undefined },
): TransferProgress {
  const totalItems = plan.shipments.reduce((sum, shipment) => sum + objectsIn(shipment), 0);
  const totalBytes = plan.shipments.reduce((sum, { size }) => sum + size, 0);
  const done = { objects: 0, bytes: 0, present: 0 };
  const tell = (): void => {
    const doneItems = done.objects + done.present;
    // Tables and trailers of new packs come on top of what was planned.
    onProgress?.({ phase, doneItems, totalItems, doneBytes: Math.min(done.bytes, totalBytes), totalBytes });
  };
  return {
    sent(bytes) {
      done.bytes += bytes;
      tell();
    },
    arrived(objects, outcome) {
      if (outcome === 'created') done.objects += objects;
      else done.present += objects;
      tell();
    },
    copied: () => ({ objects: done.objects, bytes: done.bytes }),
    present: () => done.present,
  };
}

function objectsIn(shipment: TransferPlan['shipments'][number]): number {
  return shipment.kind === 'large' ? 1 : shipment.objects.length;
}
