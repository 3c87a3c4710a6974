import { readdir, readFile } from 'node:fs/promises';
import { test } from 'tap';
import type * as Library from '../src/index.js';
import { runCli } from './support/cli.js';

const root = new URL('../../', import.meta.url);

interface PackageFile {
  readonly version: string;
  readonly exports: { readonly '.': { readonly types: string; readonly default: string } };
}

const packageFile = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as PackageFile;

void test('the library opens repositories, and says what goes wrong by code', async (t) => {
  const library = (await import(new URL(packageFile.exports['.'].default, root).href)) as typeof Library;
  t.strictSame(Object.keys(library).sort(), [
    'ArtifactManager',
    'ArtifactType',
    'EnvironmentCaptureLevel',
    'ExperimentContext',
    'LineageTracker',
    'PixelisError',
    'RunState',
    'TTRLContext',
    'artifactTypes',
    'auditHtml',
    'checkProof',
    'errorCodes',
    'exitCodeOf',
    'exitCodes',
    'initRepository',
    'isPixelisError',
    'lineageDot',
    'lineageMermaid',
    'lineageTree',
    'logMetrics',
    'namesApart',
    'openRepository',
    'reproducible',
    'runCells',
    'runColumns',
    'suggestClosest',
    'trackArtifacts',
  ]);
  await t.rejects(library.openRepository({ folder: '/' }), { name: 'PixelisError', exitCode: 10 });
});

void test('what is published needs nothing of the build: no import leads out of it', async (t) => {
  const files = (await readdir(new URL('dist/', root), { recursive: true })).filter((name) =>
    /\.(js|d\.ts)$/.test(name),
  );
  t.ok(files.includes('types/index.d.ts'));
  for (const name of files) {
    const text = await readFile(new URL(`dist/${name}`, root), 'utf8');
    t.notMatch(text, /^\s*(?:import|export)\b[^;]*from ['"]#|import\(['"]#/m, name);
  }
});

void test('the version is that of the package', async (t) => {
  for (const option of ['--version', '-V'])
    t.strictSame(await runCli('/', [option]), { code: 0, stdout: `${packageFile.version}\n`, stderr: '' });
});
