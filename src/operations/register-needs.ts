import { isPixelisError, type PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import { withLock } from '#lock/with-lock.js';
import { listRegistrations, putRegistration, registrationText } from '#store/registrations.js';
import { cloneIdentity } from './clone-identity.js';
import { registeredNeeds, rememberRegistration } from './registered-needs.js';
import { remoteStatePath } from './remote-state.js';
import type { Remote, RepositoryContext } from './repository-context.js';
import { forgetSeenOnRemote } from './seen-on-remote.js';

/** What a clone needs on a remote. */
export interface RemoteNeeds {
  /** Roots of whole trees. */
  readonly roots: Iterable<Digest>;
  /** Single files. */
  readonly blobs: Iterable<Digest>;
}

/**
 * Says on a remote what this clone is about to push there, before anything is looked for: whoever collects garbage there
 * keeps it, or this push sees that it is gone. One request to see that what was registered before still is, and one more
 * for what is new.
 * @throws `remote.*`, `disk.*`
 */
export async function registerPush(
  context: RepositoryContext,
  remote: Remote,
  { needs, signal }: TaskOptions & { readonly needs: RemoteNeeds },
): Promise<void> {
  await inTurn(context, remote, {
    signal,
    work: async () => {
      const { clone, by } = await cloneIdentity(context);
      const known = await registeredNeeds(context, remote.url, clone);
      const roots = new Set(needs.roots);
      const pushed = [...roots].filter((digest) => !known.pushed.has(digest));
      const trees = [...known.inherited.trees].filter((digest) => !known.trees.has(digest) && !roots.has(digest));
      const files = [...new Set([...needs.blobs, ...known.inherited.files])].filter(
        (digest) => !known.files.has(digest),
      );
      const [there] = await Promise.all([
        listRegistrations(remote.store, { clone, signal }),
        pushed.length + trees.length + files.length > 0
          ? add(context, remote, { number: known.nextNumber, clone, by, pushed, trees, files, signal })
          : undefined,
      ]);
      const keys = new Set(there.map(({ key }) => key));
      const vanished = known.texts.filter(({ key }) => !keys.has(key));
      if (vanished.length === 0) return;
      // Somebody made the remote anew, or told it to forget this clone: what it was seen to have it may not have.
      await forgetSeenOnRemote(context, remote.url);
      for (const text of vanished) await putRegistration(remote.store, text, { signal });
    },
  });
}

/**
 * Says on a remote what this clone needs of it, before it is looked for there: whether it had not said so before.
 * @throws `remote.*`, `disk.*`
 */
export async function registerNeeds(
  context: RepositoryContext,
  remote: Remote,
  { needs, signal }: TaskOptions & { readonly needs: RemoteNeeds },
): Promise<boolean> {
  return inTurn(context, remote, {
    signal,
    work: async () => {
      const { clone, by } = await cloneIdentity(context);
      const known = await registeredNeeds(context, remote.url, clone);
      const trees = [...new Set(needs.roots)].filter((digest) => !known.trees.has(digest));
      const files = [...new Set(needs.blobs)].filter((digest) => !known.files.has(digest));
      if (trees.length + files.length === 0) return false;
      await add(context, remote, { number: known.nextNumber, clone, by, pushed: [], trees, files, signal });
      return true;
    },
  });
}

/**
 * The same for what a fetch is about to bring. A favour that a remote which may only be
 * read, or cannot be reached, need not do. Clones of a continuous integration do not last, and need nothing for long.
 */
export async function registerFetch(
  context: RepositoryContext,
  remote: Remote,
  wanted: TaskOptions & { readonly needs: RemoteNeeds },
): Promise<boolean> {
  if (!isLasting(context)) return false;
  try {
    return await registerNeeds(context, remote, wanted);
  } catch (error) {
    if (!isPixelisError(error) || error.code === 'interrupted' || error.kind === 'bug') throw error;
    return false;
  }
}

/** Whether this clone, and its cache, are kept: those of a continuous integration are not. */
export function isLasting({ environment: { CI: integration = '' } }: RepositoryContext): boolean {
  return integration === '' || integration === 'false';
}

/**
 * Says that what was to be pushed did not all get there: nobody need wait for it any more.
 */
export async function registerIncomplete(
  context: RepositoryContext,
  remote: Remote,
  { roots, signal }: TaskOptions & { readonly roots: readonly Digest[] },
): Promise<void> {
  if (roots.length === 0) return;
  await inTurn(context, remote, {
    signal,
    work: async () => {
      const { clone, by } = await cloneIdentity(context);
      const { pushed, nextNumber } = await registeredNeeds(context, remote.url, clone);
      const trees = roots.filter((digest) => pushed.has(digest));
      if (trees.length === 0) return;
      await add(context, remote, { number: nextNumber, clone, by, pushed: [], trees, files: [], signal });
    },
  });
}

/** Whether an error says that nothing may be written there. */
export function isWritingDenied(error: unknown): error is PixelisError {
  return isPixelisError(error, 'remote.denied') || isPixelisError(error, 'disk.denied');
}

interface NewRegistration extends TaskOptions {
  readonly number: number;
  readonly clone: string;
  readonly by: string;
  readonly pushed: readonly Digest[];
  readonly trees: readonly Digest[];
  readonly files: readonly Digest[];
}

async function add(
  context: RepositoryContext,
  { url, store }: Remote,
  { number, signal, ...needs }: NewRegistration,
): Promise<void> {
  const registered = `${context.now().toISOString().slice(0, 19)}Z`;
  const text = registrationText(store, number, { ...needs, registered });
  await putRegistration(store, text, { signal });
  await rememberRegistration(context, url, text);
}

/** One of this clone's processes at a time, so that none counts on what another one takes back. */
export async function inTurn<Result>(
  context: RepositoryContext,
  { url }: Remote,
  { work, signal }: TaskOptions & { readonly work: () => Promise<Result> },
): Promise<Result> {
  return withLock(`${remoteStatePath(context, 'registered', url)}.lock`, work, { signal });
}
