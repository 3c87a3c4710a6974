import { test } from 'tap';
import { compareEnvironments } from '#model/compare-environments.js';
import { parseDigest } from '#model/digest.js';
import type { EnvironmentRecord, PythonFacts } from '#model/environment.js';

const python: PythonFacts = {
  implementation: 'cpython',
  version: '3.11.7',
  executable: '.venv/bin/python',
  kind: 'venv',
  packages: { numpy: '1.26.4', torch: '2.4.0+cu121' },
  sources: {},
  conda: {},
};
const recorded: EnvironmentRecord = {
  level: 2,
  python,
  programs: {},
  lockfiles: [],
  switches: { PYTHONHASHSEED: '0' },
  system: { os: 'linux', kernel: '6.1', arch: 'x64', libc: 'glibc 2.36', cores: 8, memory: 1024 },
  gpu: { devices: [{ name: 'H100' }, { name: 'H100' }], driver: '550.54', cuda: '12.4', cudnn: '9.1.0' },
  unknown: {},
};
const digest = (digit: string) => parseDigest(`blake3:${digit.repeat(64)}`);

/** `severity aspect key: recorded -> actual`, in order. */
function differences(changed: Partial<EnvironmentRecord>, base = recorded): readonly string[] {
  return compareEnvironments(base, { ...base, ...changed }).differences.map(
    ({ severity, aspect, key, recorded: was, actual }) =>
      `${severity} ${aspect} ${key}: ${was ?? '-'} -> ${actual ?? '-'}`,
  );
}

const withPackages = (packages: PythonFacts['packages']) => ({ python: { ...python, packages } });

void test('an environment satisfies itself', async (t) => {
  t.strictSame(compareEnvironments(recorded, recorded), { differences: [], isSatisfied: true });
});

void test('what breaks comes first, then what likely changes results, and decides whether a machine satisfies', async (t) => {
  const actual: EnvironmentRecord = {
    ...recorded,
    python: { ...python, executable: '/usr/bin/python3', version: '3.12.1', packages: { numpy: '1.26.5' } },
    switches: {},
    system: { ...recorded.system!, kernel: '6.2' },
  };
  const comparison = compareEnvironments(recorded, actual);
  t.equal(comparison.isSatisfied, false);
  t.strictSame(
    comparison.differences.map(({ severity, key }) => `${severity} ${key}`),
    [
      'breaking python',
      'breaking torch',
      'likely PYTHONHASHSEED',
      'possible numpy',
      'cosmetic python.executable',
      'cosmetic kernel',
    ],
  );
  t.equal(compareEnvironments(recorded, { ...recorded, system: { ...recorded.system!, cores: 4 } }).isSatisfied, true);
});

void test('an interpreter of another series breaks, a later patch possibly changes results', async (t) => {
  t.strictSame(differences({ python: { ...python, version: '3.11.9' } }), [
    'possible interpreter python: cpython 3.11.7 -> cpython 3.11.9',
  ]);
  t.strictSame(differences({ python: { ...python, version: '3.1.7' } }), [
    'breaking interpreter python: cpython 3.11.7 -> cpython 3.1.7',
  ]);
  t.match(differences({ python: { ...python, implementation: 'pypy' } }), [/^breaking interpreter/]);
});

void test('without the interpreter its packages are not listed one by one', async (t) => {
  const { python: _, ...without } = recorded;
  t.strictSame(
    compareEnvironments(recorded, without).differences.map(({ key }) => key),
    ['python'],
  );
  t.strictSame(compareEnvironments(without, recorded).isSatisfied, true, 'more than was needed is no harm');
});

void test('a package counts by how far it is away', async (t) => {
  t.strictSame(differences(withPackages({ numpy: '1.26.9', torch: '2.4.0+cu124', extra: '1.0' })), [
    'likely package torch: 2.4.0+cu121 -> 2.4.0+cu124',
    'possible package numpy: 1.26.4 -> 1.26.9',
    'cosmetic package extra: - -> 1.0',
  ]);
  t.strictSame(differences(withPackages({ numpy: '2.0.0' })), [
    'breaking package torch: 2.4.0+cu121 -> -',
    'likely package numpy: 1.26.4 -> 2.0.0',
  ]);
  const forked = { ...python, sources: { torch: 'git+https://example.org/torch@a', extra: 'editable extra' } };
  t.strictSame(differences({ python: forked }), [
    'likely package source of torch: - -> git+https://example.org/torch@a',
  ]);
  t.strictSame(differences({ python: { ...python, conda: { cudnn: '9 h1' } } }), [
    'cosmetic package conda cudnn: - -> 9 h1',
  ]);
});

