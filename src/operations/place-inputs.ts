import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { diskError, PixelisError } from '#errors/index.js';
import type { Pointer } from '#model/pointer.js';
import { parseRepositoryPath } from '#model/repository-path.js';
import type { RunRecord } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { Catalog } from '#records/catalog.js';
import { applyCheckout } from '#worktree/checkout-apply.js';
import type { CheckoutTarget } from '#worktree/checkout-plan.js';
import { prepareCheckout } from '#worktree/prepare-checkout.js';
import { scanWorktree } from '#worktree/scan.js';
import { bringObjects } from './bring-objects.js';
import { readTreeEntries } from './read-tree-entries.js';
import type { RepositoryContext } from './repository-context.js';

/** A version that is to lie at a path. */
export interface PlacedInput extends Pointer {
  readonly path: string;
}

/**
 * What a run found in its worktree: the inputs that it declared, at the paths that they had; where it declared none,
 * everything that was tracked there but what it made itself.
 * @param catalogs `scratch`: the run's worktree as it is laid out again; `records`: where the run is recorded
 * @throws `object.missing` for an input of which no record is left
 */
export async function inputsOf(
  { records, scratch }: { readonly records: Catalog; readonly scratch: Catalog },
  { inputs, outputs, run }: RunRecord,
  options: TaskOptions,
): Promise<readonly PlacedInput[]> {
  const declared = inputs.flatMap((input) => (input.path === undefined ? [] : [{ ...input, path: input.path }]));
  if (declared.length === 0) {
    const own = new Set(outputs.map(({ path }) => path));
    const { pointers } = await scratch.pointers(options);
    return pointers.filter(({ path }) => !own.has(path)).map(({ path, pointer }) => ({ ...pointer, path }));
  }
  const placed: PlacedInput[] = [];
  for (const input of declared) {
    const { artifact, version, digest } = input;
    const known = [...(await records.versions(artifact, options)), ...(await scratch.versions(artifact, options))].find(
      (record) => record.digest === digest,
    );
    if (known === undefined) {
      throw new PixelisError('object.missing', `input '${artifact}:v${version}' of run '${run}' has no record here`, {
        hint: 'fetch the branch that has it: git fetch --all',
        data: { artifact, version, digest },
      });
    }
    placed.push({ ...known, path: parseRepositoryPath(input.path) });
  }
  return placed;
}

/** Brings the inputs' objects, and places them below the top of a worktree. @throws `object.missing`, `disk.*` */
export async function placeInputs(
  context: RepositoryContext,
  { root, inputs }: { readonly root: string; readonly inputs: readonly PlacedInput[] },
  options: TaskOptions,
): Promise<void> {
  const cache = await context.cache();
  for (const input of inputs) {
    const { artifact, version, digest, files, size, path } = input;
    const content = files === undefined ? { blobs: new Map([[digest, size]]) } : { roots: [digest] };
    await bringObjects(context, { what: `input '${artifact}:v${version}'`, content }, options);
    const target = await targetOf(context, input, options);
    const place = join(root, path);
    await makeFolder(dirname(place));
    const scanned = await scanWorktree({ root: place, repositoryPath: path }, options);
    const plan = await prepareCheckout({ root: place, scanned, target }, cache, { ...options, force: true });
    // Never a link into the cache: nobody knows what the command does to it.
    const placed = await applyCheckout({ top: root, path, plan }, cache, { ...options, links: ['reflink', 'copy'] });
    const [lost] = [...placed.missing, ...placed.damaged];
    if (lost === undefined) continue;
    throw new PixelisError('object.missing', `a file of input '${artifact}:v${version}' is damaged in the cache`, {
      hint: 'run it again to fetch a good copy',
      data: { artifact, version, digest },
    });
  }
}

async function targetOf(
  context: RepositoryContext,
  { digest, size, files, executable }: PlacedInput,
  options: TaskOptions,
): Promise<CheckoutTarget> {
  if (files !== undefined) {
    return { kind: 'folder', entries: await readTreeEntries(await context.cache(), digest, options) };
  }
  const kind = executable === true ? 'executable' : 'file';
  return { kind: 'file', entries: [{ path: '' as TreeEntry['path'], kind, size, digest }] };
}

/** With the folders above it, as a worktree has them that was in use. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw diskError(error, folder);
  }
}
