import { execFile } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Test, test } from 'tap';
import { findExecutable } from '#process/find-executable.js';
import { type Machine, makeMachine } from './machine.js';

const run = promisify(execFile);
const python = findExecutable('python3', process.env) ?? '';
const skip = python === '' ? 'no python3 here' : false;

interface Venv {
  readonly folder: string;
  readonly python: string;
  readonly packages: string;
  /** Installs a package as pip would note it. */
  readonly install: (name: string, version: string, directUrl?: object) => Promise<void>;
}

let installed: Promise<{ readonly stdout: string }> | undefined;

/** The Python behind what may be a shim. */
async function installedPython() {
  installed ??= run(python, ['-c', 'import sys; print(sys.executable); print("%d.%d" % sys.version_info[:2])']);
  const [executable = '', version = ''] = (await installed).stdout.split('\n');
  return { executable, version };
}

async function makeVenv({ root, write }: Machine, name = '.venv'): Promise<Venv> {
  const folder = path.resolve(root, name);
  // What `python -m venv` makes, in a hundredth of the time.
  const { executable, version: series } = await installedPython();
  const packages = path.join(folder, `lib/python${series}/site-packages`);
  await write(
    path.join(folder, 'pyvenv.cfg'),
    `home = ${path.dirname(executable)}\ninclude-system-site-packages = false\n`,
  );
  await mkdir(packages, { recursive: true });
  await mkdir(path.join(folder, 'bin'));
  for (const link of ['python', 'python3']) await symlink(executable, path.join(folder, 'bin', link));
  return {
    folder,
    python: path.join(folder, 'bin/python'),
    packages,
    async install(title, version, directUrl) {
      const info = path.join(packages, `${title.replaceAll('-', '_')}-${version}.dist-info`);
      await write(
        path.join(info, 'METADATA'),
        `Metadata-Version: 2.1\nName: ${title}\nVersion: ${version}\n\nA readme.\n`,
      );
      if (directUrl !== undefined) await write(path.join(info, 'direct_url.json'), JSON.stringify(directUrl));
    },
  };
}

async function machineWithVenv(t: Test): Promise<Machine & { readonly venv: Venv }> {
  const machine = await makeMachine(t);
  const venv = await makeVenv(machine);
  return { ...machine, venv };
}

void test('the Python of a virtual environment is asked what it is, and its packages are read', { skip }, async (t) => {
  const { venv, capture } = await machineWithVenv(t);
  await venv.install('Typing_Extensions', '4.12.2');
  await venv.install('torch', '2.4.0+cu121');
  const { python: facts, unknown } = await capture([venv.python, 'train.py']);
  t.match(facts, { implementation: 'cpython', version: /^3\.\d+\.\d+/, executable: '.venv/bin/python', kind: 'venv' });
  t.strictSame(facts?.packages, { torch: '2.4.0+cu121', 'typing-extensions': '4.12.2' });
  t.strictSame(unknown, {});
});

void test('what python -m venv makes is a venv without packages', { skip }, async (t) => {
  const { root, capture } = await makeMachine(t);
  await run(python, ['-m', 'venv', '--without-pip', path.join(root, 'env')]);
  const { python: facts } = await capture(['env/bin/python', 'train.py']);
  t.match(facts, { executable: 'env/bin/python', kind: 'venv' });
  t.strictSame(facts?.packages, {});
});

void test('a module in the folder of the command is not taken for one of Python', { skip }, async (t) => {
  const { venv, write, capture } = await machineWithVenv(t);
  for (const name of ['sys.py', 'json.py', 'site.py', 'sitecustomize.py'])
    await write(name, "raise SystemExit('taken')");
  t.match(await capture([venv.python, 'train.py']), { python: { kind: 'venv' }, unknown: {} });
});

void test('what a package prints at every start does no harm', { skip }, async (t) => {
  const { venv, write, capture } = await machineWithVenv(t);
  await write(path.join(venv.packages, 'chatty.pth'), 'import sys; sys.stdout.write("hello")\n');
  t.match(await capture([venv.python, 'train.py']), { python: { kind: 'venv' }, unknown: {} });
});

void test('packages of the user and of PYTHONPATH count, unless the command keeps them out', { skip }, async (t) => {
  const { venv, write, capture, environment } = await machineWithVenv(t);
  await venv.install('numpy', '1.26.4');
  const extra = path.dirname(
    path.dirname(await write('extra/numpy-2.0.0.dist-info/METADATA', 'Name: numpy\nVersion: 2.0.0\n')),
  );
  environment['PYTHONPATH'] = extra;
  t.match(await capture([venv.python, 'a.py']), { python: { packages: { numpy: '2.0.0' } } }, 'the first one counts');
  t.match(await capture([venv.python, '-I', 'a.py']), { python: { packages: { numpy: '1.26.4' } } });
});