void test('GPUs of another model, or none, are grave; more of the same are not', async (t) => {
  const gpus = (...names: readonly string[]) => ({
    gpu: { ...recorded.gpu, devices: names.map((name) => ({ name })) },
  });
  t.strictSame(differences(gpus()), ['breaking gpu devices: 2 x H100 -> none']);
  t.strictSame(differences(gpus('H100')), ['likely gpu devices: 2 x H100 -> H100']);
  t.strictSame(differences(gpus('A100', 'A100')), ['likely gpu devices: 2 x H100 -> 2 x A100']);
  t.strictSame(differences(gpus('H100', 'H100', 'H100')), ['possible gpu devices: 2 x H100 -> 3 x H100']);
  t.strictSame(differences(gpus('H100'), { ...recorded, gpu: { devices: [] } }), ['likely gpu devices: none -> H100']);
});

void test('what could not be found out here is possible, what was not known there is cosmetic', async (t) => {
  const { driver: _, ...blind } = recorded.gpu!;
  const unknown = { 'gpu.driver': 'nvidia-smi failed' };
  t.strictSame(differences({ gpu: blind, unknown }), ['possible gpu driver: 550.54 -> unknown']);
  t.strictSame(differences({ gpu: recorded.gpu!, unknown: {} }, { ...recorded, gpu: blind, unknown }), [
    'cosmetic gpu driver: unknown -> 550.54',
  ]);
});

void test('older CUDA and C libraries are likely to matter, newer ones hardly', async (t) => {
  t.strictSame(differences({ gpu: { ...recorded.gpu, cuda: '11.8' } }), ['likely gpu cuda: 12.4 -> 11.8']);
  t.strictSame(differences({ gpu: { ...recorded.gpu, cuda: '12.10' } }), ['cosmetic gpu cuda: 12.4 -> 12.10']);
  const libc = (version: string) => ({ system: { ...recorded.system!, libc: version } });
  t.strictSame(differences(libc('glibc 2.31')), ['likely system libc: glibc 2.36 -> glibc 2.31']);
  t.strictSame(differences(libc('glibc 2.40')), ['possible system libc: glibc 2.36 -> glibc 2.40']);
  t.strictSame(differences(libc('musl 1.2.4')), ['breaking system libc: glibc 2.36 -> musl 1.2.4']);
});

void test('which of the same cards are used is cosmetic, how many is not', async (t) => {
  const base = { ...recorded, switches: { CUDA_VISIBLE_DEVICES: '0,1' } };
  t.strictSame(differences({ switches: { CUDA_VISIBLE_DEVICES: '2,3' } }, base), [
    'cosmetic switch CUDA_VISIBLE_DEVICES: 0,1 -> 2,3',
  ]);
  t.strictSame(differences({ switches: { CUDA_VISIBLE_DEVICES: '2' } }, base), [
    'possible switch CUDA_VISIBLE_DEVICES: 0,1 -> 2',
  ]);
});

void test('a lock file weighs more where no installed packages were captured', async (t) => {
  const locked = (digit: string) => ({ lockfiles: [{ path: 'Cargo.lock', digest: digest(digit) }] });
  t.match(differences(locked('b'), { ...recorded, ...locked('a') }), [/^possible lockfile/]);
  const { python: _, ...plain } = recorded;
  t.match(differences(locked('b'), { ...plain, ...locked('a') }), [/^likely lockfile/]);
});

void test('only what both were captured with is compared', async (t) => {
  const { system: _, gpu: __, ...basic } = recorded;
  t.strictSame(differences({}, recorded), []);
  t.strictSame(compareEnvironments(recorded, { ...basic, level: 1 }).differences, []);
  const complete = { ...recorded, level: 3 as const, variables: { A: '1' }, container: { kind: 'docker' as const } };
  t.strictSame(compareEnvironments(recorded, complete).differences, []);
});

void test('two secrets of which only fingerprints are known may be the same', async (t) => {
  const base = { ...recorded, variables: { TOKEN: 'redacted:name:0123456789ab', LD_PRELOAD: 'a', HOME: '/a' } };
  t.strictSame(differences({ variables: { TOKEN: 'redacted:name:ba9876543210', LD_PRELOAD: 'b', HOME: '/b' } }, base), [
    'likely variable LD_PRELOAD: a -> b',
    'possible variable TOKEN: redacted:name:0123456789ab -> redacted:name:ba9876543210',
    'cosmetic variable HOME: /a -> /b',
  ]);
});
