import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { BucketStore } from '#store/bucket-store.js';
import type { MarkedObject, MarkedTrees } from '#store/marked-trees.js';
import { listRegistrations, putRegistration, type RegistrationObject, registrationText } from '#store/registrations.js';
import type { CloneIdentity } from './clone-identity.js';
import { inTurn } from './register-needs.js';
import { forgetRegistration, registeredNeeds, rememberRegistration } from './registered-needs.js';
import type { Remote, RepositoryContext } from './repository-context.js';
import { forgetSeenOnRemote, noteSeenOnRemote } from './seen-on-remote.js';

/** A clone, and the remote on which it says what it needs. */
export interface OwnRegistration {
  readonly context: RepositoryContext;
  readonly remote: Remote;
  readonly who: CloneIdentity;
}

/**
 * Makes every push of this clone from now on register anew what it brings, so that a collection sees it, whatever was
 * registered before: those registrations, which what git says by now stands in for.
 */
export async function beginAnew(
  { context, remote, who }: OwnRegistration,
  options: TaskOptions,
): Promise<readonly RegistrationObject[]> {
  return inTurn(context, remote, {
    signal: options.signal,
    work: async () => {
      const earlier = await listRegistrations(remote.store, { ...options, clone: who.clone });
      const { texts } = await registeredNeeds(context, remote.url, who.clone);
      for (const { key } of texts) await forgetRegistration(context, remote.url, key);
      return earlier;
    },
  });
}

/** What this clone needs of what the remote has. */
export interface OwnNeeds {
  readonly trees: readonly Digest[];
  readonly files: readonly Digest[];
}

/** Marks what this clone needs, and says what of it is there: trees whose roots are, and files. */
export async function markOwn(
  { store }: { readonly store: BucketStore },
  marked: MarkedTrees,
  { objects, ...options }: TaskOptions & { readonly objects: Iterable<MarkedObject> },
): Promise<OwnNeeds> {
  const [trees, files]: [Set<Digest>, Set<Digest>] = [new Set(), new Set()];
  for (const object of objects) {
    const kind = await marked.mark(object, options);
    if (kind === 'tree') trees.add(object.digest);
    if (kind === 'file') files.add(object.digest);
  }
  const absent = await store.missing([...trees, ...files], options);
  const isThere = (digest: Digest): boolean => !absent.has(digest);
  return { trees: [...trees].filter(isThere), files: [...files].filter(isThere) };
}

/** Registers what this clone needs by now in the place of what it registered earlier, and forgets what it saw there. */
export async function replaceEarlier(
  { context, remote, who }: OwnRegistration,
  { needs, earlier }: { readonly needs: OwnNeeds; readonly earlier: readonly RegistrationObject[] },
  options: TaskOptions,
): Promise<void> {
  await inTurn(context, remote, {
    signal: options.signal,
    work: async () => {
      const { nextNumber } = await registeredNeeds(context, remote.url, who.clone);
      const number = Math.max(nextNumber, ...earlier.map((each) => each.number + 1));
      const registered = `${context.now().toISOString().slice(0, 19)}Z`;
      const text = registrationText(remote.store, number, {
        ...who,
        registered,
        pushed: needs.trees,
        trees: [],
        files: needs.files,
      });
      await putRegistration(remote.store, text, options);
      await rememberRegistration(context, remote.url, text);
      for (const { key } of earlier) if (key !== text.key) await remote.store.bucket.delete(key, options);
      await forgetSeenOnRemote(context, remote.url);
      await noteSeenOnRemote(context, remote.url, [...needs.trees, ...needs.files]);
    },
  });
}