void test('a package from no index is recorded with where it is from', { skip }, async (t) => {
  const { venv, home, root, write, capture } = await machineWithVenv(t);
  const commit = '1f2e3d4c5b6a79880716253443526170f1e2d3c4';
  const other = '99999999995b6a79880716253443526170f1e2d3';
  await write(path.join(home, 'src/lab/.git/HEAD'), 'ref: refs/heads/main\n');
  await write(
    path.join(home, 'src/lab/.git/packed-refs'),
    `# pack-refs\n${other} refs/heads/other\n${commit} refs/heads/main\n`,
  );
  await venv.install('fork', '1.0', {
    url: 'https://example.org/fork.git',
    vcs_info: { vcs: 'git', commit_id: commit },
  });
  await venv.install('lab', '0.1', { url: `file://${home}/src/lab`, dir_info: { editable: true } });
  await venv.install('own', '0.1', { url: `file://${root}/own`, dir_info: { editable: true } });
  await venv.install('wheel-file', '2', { url: 'https://example.org/wheel_file-2.whl', archive_info: {} });
  const { python: facts } = await capture([venv.python, 'a.py']);
  t.strictSame(facts?.sources, {
    fork: `git+https://example.org/fork.git@${commit}`,
    lab: `editable ~/src/lab @ ${commit}`,
    own: 'editable own',
    'wheel-file': 'https://example.org/wheel_file-2.whl',
  });
});

void test('metadata that nobody can read hides no other package', { skip }, async (t) => {
  const { venv, write, capture } = await machineWithVenv(t);
  await venv.install('good', '1.0', { url: 7, vcs_info: null });
  await venv.install('better', '1.0', { url: 'x', vcs_info: null, dir_info: null });
  await venv.install('best', '1.0', { url: 'file://%ff%00', dir_info: { editable: true } });
  await write(path.join(venv.packages, 'empty-1.dist-info/METADATA'), '');
  await write(path.join(venv.packages, 'file-1.dist-info'), 'not a folder');
  await mkdir(path.join(venv.packages, 'folder-1.dist-info/METADATA'), { recursive: true });
  await write(path.join(venv.packages, 'old-1.egg-info'), 'Metadata-Version: 1.0\nName: old\nVersion: 1.0\n');
  const { python: facts } = await capture([venv.python, 'a.py']);
  t.strictSame(facts?.packages, { best: '1.0', better: '1.0', good: '1.0', old: '1.0' });
});

void test('the kind of an environment is read from what made it', { skip }, async (t) => {
  const machine = await machineWithVenv(t);
  const { venv, write, capture } = machine;
  const settings = path.join(venv.folder, 'pyvenv.cfg');
  const kind = async () => (await capture([venv.python])).python?.kind;
  const home = `home = ${path.dirname((await installedPython()).executable)}\ninclude-system-site-packages = false\n`;
  await write(settings, `${home}uv = 0.5.1\n`);
  t.equal(await kind(), 'uv');
  await write(settings, `${home}virtualenv = 20.0\n`);
  t.equal(await kind(), 'virtualenv');
  await write(path.join(venv.folder, 'conda-meta/history'), '');
  t.equal(await kind(), 'conda');
});

void test('conda packages come with version and build, from their file names', { skip }, async (t) => {
  const { venv, write, capture } = await machineWithVenv(t);
  await write(path.join(venv.folder, 'conda-meta/cudatoolkit-11.8.0-h4ba93d1_13.json'), '{}');
  await write(path.join(venv.folder, 'conda-meta/nlohmann_json-3.11.2-h6a678d5_0.json'), '');
  const { python: facts } = await capture([venv.python, 'a.py']);
  t.strictSame(facts?.conda, { cudatoolkit: '11.8.0 h4ba93d1_13', nlohmann_json: '3.11.2 h6a678d5_0' });
});

void test('uv, poetry and the like use the environment of the project', { skip }, async (t) => {
  const { capture, program, write, root } = await machineWithVenv(t);
  await program('uv', 'echo uv 0.5.1');
  await program('poetry', 'echo "Poetry (version 1.8.3)"');
  await write('train/train.py', '');
  const folder = path.join(root, 'train');
  t.match(await capture(['uv', 'run', 'train.py'], { folder }), {
    python: { executable: '.venv/bin/python' },
    programs: { uv: '0.5.1' },
  });
  t.match(await capture(['poetry', 'run', 'python', 'train.py'], { folder }), {
    python: { executable: '.venv/bin/python' },
    programs: { poetry: '1.8.3' },
  });
});

void test('a tool that keeps the environment elsewhere is asked for its Python', { skip }, async (t) => {
  const machine = await makeMachine(t);
  const { capture, program, home } = machine;
  const venv = await makeVenv(machine, path.join(home, '.cache/pypoetry/virtualenvs/lab'));
  await program('poetry', `case "$1" in env) echo 'a warning'; echo '${venv.python}' ;; *) echo 1.8.3 ;; esac`);
  t.match(await capture(['poetry', 'run', 'train']), {
    python: { executable: '~/.cache/pypoetry/virtualenvs/lab/bin/python', kind: 'venv' },
  });
  await program('poetry', 'exit 1');
  t.match((await capture(['poetry', 'run', 'train'])).unknown, { python: /'poetry' chooses or makes/ });
});

