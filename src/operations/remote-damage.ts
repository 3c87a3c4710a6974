import { isPixelisError, PixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import { quarantineFolder } from '#store/set-aside.js';
import type { RemoteExamination } from './remote-examination.js';
import type { Remote } from './repository-context.js';
import { rootUnreadable } from './root-unreadable.js';

/** What `work` gives. @throws `gc.root-unreadable` where it finds a tree on the remote that is there in part, or damaged */
export async function tellingDamage<Result>(remote: Remote, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const isDamage = isPixelisError(error) && (error.code === 'object.missing' || error.kind === 'integrity');
    if (!isDamage) throw error;
    const { digest, key } = error.data;
    throw damaged(remote, typeof digest === 'string' ? digest : typeof key === 'string' ? key : '', error);
  }
}

/**
 * Trees that are not there may be in what is there and cannot be read: then nobody can tell what they list.
 * @throws `gc.root-unreadable`
 */
export async function requireNoneSetAside(
  { remote, trash, marked }: Pick<RemoteExamination, 'remote' | 'trash' | 'marked'>,
  options: TaskOptions,
): Promise<void> {
  const [root] = marked.absent;
  if (root === undefined) return;
  for (const { catalogue } of [remote.store, ...trash.map((run) => run.store)]) {
    const [error] = catalogue.damaged.values();
    if (error !== undefined) throw damaged(remote, root, error);
  }
  for await (const { key } of remote.store.bucket.list(`${quarantineFolder}/`, options)) {
    const problem = `tree '${root}' is not there, and something damaged lies in '${key}'`;
    throw damaged(remote, root, new PixelisError('object.corrupt', problem, { data: { digest: root, key } }));
  }
}

function damaged({ name, store }: Remote, root: string, cause: PixelisError): PixelisError {
  const hint = `heal it: pixelis verify --remote=${name} --repair --all; or go on as if it named nothing: pixelis gc --remote=${name} --ignore ${root}`;
  return rootUnreadable({ root, repository: store.label, hint }, cause);
}
