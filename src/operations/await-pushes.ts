import { setTimeout as sleep } from 'node:timers/promises';
import { interrupted, PixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { RegisteredObjects } from '#store/registered-objects.js';
import type { RemoteGcSettings } from './remote-gc-request.js';

const pauseMs = { first: 200, longest: 2000 };

/**
 * Looks until all that clones are pushing is there. `onLook` is done after each look.
 * @throws `gc.push-under-way` where that takes longer than `waitSeconds`
 */
export async function awaitPushes(
  registered: RegisteredObjects,
  {
    remote,
    settings: { waitSeconds, mode },
    onLook,
    signal,
  }: TaskOptions & {
    readonly remote: string;
    readonly settings: Pick<RemoteGcSettings, 'waitSeconds' | 'mode'>;
    readonly onLook?: () => Promise<unknown>;
  },
): Promise<void> {
  const end = performance.now() + 1000 * waitSeconds;
  for (let pause = pauseMs.first; ; pause = Math.min(2 * pause, pauseMs.longest)) {
    await registered.look({ signal });
    await onLook?.();
    if (registered.awaited.length === 0) return;
    if (performance.now() + pause > end) throw underWay(registered, { remote, mode });
    await sleep(pause, undefined, { signal }).catch(() => {
      throw interrupted(signal);
    });
  }
}

function underWay(
  { awaited }: RegisteredObjects,
  { remote, mode }: Pick<RemoteGcSettings, 'mode'> & { readonly remote: string },
): PixelisError {
  const { by, clone, since, digest } = awaited.reduce((oldest, each) => (each.since < oldest.since ? each : oldest));
  const count = awaited.filter((each) => each.clone === clone).length;
  const what = count === 1 ? 'a version that is' : `${count} versions that are`;
  const again = `pixelis gc --remote=${remote}${mode === 'plan' ? '' : ` --${mode}`}`;
  const time = `${new Date(since).toISOString().slice(0, 19)}Z`;
  return new PixelisError(
    'gc.push-under-way',
    `'${by}' began at ${time} to push ${what} not in remote '${remote}' yet`,
    {
      hint: `finish it there: pixelis push --all --remote ${remote}; if that clone is gone for good: ${again} --forget-clone ${clone}`,
      data: { remote, clone, by, since: time, digest, versions: count },
    },
  );
}
