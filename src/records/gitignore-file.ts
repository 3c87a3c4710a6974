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
  if (hasGitignoreLine(files, path)) return false;
  const present = readGitignore(files, path);
  const lineEnd = present.includes('\r\n') ? '\r\n' : '\n';
  const separator = present === '' || present.endsWith('\n') ? '' : lineEnd;
  await files.replace(gitignoreBeside(path), Buffer.from(`${present}${separator}${lineFor(path)}${lineEnd}`));
  return true;
}

/** Whether the line is there. */
export function hasGitignoreLine(files: SmallFiles, path: string): boolean {
  return readGitignore(files, path).split(/\r?\n/).includes(lineFor(path));
}

function readGitignore(files: SmallFiles, path: string): string {
  return Buffer.from(files.read(gitignoreBeside(path), limitBytes) ?? []).toString('utf8');
}

function lineFor(path: string): string {
  return `/${escapePattern(basename(path))}`;
}

/** A name as a pattern that fits it alone. */
function escapePattern(name: string): string {
  return name.replace(/[\\*?[\]]/g, '\\$&').replace(/ +$/, (spaces) => spaces.replaceAll(' ', '\\ '));
}
