// Makes dist/ out of build/: the command line as one file, since every file that Node loads costs about a millisecond, and one
// to start it; a file for each kind of worker; the library, in parts that are loaded when they are called; and the types of the
// public API.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuiltin } from 'node:module';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const compiled = path.join(root, 'build', 'src');
const dist = path.join(root, 'dist');
const { dependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));

const common = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  legalComments: 'linked',
  logLevel: 'warning',
};

/** CommonJS packages, once bundled, ask for built-in modules by require(). */
const requireBanner = "import { createRequire as _cr } from 'node:module';\nconst require = _cr(import.meta.url);";

await rm(dist, { recursive: true, force: true });
await Promise.all([bundleCommandLine(), bundleLibrary(), writeTypes('index.d.ts')]);

async function bundleCommandLine() {
  // Small, and loaded by most commands. The others are loaded by the few that need them.
  const bundled = new Set(['ignore', 'picocolors', 'picomatch']);
  const external = Object.keys(dependencies).filter((name) => !bundled.has(name));
  await build({
    ...common,
    entryPoints: { start: 'build/src/cli/start.js', 'worktree-worker': 'build/src/worktree/worktree-worker.js' },
    external,
    banner: { js: requireBanner },
  });
  // CommonJS, of which compiled code can be kept: it asks for other packages by require().
  const { metafile } = await build({
    ...common,
    entryPoints: { cli: 'build/src/cli/main.js' },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external,
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
    define: { 'import.meta.url': 'importMetaUrl' },
    supported: { 'dynamic-import': false },
    // It is read as ASCII. Names stay, for the traces of bugs.
    charset: 'ascii',
    minifyWhitespace: true,
    minifySyntax: true,
    metafile: true,
  });
  const eager = metafile.outputs['dist/cli.cjs'].imports.filter(
    ({ path: name, kind, external: isExternal }) => isExternal && kind === 'import-statement' && !isBuiltin(name),
  );
  if (eager.length > 0) throw new Error(`every command would load ${eager.map(({ path: name }) => name).join(', ')}`);
}

async function bundleLibrary() {
  await build({
    ...common,
    entryPoints: { index: 'build/src/index.js' },
    splitting: true,
    external: Object.keys(dependencies),
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
