import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { diskError, isPixelisError } from '#errors/index.js';
import { decodeRegistration } from '#format/registration.js';
import type { Digest } from '#model/digest.js';
import { parseRegistrationKey, registrationFolder } from '#model/remote-key.js';
import { folderNames } from '#store/folder-names.js';
import type { RegistrationText } from '#store/registrations.js';
import { remoteStatePath } from './remote-state.js';
import type { RepositoryContext } from './repository-context.js';

/** What this clone has registered on a remote: copies of what it put there, in `remotes/registered/<url>/<clone>/`. */
export interface RegisteredNeeds {
  /** The objects that were put there. */
  readonly texts: readonly RegistrationText[];
  /** The number of the next one. */
  readonly nextNumber: number;
  readonly pushed: ReadonlySet<Digest>;
  readonly trees: ReadonlySet<Digest>;
  readonly files: ReadonlySet<Digest>;
  /** What the clone registered that this folder was copied from. */
  readonly inherited: { readonly trees: ReadonlySet<Digest>; readonly files: ReadonlySet<Digest> };
}

/** What this clone remembers of its registrations on a remote. A copy that cannot be read is as if it had never been made. */
export async function registeredNeeds(
  context: RepositoryContext,
  url: string,
  clone: string,
): Promise<RegisteredNeeds> {
  const folder = remoteStatePath(context, 'registered', url);
  const own = state();
  const inherited = state();
  for (const name of await folderNames(folder)) {
    for (const file of await folderNames(join(folder, name))) {
      const key = `${registrationFolder}/${name}/${file}`;
      const number = parseRegistrationKey(key)?.number;
      if (number === undefined) continue;
      const bytes = await readFile(join(folder, name, file));
      (name === clone ? own : inherited).add({ key, bytes }, number);
    }
  }
  return { ...own.result(), inherited: inherited.result() };
}

/** Remembers what was put on a remote. */
export async function rememberRegistration(
  context: RepositoryContext,
  url: string,
  { key, bytes }: RegistrationText,
): Promise<void> {
  const path = localPath(context, url, key);
  const folder = join(path, '..');
  const temporary = join(folder, `tmp-${randomUUID()}`);
  try {
    mkdirSync(folder, { recursive: true });
    await writeFile(temporary, bytes, { flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw diskError(error, path);
  }
}

/** Forgets what is on the remote no more, or must be looked at anew. */
export async function forgetRegistration(context: RepositoryContext, url: string, key: string): Promise<void> {
  const path = localPath(context, url, key);
  await rm(path, { force: true }).catch((error: unknown) => {
    throw diskError(error, path);
  });
}

function localPath(context: RepositoryContext, url: string, key: string): string {
  const clone = parseRegistrationKey(key)?.clone ?? '';
  return join(remoteStatePath(context, 'registered', url), clone, basename(key));
}

/** What registrations say together: the latest counts. */
function state() {
  const texts: (RegistrationText & { readonly number: number })[] = [];
  return {
    add: (text: RegistrationText, number: number): void => void texts.push({ ...text, number }),
    result() {
      const pushed = new Set<Digest>();
      const trees = new Set<Digest>();
      const files = new Set<Digest>();
      const read: RegistrationText[] = [];
      for (const { key, bytes } of texts.sort((a, b) => a.number - b.number)) {
        const registration = decodeOrNothing(key, bytes);
        if (registration === undefined) continue;
        read.push({ key, bytes });
        for (const digest of registration.pushed) pushed.add(digest);
        for (const digest of registration.trees) pushed.delete(digest);
        for (const digest of [...registration.pushed, ...registration.trees]) trees.add(digest);
        for (const digest of registration.files) files.add(digest);
      }
      return { texts: read, nextNumber: 1 + (texts.at(-1)?.number ?? 0), pushed, trees, files };
    },
  };
}

function decodeOrNothing(key: string, bytes: Uint8Array) {
  try {
    return decodeRegistration(bytes, key);
  } catch (error) {
    if (isPixelisError(error)) return undefined;
    throw error;
  }
}
