import path from 'node:path';
import type { Survey } from './survey.js';

/** A path as it is recorded: below the worktree from its top, below the home folder behind `~`, else absolute. */
export function shownPath(file: string, { root, environment }: Pick<Survey, 'root' | 'environment'>): string {
  const inside = below(file, root);
  if (inside !== undefined) return inside;
  const home = environment['HOME'] ?? environment['USERPROFILE'];
  const inHome = home === undefined || home === '' ? undefined : below(file, home);
  return inHome === undefined ? file : `~/${inHome}`;
}

function below(file: string, folder: string): string | undefined {
  const relative = path.relative(folder, file).split(path.sep).join('/');
  return relative === '..' || relative.startsWith('../') || path.isAbsolute(relative) ? undefined : relative || '.';
}

/** A folder and those above it up to and with `root`, nearest first. */
export function foldersUpTo(root: string, folder: string): readonly string[] {
  const folders = [folder];
  for (let at = folder; at !== root && path.dirname(at) !== at; ) {
    at = path.dirname(at);
    folders.push(at);
  }
  return folders;
}
