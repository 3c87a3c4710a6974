import type { RepositoryContext } from '#operations/repository-context.js';
import type { RemoteCollection } from './remote-collection.js';

/** What collects the garbage of a remote, the default one unless it is named. */
export function remoteCollectionOver(context: RepositoryContext, remote: string | undefined): RemoteCollection {
  const collect = async (options: Parameters<RemoteCollection['plan']>[0], mode: 'plan' | 'apply' | 'purge') =>
    (await import('#operations/collect-remote.js')).collectRemote(context, { ...options, remote, mode });
  return {
    plan: async (options) => collect(options, 'plan'),
    apply: async (options) => collect(options, 'apply'),
    purge: async (options) => collect(options, 'purge'),
    undo: async (run, options) =>
      (await import('#operations/gc-remote-trash.js')).undoRemoteGc(context, { remote, run }, options),
    trash: async (options) =>
      (await import('#operations/gc-remote-trash.js')).listRemoteTrash(context, remote, options),
  };
}
