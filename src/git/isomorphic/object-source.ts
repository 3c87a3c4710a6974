import type * as isomorphic from 'isomorphic-git';
import { PixelisError } from '#errors/index.js';
import { type CommitHeader, parseCommitHeader } from '#git/commit-header.js';
import type { BlobId, CommitId } from '#git/git.js';
import { isObjectId, type ObjectType, requireObjectId } from '#git/object-id.js';
import type { LibraryArguments } from './library-arguments.js';

/** Reads git's objects, each commit and tree once. */
export interface ObjectSource {
  /** @throws `git.failed` where there is no such commit */
  commit(id: string): Promise<CommitHeader>;
  tree(id: string): Promise<readonly TreeItem[]>;
  blob(id: BlobId): Promise<Uint8Array>;
  /** An object's bytes as they are stored; undefined where there is none. @throws `git.failed` where it is another kind */
  raw(id: string, type: ObjectType): Promise<Uint8Array | undefined>;
  /** An annotated tag's bytes; undefined where the object is none. */
  tag(id: string): Promise<Uint8Array | undefined>;
  /** The commit that an object is, or that a tag points at; undefined where it is another kind, or there is none. */
  peel(id: string): Promise<CommitId | undefined>;
}

export interface TreeItem {
  readonly name: string;
  readonly mode: string;
  readonly id: string;
}

/** Most commits and trees that are kept in memory. */
const keptObjects = 50_000;
const tagDepthLimit = 20;

export function objectSource(library: typeof isomorphic, base: LibraryArguments): ObjectSource {
  const commits = new Map<string, CommitHeader>();
  const trees = new Map<string, readonly TreeItem[]>();

  const find = async (id: string): Promise<isomorphic.RawObject | undefined> => {
    try {
      const object = await library.readObject({ ...base, oid: requireObjectId(id), format: 'content' });
      return object as isomorphic.RawObject;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  };
  const findAs = async (type: isomorphic.RawObject['type'], id: string): Promise<Buffer | undefined> => {
    const object = await find(id);
    if (object === undefined) return undefined;
    if (object.type === type) return Buffer.from(object.object);
    throw new PixelisError('git.failed', `git's object '${id}' is a ${object.type}`, {
      data: { id, type: object.type },
    });
  };
  const readAs = async (type: isomorphic.RawObject['type'], id: string): Promise<Buffer> => {
    const bytes = await findAs(type, id);
    if (bytes === undefined) throw new PixelisError('git.failed', `git has no object '${id}'`, { data: { id } });
    return bytes;
  };

  return {
    blob: (id) => readAs('blob', id),
    raw: (id, type) => findAs(type, id),
    async tag(id) {
      const object = await find(id);
      return object?.type === 'tag' ? Buffer.from(object.object) : undefined;
    },
    commit: (id) => once(commits, id, async () => parseCommitHeader((await readAs('commit', id)).toString('utf8'))),
    tree: (id) => once(trees, id, async () => parseTree(await readAs('tree', id))),
    async peel(id) {
      let next = id;
      for (let depth = 0; depth < tagDepthLimit; depth++) {
        const object = isObjectId(next) ? await find(next) : undefined;
        if (object?.type === 'commit') return next as CommitId;
        if (object?.type !== 'tag') return undefined;
        next = /^object ([0-9a-f]+)/.exec(Buffer.from(object.object).toString('utf8'))?.[1] ?? '';
      }
      return undefined;
    },
  };
}

async function once<T>(kept: Map<string, T>, id: string, read: () => Promise<T>): Promise<T> {
  const known = kept.get(id);
  if (known !== undefined) return known;
  const value = await read();
  if (kept.size >= keptObjects) kept.clear();
  kept.set(id, value);
  return value;
}

/** `<mode> <name>` NUL and 20 bytes of id, again and again. */
function parseTree(bytes: Buffer): readonly TreeItem[] {
  const items: TreeItem[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const end = bytes.indexOf(0, space);
    items.push({
      mode: bytes.toString('latin1', at, space).padStart(6, '0'),
      name: bytes.toString('utf8', space + 1, end),
      id: bytes.toString('hex', end + 1, end + 21),
    });
    at = end + 21;
  }
  return items;
}

function isNotFound(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === 'NotFoundError';
}
