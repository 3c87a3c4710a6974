import os from 'node:os';
import path from 'node:path';
import { test } from 'tap';
import { machineFiles } from '#environment/machine-files.js';
import { makeMachine } from './machine.js';

const linux = process.platform === 'linux' ? false : 'for Linux';
const smi = `case "$*" in
  *compute_cap*) printf '%s\\n' 'NVIDIA H100 80GB HBM3, 81559, 550.54.15, 9.0' 'NVIDIA H100 80GB HBM3, 81559, 550.54.15, 9.0' ;;
  '') echo '| NVIDIA-SMI 550.54.15    Driver Version: 550.54.15    CUDA Version: 12.4 |' ;;
  *) exit 6 ;;
esac`;

void test('the system is what this machine is', { skip: linux }, async (t) => {
  const { capture } = await makeMachine(t);
  const { system } = await capture([], { level: 2, files: machineFiles() });
  t.match(system, { os: 'linux', kernel: os.release(), arch: process.arch, cores: os.cpus().length });
  t.ok(Math.abs((system?.memory ?? 0) - os.totalmem()) <= 32 * 1024 * 1024);
  t.ok((system?.disk ?? 0) > 0);
});

void test('the distribution is read, and what is missing is noted', { skip: linux }, async (t) => {
  const { capture, write, system } = await makeMachine(t);
  t.match((await capture([], { level: 2 })).unknown, {
    'system.distribution': 'there is no /etc/os-release',
    'system.libc': "'getconf' is not on the PATH",
  });
  await write(path.join(system, 'etc/os-release'), 'NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n');
  t.match(await capture([], { level: 2 }), { system: { distribution: 'Debian GNU/Linux 12 (bookworm)' } });
});

void test('without a device there is no GPU for sure, and nothing about it is unknown', { skip: linux }, async (t) => {
  const { capture, write, system } = await makeMachine(t);
  await write(path.join(system, 'sys/bus/pci/devices/0000:03:00.0/class'), '0x030000\n');
  await write(path.join(system, 'sys/bus/pci/devices/0000:03:00.0/vendor'), '0x1a03\n');
  await write(path.join(system, 'sys/bus/pci/devices/0000:00:02.0/class'), '0x030000\n');
  await write(path.join(system, 'sys/bus/pci/devices/0000:00:02.0/vendor'), '0x8086\n');
  const { gpu, unknown } = await capture([], { level: 2 });
  t.strictSame(gpu, { devices: [] }, 'neither the display adapter of a server nor that of a processor is one');
  t.notOk(Object.keys(unknown).some((place) => place.startsWith('gpu')));
});

void test('a GPU that nothing can be asked about is unknown, not absent', { skip: linux }, async (t) => {
  const { capture, write, system } = await makeMachine(t);
  await write(path.join(system, 'sys/bus/pci/devices/0000:41:00.0/class'), '0x030200\n');
  await write(path.join(system, 'sys/bus/pci/devices/0000:41:00.0/vendor'), '0x10de\n');
  const { gpu, unknown } = await capture([], { level: 2 });
  t.strictSame(gpu, {});
  const reason = "'nvidia-smi' is not on the PATH";
  t.match(unknown, { 'gpu.devices': reason, 'gpu.driver': reason, 'gpu.cuda': reason, 'gpu.cudnn': /neither/ });
});

void test('where nvidia-smi says that there are none, and the kernel that there is one, it is unknown', {
  skip: linux,
}, async (t) => {
  const { capture, program, write, system } = await makeMachine(t);
  await program('nvidia-smi', 'echo No devices were found');
  t.strictSame((await capture([], { level: 2 })).gpu, { devices: [] });
  await write(path.join(system, 'dev/nvidiactl'), '');
  t.match((await capture([], { level: 2 })).unknown, { 'gpu.devices': /no driver that can be asked/ });
});

void test('nvidia-smi names the GPUs, the driver and its CUDA', { skip: linux }, async (t) => {
  const { capture, program, write, environment, home } = await makeMachine(t);
  await program('nvidia-smi', smi);
  await program('nvcc', 'echo "Cuda compilation tools, release 12.1, V12.1.105"');
  environment['CUDA_HOME'] = path.join(home, 'cuda');
  const header = '#define CUDNN_MAJOR 9\n#define CUDNN_MINOR 1\n#define CUDNN_PATCHLEVEL 0\n';
  await write(path.join(home, 'cuda/include/cudnn_version.h'), header);
  const { gpu, unknown } = await capture([], { level: 2 });
  const device = { name: 'NVIDIA H100 80GB HBM3', memory: 81559 * 1024 * 1024, capability: '9.0' };
  t.strictSame(gpu, {
    devices: [device, device],
    driver: '550.54.15',
    cuda: '12.4',
    toolkit: '12.1.105',
    cudnn: '9.1.0',
  });
  t.notOk(Object.keys(unknown).some((place) => place.startsWith('gpu')));
});

void test('an old driver is asked for what it knows', { skip: linux }, async (t) => {
  const { capture, program } = await makeMachine(t);
  await program(
    'nvidia-smi',
    `case "$*" in
  *compute_cap*) echo 'Field "compute_cap" is not a valid field to query.'; exit 2 ;;
  *memory.total*) echo 'Tesla K80, 11441, 470.57.02' ;;
  *) echo 'CUDA Version: 11.4' ;;
esac`,
  );
  t.match((await capture([], { level: 2 })).gpu, {
    devices: [{ name: 'Tesla K80', memory: 11441 * 1024 * 1024 }],
    driver: '470.57.02',
    cuda: '11.4',
  });
});

