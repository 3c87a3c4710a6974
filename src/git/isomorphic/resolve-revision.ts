import { compareByBytes } from '#git/compare-by-bytes.js';
import type { CommitId, Git } from '#git/git.js';
import { readGrafts } from '#git/grafts.js';
import { isObjectId } from '#git/object-id.js';
import type { Context } from './context.js';
import { unsupported } from './unsupported.js';

const nameLimit = 1000;
const steps = /\^\{(?:commit)?\}|\^\d*|~\d*/g;
/** What git allows in no name of a ref; some of it could leave the folder of refs. */
const badName = /\.\.|^[-/]|\/$|\/\/|\.lock(?:\/|$)|(?:^|\/)\.|[\0-\x20\x7f~^:?*[\\]|@\{/;

/**
 * The commit that a revision names: an id or the start of one, a ref, and `^`, `~2`, `^{commit}` after it.
 * @throws `git.unsupported` for what only the git executable understands: reflogs, paths, searches
 */
export async function resolveRevision(context: Context, revision: string): Promise<CommitId | undefined> {
  const match = /^([^~^]+)((?:\^\{(?:commit)?\}|\^\d*|~\d*)*)$/.exec(revision);
  if (match === null || revision.length > nameLimit || revision.startsWith('-')) return undefined;
  const name = match[1] === '@' ? 'HEAD' : (match[1] ?? '');
  if (/@\{|:/.test(name)) throw unsupported(`is asked for '${revision}', a name that only git resolves`);
  const id = await resolveName(context, name);
  let commit = id === undefined ? undefined : await context.objects.peel(id);
  for (const [step] of (match[2] ?? '').matchAll(steps)) {
    if (commit !== undefined) commit = await takeStep(context, commit, step);
  }
  return commit;
}

async function takeStep(context: Context, from: CommitId, step: string): Promise<CommitId | undefined> {
  if (step.startsWith('^{') || step === '^0') return from;
  const number = step.length === 1 ? 1 : Number(step.slice(1));
  if (step.startsWith('^')) return parentOf(context, from, number);
  let commit: CommitId | undefined = from;
  for (let left = number; left > 0 && commit !== undefined; left--) commit = await parentOf(context, commit, 1);
  return commit;
}

/** Undefined also where history is cut off and the parent is not here. */
async function parentOf({ objects }: Context, commit: CommitId, number: number): Promise<CommitId | undefined> {
  const parent = (await objects.commit(commit)).parents[number - 1];
  return parent === undefined ? undefined : objects.peel(parent);
}

async function resolveName(context: Context, name: string): Promise<string | undefined> {
  if (isObjectId(name)) return name;
  if (badName.test(name)) return undefined;
  const places = ['refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/'].map((place) => place + name);
  const own = name.startsWith('refs/') || /^[A-Z][A-Z_]*$/.test(name) ? [name] : [];
  for (const ref of [...own, ...places, `refs/remotes/${name}/HEAD`]) {
    const id = await resolveRef(context, ref);
    if (id !== undefined) return id;
  }
  return /^[0-9a-f]{4,39}$/.test(name) ? expandId(context, name) : undefined;
}

async function resolveRef({ library, base }: Context, ref: string): Promise<string | undefined> {
  try {
    return await library.resolveRef({ ...base, ref });
  } catch (error) {
    if (isLibraryError(error, 'NotFoundError')) return undefined;
    throw error;
  }
}

async function expandId({ library, base }: Context, start: string): Promise<string | undefined> {
  try {
    return await library.expandOid({ ...base, oid: start });
  } catch (error) {
    if (isLibraryError(error, 'NotFoundError') || isLibraryError(error, 'AmbiguousError')) return undefined;
    throw error;
  }
}

function isLibraryError(error: unknown, code: string): boolean {
  return (error as { readonly code?: unknown }).code === code;
}

export async function readHead(context: Context): ReturnType<Git['head']> {
  const branch = await context.library.currentBranch(context.base);
  return { commit: await resolveRevision(context, 'HEAD'), branch: typeof branch === 'string' ? branch : undefined };
}

export async function listRefs(context: Context): ReturnType<Git['listRefs']> {
  const refs: { readonly name: string; readonly commit: CommitId }[] = [];
  for (const place of ['refs/heads', 'refs/remotes', 'refs/tags']) {
    for (const { name, id } of await listRefsIn(context, place)) {
      const commit = await context.objects.peel(id);
      if (commit !== undefined) refs.push({ name, commit });
    }
  }
  return refs.sort((one, other) => compareByBytes(one.name, other.name));
}

export async function listStandIns(context: Context): ReturnType<Git['listStandIns']> {
  const replaced = (await listRefsIn(context, 'refs/replace')).flatMap(({ name }) => name.split('/')[2] ?? '');
  const grafted = await readGrafts(context.places);
  return [
    ...replaced.filter(isObjectId).map((id) => ({ kind: 'replacement', id }) as const),
    ...grafted.map((id) => ({ kind: 'graft', id }) as const),
  ];
}

/** Refs below a folder of refs, with the objects that they name themselves. */
export async function listRefsIn(
  context: Context,
  place: string,
): Promise<readonly { readonly name: string; readonly id: string }[]> {
  const refs: { readonly name: string; readonly id: string }[] = [];
  for (const ending of await context.library.listRefs({ ...context.base, filepath: place })) {
    if (ending.endsWith('^{}')) continue; // what a packed tag points at
    const name = `${place}/${ending}`;
    const id = await resolveRef(context, name);
    if (id !== undefined) refs.push({ name, id });
  }
  return refs.sort((one, other) => compareByBytes(one.name, other.name));
}