void test('where uv makes the environment when the command starts, its Python is unknown', async (t) => {
  const { capture, program } = await makeMachine(t);
  await program('uv', 'echo uv 0.5.1');
  const record = await capture(['uv', 'run', 'train.py']);
  t.equal(record.python, undefined);
  t.strictSame(record.unknown, { python: "'uv' chooses or makes the Python when the command starts" });
  await program('uvx', 'echo uvx 0.5.1');
  t.match((await capture(['uvx', 'ruff'])).unknown, { python: /'uvx' chooses or makes/ });
});

void test('conda run works in the environment that it names', { skip }, async (t) => {
  const machine = await makeMachine(t);
  const { capture, program, write, home, environment } = machine;
  const base = path.join(home, 'miniconda');
  await program(path.join(base, 'condabin/conda'), 'exit 1');
  environment['PATH'] += `:${base}/condabin`;
  await write(path.join(base, 'conda-meta/history'), '');
  const lab = await makeVenv(machine, path.join(base, 'envs/lab'));
  await write(path.join(lab.folder, 'conda-meta/cudnn-8.9.2.26-cuda11_0.json'), '');
  const found = await capture(['conda', 'run', '-n', 'lab', '--no-capture-output', 'python', 'train.py']);
  t.match(found, { python: { kind: 'conda', conda: { cudnn: '8.9.2.26 cuda11_0' } } });
  t.match(found.python?.executable, /^~\/miniconda\/envs\/lab\/bin\/python/);
  t.match(await capture(['conda', 'run', '--prefix', lab.folder, 'python', 'a.py']), { python: { kind: 'conda' } });
  t.match(await capture(['conda', 'run', '-n', 'none', 'python', 'a.py']), {
    unknown: { python: "'conda' has no such environment" },
  });
});

void test('a script is executed by the Python of its first line', { skip }, async (t) => {
  const { venv, capture, program, root } = await machineWithVenv(t);
  await program(path.join(venv.folder, 'bin/torchrun'), `#!${venv.python}\nimport torch`);
  await program(path.join(root, 'train'), '#!/usr/bin/env -S python3 -u\nprint(1)');
  const long = `#!/bin/sh\n'''exec' "${venv.python}" "$0" "$@"\n' '''\nimport sys`;
  await program(path.join(root, 'with a space/accelerate'), long);
  t.match(await capture(['.venv/bin/torchrun', '--nproc-per-node', '8', 'train.py']), {
    python: { executable: '.venv/bin/python' },
  });
  t.match(await capture(['./with a space/accelerate', 'launch', 'train.py']), {
    python: { executable: '.venv/bin/python' },
  });
  await program(path.join(root, 'my-train'), `#!${venv.python} -I\n`);
  await program('timeout', 'exit 1');
  t.match(await capture(['timeout', '9', './my-train']), { python: { executable: '.venv/bin/python' } });
  t.match(await capture(['./train'], { environment: { PATH: `${venv.folder}/bin:/usr/bin` } }), {
    python: { executable: '.venv/bin/python3' },
  });
});

void test('what starts another command is seen through', { skip }, async (t) => {
  const { venv, capture, program, environment } = await machineWithVenv(t);
  environment['PATH'] += `:${venv.folder}/bin`;
  for (const name of ['env', 'srun', 'timeout', 'mpirun', 'nohup', 'test']) await program(name, 'exit 1');
  for (const line of [
    'env CUDA_VISIBLE_DEVICES=0 python train.py',
    'srun -n 4 --gres gpu:1 python train.py',
    'srun -J test --chdir ./.venv -l python train.py',
    'timeout --signal TERM 10m python train.py',
    'nohup mpirun -np 8 python -u train.py',
  ]) {
    t.match(await capture(line.split(' ')), { python: { kind: 'venv' }, unknown: {} }, line);
  }
});

void test('an interpreter that fails, hangs up or talks nonsense is unknown, with the reason', async (t) => {
  const { capture, program } = await makeMachine(t);
  await program('python3', 'echo "no such option" >&2; exit 2');
  t.match(await capture(['python3', 'a.py']), { unknown: { python: /python3' failed: no such option/ } });
  await program('python3', 'echo hello');
  t.match(await capture(['python3', 'a.py']), { unknown: { python: /is not a Python that can be asked/ } });
  await program('python3', 'kill -9 $$');
  t.match(await capture(['python3', 'a.py']), { unknown: { python: /python3' failed/ } });
  t.match(await capture(['python9', 'a.py']), { unknown: { command: "'python9' was not found" } });
});
