import { basename, dirname } from 'node:path/posix';
import { goOn, PixelisError, type Tried, triedEach, triedSome } from '#errors/index.js';
import type { NewFile } from './place-files.js';
import type { SmallFiles } from './small-file.js';

const limitBytes = 4 * 1024 * 1024;

/** Path of the `.gitignore` beside a tracked path. */
export function gitignoreBeside(path: string): string {
  const folder = dirname(path);
  return folder === '.' ? '.gitignore' : `${folder}/.gitignore`;
}

/** Tells whether git is made to ignore tracked paths, by lines in the `.gitignore` beside them, each of which is read once. */
export function gitignoreReader(files: SmallFiles): (path: string) => boolean {
  const lines = new Map<string, ReadonlySet<string>>();
  return (path) => {
    const file = gitignoreBeside(path);
    const known = lines.get(file) ?? linesOf(readGitignore(files, file));
    lines.set(file, known);
    return known.has(lineFor(path));
  };
}

/**
 * Makes git ignore tracked paths, by lines in the `.gitignore` beside each; nothing else in these files changes, and each is
 * written once.
 * @returns for each path whether its line was added
 */
export async function addGitignoreLines(
  files: SmallFiles,
  paths: readonly string[],
): Promise<readonly Tried<boolean>[]> {
  const beside = new Map<string, Set<string>>();
  for (const path of paths) {
    const file = gitignoreBeside(path);
    beside.set(file, (beside.get(file) ?? new Set<string>()).add(path));
  }
  const changes = await triedEach([...beside], ([file, wanted]) => changeOf(files, file, wanted));
  const done = await goOn(changes, (each) =>
    triedSome(
      each,
      (change) => (change.added.size === 0 ? undefined : change),
      (changed) => files.replaceAll(changed),
    ),
  );
  const outcomes = new Map([...beside.keys()].map((file, row) => [file, done[row]]));
  return paths.map((path) => {
    const outcome = outcomes.get(gitignoreBeside(path));
    return outcome instanceof PixelisError ? outcome : outcome?.added.has(path) === true;
  });
}

interface GitignoreChange extends NewFile {
  /** Paths that had no line. */
  readonly added: ReadonlySet<string>;
}

function changeOf(files: SmallFiles, file: string, paths: ReadonlySet<string>): GitignoreChange {
  const present = readGitignore(files, file);
  const lines = linesOf(present);
  const added = new Set([...paths].filter((path) => !lines.has(lineFor(path))));
  const lineEnd = present.includes('\r\n') ? '\r\n' : '\n';
  const separator = present === '' || present.endsWith('\n') ? '' : lineEnd;
  const text = [...added].map((path) => lineFor(path) + lineEnd).join('');
  return { path: file, bytes: Buffer.from(present + separator + text), added };
}

function linesOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/\r?\n/));
}

function readGitignore(files: SmallFiles, file: string): string {
  return Buffer.from(files.read(file, limitBytes) ?? []).toString('utf8');
}

function lineFor(path: string): string {
  return `/${escapePattern(basename(path))}`;
}

/** A name as a pattern that fits it alone. */
function escapePattern(name: string): string {
  return name.replace(/[\\*?[\]]/g, '\\$&').replace(/ +$/, (spaces) => spaces.replaceAll(' ', '\\ '));
}
