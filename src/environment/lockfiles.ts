import path from 'node:path';
import { hashFile } from '#hashing/hash-file.js';
import { loadHasher } from '#hashing/hasher.js';
import type { Lockfile } from '#model/environment.js';
import { namesIn } from './machine-files.js';
import { foldersUpTo } from './shown-path.js';
import type { Survey } from './survey.js';

/** The files that say which packages belong there, from the command's folder up to the top of the worktree, by path. */
export async function lockfiles({ root, folder, secrets, signal, missing }: Survey): Promise<readonly Lockfile[]> {
  const files = foldersUpTo(root, folder).flatMap((at) =>
    namesIn(at)
      .filter((name) => names.has(name) || pattern.test(name))
      .map((name) => path.join(at, name)),
  );
  if (files.length === 0) return [];
  const hasher = await loadHasher();
  const found: Lockfile[] = [];
  for (const file of files) {
    const shown = secrets.text(path.relative(root, file).split(path.sep).join('/'), 'environment');
    try {
      found.push({ path: shown, digest: (await hashFile(file, hasher, { signal })).digest });
    } catch (error) {
      signal?.throwIfAborted();
      missing(`lockfiles.${shown}`, error instanceof Error ? error.message : String(error));
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const pattern = /^(?:(?:requirements|constraints)[\w.-]*\.(?:txt|in)|conda-lock[\w.-]*\.yml)$/;
const names = new Set(
  [
    'pyproject.toml uv.lock poetry.lock pdm.lock pylock.toml Pipfile Pipfile.lock pixi.toml pixi.lock setup.py setup.cfg',
    'environment.yml environment.yaml .python-version .tool-versions package.json package-lock.json npm-shrinkwrap.json',
    'pnpm-lock.yaml yarn.lock bun.lock bun.lockb deno.lock .nvmrc .node-version Cargo.lock rust-toolchain.toml go.mod',
    'go.sum Gemfile.lock composer.lock renv.lock Project.toml Manifest.toml flake.lock',
  ].flatMap((line) => line.split(' ')),
);
