// Bundles build/src/ into dist/: the library, the command line and the workers, sharing their chunks, so that a
// command loads only what it runs. Packages stay outside, but for the ones that every command loads.
import { readFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const { dependencies, version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
const bundled = new Set(['yargs', 'picocolors']);

await rm(new URL('../dist', import.meta.url), { recursive: true, force: true });
await build({
  absWorkingDir: new URL('..', import.meta.url).pathname,
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
  external: Object.keys(dependencies).filter((name) => !bundled.has(name)),
  define: { PIXELIS_VERSION: JSON.stringify(version) },
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
  legalComments: 'linked',
  logLevel: 'warning',
});
