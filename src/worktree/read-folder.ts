import { type Dirent, readdirSync } from 'node:fs';
import { diskError, isDiskError, PixelisError } from '#errors/index.js';
import { comparePaths, maxPathBytes, treePathProblem, utf8Length } from '#model/tree-path.js';
import { type FolderRules, ignoreFileName } from './ignore-rules.js';

/** What lies in a folder; nothing where it went away. @throws `disk.*` */
export function readFolder(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return [];
    throw diskError(error, path);
  }
}

/**
 * The names that count, in the order of the paths' bytes. `data` the file and `data/` the folder sort apart.
 * @throws `path.invalid`, `path.inside-git` for a name that cannot be part of an artifact
 */
export function orderedNames(
  folder: string,
  found: readonly Dirent[],
  rules: FolderRules | undefined,
): readonly string[] {
  const names: string[] = [];
  for (const entry of found) {
    const isFolder = entry.isDirectory();
    if (rules !== undefined && !rules.isEmpty && rules.ignores(entry.name, isFolder)) continue;
    checkName(folder, entry.name);
    names.push(isFolder ? `${entry.name}/` : entry.name);
  }
  return names.sort(comparePaths);
}

function checkName(folder: string, name: string): void {
  const problem = treePathProblem(name);
  const path = joined(folder, name);
  if (problem !== undefined) throw unusableName(path, name, problem);
  if (name.includes('\uFFFD')) checkBytes(folder, name);
  if (path.length > maxPathBytes / 4 && utf8Length(path) > maxPathBytes) {
    throw unusableName(path, name, `it is longer than ${maxPathBytes} bytes`);
  }
}

/** A name that is not UTF-8 reads with replacement characters in it; so does one that has them. The bytes tell. */
function checkBytes(folder: string, name: string): void {
  const bytes = Buffer.from(name);
  const found = readdirSync(folder, { encoding: 'buffer' });
  if (found.some((entry) => entry.equals(bytes))) return;
  const culprit = found.find((entry) => entry.toString() === name);
  const escaped = culprit === undefined ? name : escapeBytes(culprit);
  throw unusableName(joined(folder, escaped), name, 'it is not valid UTF-8');
}

function escapeBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return text;
}

/** A path below a folder; '' is the folder itself. */
export function joined(folder: string, name: string): string {
  return name === '' ? folder : `${folder}/${name}`;
}

function unusableName(path: string, name: string, problem: string): PixelisError {
  if (/^\.git$/i.test(name)) {
    return new PixelisError('path.inside-git', `'${path}' makes its folder a git repository inside a tracked folder`, {
      hint: `move that repository out, or name its folder in a ${ignoreFileName} file`,
      data: { path },
    });
  }
  return new PixelisError('path.invalid', `'${path}' cannot be put under version: ${problem}`, {
    hint: `rename it, or put it in a ${ignoreFileName} file`,
    data: { path, problem },
  });
}
