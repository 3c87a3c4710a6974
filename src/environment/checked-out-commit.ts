import { statSync } from 'node:fs';
import path from 'node:path';
import { textStart } from './machine-files.js';

/**
 * The commit that is checked out in the git repository in which `folder` lies; undefined where it lies in none, or in the
 * worktree at `own`, whose commit the run records.
 */
export function checkedOutCommit(folder: string, own: string): string | undefined {
  for (let at = path.resolve(folder); at !== own && path.dirname(at) !== at; at = path.dirname(at)) {
    const gitFolder = gitFolderOf(at);
    if (gitFolder !== undefined) return commitOf(gitFolder);
  }
  return undefined;
}

/** `.git` is a folder, or a file that names one. */
function gitFolderOf(folder: string): string | undefined {
  const file = path.join(folder, '.git');
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) return file;
  const target = /^gitdir: (.+)$/m.exec(textStart(file) ?? '')?.[1];
  return target === undefined ? undefined : path.resolve(folder, target);
}

function commitOf(gitFolder: string): string | undefined {
  const head = textStart(path.join(gitFolder, 'HEAD'))?.trim() ?? '';
  const ref = /^ref: (refs\/.+)$/.exec(head)?.[1];
  if (ref === undefined) return asCommit(head);
  const common = path.resolve(gitFolder, textStart(path.join(gitFolder, 'commondir'))?.trim() ?? '.');
  const loose = textStart(path.join(common, ref))?.trim();
  if (loose !== undefined) return asCommit(loose);
  const packed = textStart(path.join(common, 'packed-refs'), 4 * 1024 * 1024) ?? '';
  const line = packed.split('\n').find((candidate) => candidate.endsWith(` ${ref}`));
  return asCommit(line?.split(' ', 1)[0] ?? '');
}

function asCommit(text: string): string | undefined {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? text : undefined;
}
