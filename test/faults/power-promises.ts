import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodePointer } from '#format/pointer.js';
import { decodeVersionRecord, versionRecordPath } from '#format/version-record.js';
import { parseDigest } from '#model/digest.js';
import type { AddResult } from '../../src/index.js';
import { absentFrom, storeIn } from './invariants.js';
import type { Box } from './sandbox.js';

/** Where versions must be: their records in a clone, their objects in a store (by path in the box), or in its trash. */
export interface Kept {
  readonly clone: string;
  readonly store: string;
  readonly orTrash?: boolean;
}

/** As the commands print it. */
export interface NamedVersion {
  readonly artifact: string;
  readonly version: number;
  readonly digest: string;
}

/** What is not there of what was added: pointers (or later ones), records, objects. */
export async function brokenAdds(
  box: Box,
  { result, ...kept }: Kept & { readonly result: AddResult },
): Promise<readonly string[]> {
  const found = [...(await brokenVersions(box, { ...kept, versions: result.paths }))];
  for (const { path, version } of result.paths) {
    const file = `${path}.pixelis.yaml`;
    const pointer = decodePointer(await readFile(join(box, kept.clone, file)), file);
    if (pointer.version < version) found.push(`'${file}' names v${pointer.version} again, not v${version}`);
    found.push(...(await brokenVersions(box, { ...kept, versions: [pointer] })));
  }
  return found;
}

/** What is not there of versions: the record, or objects. */
export async function brokenVersions(
  box: Box,
  { clone, store, orTrash = false, versions }: Kept & { readonly versions: readonly NamedVersion[] },
): Promise<readonly string[]> {
  const trash = join(store, 'trash');
  const runs = orTrash ? await readdir(join(box, trash)).catch(() => []) : [];
  const folders = [store, ...runs.filter((name) => !name.endsWith('.json')).map((name) => join(trash, name))];
  const stores = await Promise.all(folders.map((folder) => storeIn(join(box, folder))));
  const found: string[] = [];
  for (const version of versions) {
    const path = versionRecordPath({ ...version, digest: parseDigest(version.digest) });
    const record = decodeVersionRecord(await readFile(join(box, clone, path)), path);
    for (const digest of await absentFrom(stores, record)) found.push(`'${path}' needs ${digest}, which is lost`);
  }
  return found;
}

/** Files of these stores that hold the text. */
export async function filesWith(text: string, box: Box, stores: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const store of stores) {
    for (const entry of await readdir(join(box, store), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && (await readFile(path)).includes(text)) found.push(`'${path}' holds what was purged`);
    }
  }
  return found;
}
