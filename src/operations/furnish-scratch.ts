import { existsSync } from 'node:fs';
import { symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diskError } from '#errors/index.js';
import { isRepositoryPath } from '#model/repository-path.js';
import type { RunRecord } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import { bringObjects } from './bring-objects.js';
import { layOutChanges } from './lay-out-changes.js';
import { inputsOf, makeFolder, placeInputs } from './place-inputs.js';
import type { RepositoryContext } from './repository-context.js';
import type { ReproductionSubject } from './reproduction-subjects.js';
import type { ScratchWorktree } from './scratch-worktree.js';

/** Folders that hold what is installed rather than code; git ignores them, and a command finds nothing without them. */
const installed = ['node_modules', '.venv', 'venv'];

/**
 * Makes a worktree at the commit of a run what the run had before it: changed code, inputs, configuration, folders for what
 * it writes. What is installed in the user's worktree is linked.
 * @throws `object.missing`, `object.corrupt`, `disk.*`
 */
export async function furnishScratch(
  context: RepositoryContext,
  { record, records, scratch }: ReproductionSubject & { readonly scratch: ScratchWorktree },
  options: TaskOptions,
): Promise<void> {
  const { run, code, folder } = record;
  const { root } = scratch;
  if (code.changes !== undefined) {
    const content = { roots: [code.changes.digest] };
    await bringObjects(context, { what: `the changed code of run '${run}'`, content }, options);
    await layOutChanges(await context.cache(), { root, changes: code.changes }, options);
  }
  const inputs = await inputsOf({ records, scratch: scratch.context.worktreeCatalog() }, record, options);
  await placeInputs(context, { root, inputs }, options);
  await layOutConfig(context, { record, root }, options);
  await makeFolder(join(root, folder));
  for (const { path } of record.outputs) {
    if (path !== undefined && isRepositoryPath(path)) await makeFolder(dirname(join(root, path)));
  }
  for (const above of foldersUpFrom(folder))
    await linkInstalled({ from: join(context.git.places.root, above), to: join(root, above) });
}

/** The configuration file where it is neither in git nor an input: git ignored it. */
async function layOutConfig(
  context: RepositoryContext,
  { record: { run, config }, root }: { readonly record: RunRecord; readonly root: string },
  options: TaskOptions,
): Promise<void> {
  if (config === undefined || !isRepositoryPath(config.path) || existsSync(join(root, config.path))) return;
  const { digest, size, path } = config;
  await bringObjects(
    context,
    { what: `the configuration of run '${run}'`, content: { blobs: new Map([[digest, size]]) } },
    options,
  );
  await makeFolder(dirname(join(root, path)));
  const bytes = await (await context.cache()).read(digest, options);
  await writeFile(join(root, path), bytes, { flag: 'wx' });
}

/** A folder of the worktree and those above it, the top last. */
function foldersUpFrom(folder: string): readonly string[] {
  if (folder === '') return [''];
  const parent = dirname(folder);
  return [folder, ...foldersUpFrom(parent === '.' ? '' : parent)];
}

async function linkInstalled({ from, to }: { readonly from: string; readonly to: string }): Promise<void> {
  for (const name of installed) {
    if (!existsSync(join(from, name)) || existsSync(join(to, name))) continue;
    try {
      await symlink(join(from, name), join(to, name), 'dir');
    } catch (error) {
      throw diskError(error, join(to, name));
    }
  }
}