void test('a driver that nvidia-smi cannot reach is still named by the kernel', { skip: linux }, async (t) => {
  const { capture, program, write, system } = await makeMachine(t);
  await program(
    'nvidia-smi',
    'echo "NVIDIA-SMI has failed because it could not communicate with the driver." ; exit 9',
  );
  const version = 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.129.03  Thu Oct 19 18:56:32 UTC 2023\n';
  await write(path.join(system, 'proc/driver/nvidia/version'), version);
  await write(
    path.join(system, 'proc/driver/nvidia/gpus/0000:01:00.0/information'),
    'Model: \t\t NVIDIA A100-SXM4-40GB\n',
  );
  const { gpu, unknown } = await capture([], { level: 2 });
  t.match(gpu, { devices: [{ name: 'NVIDIA A100-SXM4-40GB' }], driver: '535.129.03' });
  t.match(unknown['gpu.cuda'], /could not communicate/);
});

void test('AMD cards are named by the kernel', { skip: linux }, async (t) => {
  const { capture, write, system } = await makeMachine(t);
  await write(path.join(system, 'dev/kfd'), '');
  const card = path.join(system, 'sys/class/drm/card0/device');
  await write(path.join(card, 'vendor'), '0x1002\n');
  await write(path.join(card, 'product_name'), 'AMD Instinct MI300X\n');
  await write(path.join(card, 'mem_info_vram_total'), '206141652992\n');
  await write(path.join(system, 'sys/class/drm/card0-DP-1/device/vendor'), '0x1002\n');
  await write(path.join(system, 'sys/module/amdgpu/version'), '6.7.0\n');
  await write(path.join(system, 'opt/rocm/.info/version'), '6.1.2-90\n');
  t.strictSame((await capture([], { level: 2 })).gpu, {
    devices: [{ name: 'AMD Instinct MI300X', memory: 206141652992 }],
    driver: '6.7.0',
    rocm: '6.1.2-90',
  });
});

void test('a container is known by what its engine leaves in it', { skip: linux }, async (t) => {
  const { capture, write, system, environment } = await makeMachine(t);
  const container = async () => (await capture([], { level: 3 })).container;
  t.match(await capture([], { level: 3 }), {
    container: { kind: 'unknown' },
    unknown: { 'container.kind': /nothing that excludes one/ },
  });
  await write(path.join(system, 'proc/1/cgroup'), '0::/init.scope\n');
  t.strictSame(await container(), { kind: 'none' });
  await write(path.join(system, '.dockerenv'), '');
  t.match(await capture([], { level: 3 }), {
    container: { kind: 'docker' },
    unknown: { 'container.image': /PIXELIS_CONTAINER_IMAGE/ },
  });
  const digest = `sha256:${'a'.repeat(64)}`;
  environment['PIXELIS_CONTAINER_IMAGE'] = `registry.example.org/train@${digest}`;
  t.strictSame(await container(), { kind: 'docker', image: `registry.example.org/train@${digest}`, digest });
  delete environment['PIXELIS_CONTAINER_IMAGE'];
  const told = `engine="podman-4.3.1"\nimage="docker.io/library/python:3.11"\nimageid="${'b'.repeat(64)}"\n`;
  await write(path.join(system, 'run/.containerenv'), told);
  t.strictSame(await container(), {
    kind: 'podman',
    image: 'docker.io/library/python:3.11',
    digest: `sha256:${'b'.repeat(64)}`,
  });
  environment['KUBERNETES_SERVICE_HOST'] = '10.0.0.1';
  t.match(await container(), { kind: 'kubernetes' });
  environment['APPTAINER_CONTAINER'] = '/images/train.sif';
  t.match(await container(), { kind: 'singularity', image: '/images/train.sif' });
});

void test('control groups limit a process by the strictest of those that it is in', { skip: linux }, async (t) => {
  const { capture, write, system } = await makeMachine(t);
  const limits = async () => {
    const { cpus, memory } = (await capture([], { level: 3 })).container ?? {};
    return { cpus, memory };
  };
  t.strictSame(await limits(), { cpus: undefined, memory: undefined });
  await write(path.join(system, 'proc/self/cgroup'), '0::/jobs/7\n');
  const group = path.join(system, 'sys/fs/cgroup');
  await write(path.join(group, 'jobs/cpu.max'), '150000 100000\n');
  await write(path.join(group, 'jobs/7/cpu.max'), 'max 100000\n');
  await write(path.join(group, 'jobs/memory.max'), 'max\n');
  await write(path.join(group, 'jobs/7/memory.max'), '8589934592\n');
  t.strictSame(await limits(), { cpus: 1.5, memory: 8589934592 });
});

void test('the old interface of control groups is understood', { skip: linux }, async (t) => {
  const { capture, write, system } = await makeMachine(t);
  await write(path.join(system, 'proc/self/cgroup'), '4:memory:/docker/abc\n2:cpu,cpuacct:/docker/abc\n0::/\n');
  const group = path.join(system, 'sys/fs/cgroup');
  await write(path.join(group, 'cpu/cpu.cfs_quota_us'), '-1\n');
  await write(path.join(group, 'cpu/cpu.cfs_period_us'), '100000\n');
  await write(path.join(group, 'cpu/docker/abc/cpu.cfs_quota_us'), '200000\n');
  await write(path.join(group, 'cpu/docker/abc/cpu.cfs_period_us'), '100000\n');
  await write(path.join(group, 'memory/memory.limit_in_bytes'), '9223372036854771712\n');
  await write(path.join(group, 'memory/docker/abc/memory.limit_in_bytes'), '4294967296\n');
  t.match((await capture([], { level: 3 })).container, { cpus: 2, memory: 4294967296 });
});
