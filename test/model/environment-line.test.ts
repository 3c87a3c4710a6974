import { test } from 'tap';
import { environmentLine } from '#model/environment-line.js';

void test('an environment in a line says what matters most of it', (t) => {
  const nothing = { programs: {}, lockfiles: [], switches: {}, unknown: {} };
  t.equal(environmentLine({ ...nothing, level: 1 }), '');
  const h100 = { name: 'NVIDIA H100 80GB HBM3' };
  t.equal(
    environmentLine({
      ...nothing,
      level: 3,
      python: {
        implementation: 'cpython',
        version: '3.11.7',
        executable: '.venv/bin/python',
        kind: 'uv',
        packages: { torch: '2.4.0', numpy: '1.26.4' },
        sources: {},
        conda: {},
      },
      node: { version: '20.19.0', packages: {} },
      gpu: { devices: [h100, h100, { name: 'NVIDIA A2' }], driver: '550.54.15' },
      system: { os: 'linux', distribution: 'Debian GNU/Linux 12', kernel: '6.1', arch: 'x64', cores: 192, memory: 1 },
      container: { kind: 'docker', image: 'train:3' },
    }),
    'Python 3.11.7 (uv, 2 packages), torch 2.4.0, Node 20.19.0, 2 × NVIDIA H100 80GB HBM3, NVIDIA A2, driver 550.54.15, Debian GNU/Linux 12, 192 cores, in train:3',
  );
  t.end();
});
