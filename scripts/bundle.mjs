// Makes dist/ out of build/: the library, the command line and the workers, sharing their chunks, so that a command loads
// only what it runs; and the types of the public API. Packages stay outside, but for the one that every command loads.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const compiled = path.join(root, 'build', 'src');
const dist = path.join(root, 'dist');
const { dependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));

await rm(dist, { recursive: true, force: true });
await Promise.all([bundle(), writeTypes('index.d.ts')]);

async function bundle() {
  await build({
    absWorkingDir: root,
    entryPoints: {
      index: 'build/src/index.js',
      cli: 'build/src/cli/main.js',
      'worktree-worker': 'build/src/worktree/worktree-worker.js',
    },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: Object.keys(dependencies).filter((name) => name !== 'picocolors'),
    legalComments: 'linked',
    logLevel: 'warning',
  });
}

/** Writes a declaration file, and those that it imports, with `#folder/x.js` made relative. */
async function writeTypes(name, written = new Set()) {
  if (written.has(name)) return;
  written.add(name);
  const text = await readFile(path.join(compiled, name), 'utf8');
  const imported = [];
  const portable = text
    .replace(/(from |import\()(['"])(#|\.\.?\/)([^'"]+)\.js\2/g, (_, keyword, quote, start, specifier) => {
      const target = start === '#' ? specifier : path.join(path.dirname(name), start, specifier);
      imported.push(`${target}.d.ts`);
      const relative = path.relative(path.dirname(name), target);
      return `${keyword}${quote}${relative.startsWith('.') ? relative : `./${relative}`}.js${quote}`;
    })
    .replace(/^\/\/# sourceMappingURL=.*\n?/gm, '');
  const file = path.join(dist, 'types', name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, portable);
  for (const next of imported) await writeTypes(next, written);
}
