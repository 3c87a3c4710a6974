import { basename, dirname } from 'node:path/posix';
import type { SmallFiles } from './small-file.js';

const limitBytes = 4 * 1024 * 1024;

/** Path of the `.gitignore` beside a tracked path. */
export function gitignoreBeside(path: string): string {
  const folder = dirname(path);
  return folder === '.' ? '.gitignore' : `${folder}/.gitignore`;
}

/**
 * Makes git ignore a tracked path, by a line in the `.gitignore` beside it; nothing else in the file changes.
 * @returns whether the file was changed
 */
export async function addGitignoreLine(files: SmallFiles, path: string): Promise<boolean> {
  const file = gitignoreBeside(path);
  const line = `/${escapePattern(basename(path))}`;
  const present = Buffer.from(files.read(file, limitBytes) ?? []).toString('utf8');
  if (present.split(/\r?\n/).includes(line)) return false;
  const lineEnd = present.includes('\r\n') ? '\r\n' : '\n';
  const separator = present === '' || present.endsWith('\n') ? '' : lineEnd;
  await files.replace(file, Buffer.from(`${present}${separator}${line}${lineEnd}`));
  return true;
}

/** A name as a pattern that fits it alone. */
function escapePattern(name: string): string {
  return name.replace(/[\\*?[\]]/g, '\\$&').replace(/ +$/, (spaces) => spaces.replaceAll(' ', '\\ '));
}
