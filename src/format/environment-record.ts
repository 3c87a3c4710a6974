import { PixelisError } from '#errors/index.js';
import { type Digest, digestFromHex, digestHex, parseDigest } from '#model/digest.js';
import type { EnvironmentRecord, TextByName } from '#model/environment.js';
import { validateEnvironmentFile } from '#schema/index.js';
import { decodeFile, formatVersion } from './schema-file.js';
import { settingsLimitBytes } from './yaml-document.js';
import { encodeYaml } from './yaml-encoder.js';

/** Folder of the records of all environments. */
export const environmentsFolder = '.pixelis/environments';

/** Where a record lies, by the digest of its own bytes: `.pixelis/environments/3fa2….yaml`. */
export function environmentRecordPath(digest: Digest): string {
  return `${environmentsFolder}/${digestHex(digest)}.yaml`;
}

/** The digest that the path of a record says; undefined where `path` is none. */
export function parseEnvironmentRecordPath(path: string): Digest | undefined {
  const hex = /^\.pixelis\/environments\/([0-9a-f]{64})\.yaml$/.exec(path)?.[1];
  return hex === undefined ? undefined : digestFromHex(hex);
}

/** @throws `file.invalid`, `file.newer-format`, `file.too-large`, `file.conflicted` */
export function decodeEnvironmentRecord(bytes: Uint8Array, file: string): EnvironmentRecord {
  const value = decodeFile(bytes, { file, limitBytes: settingsLimitBytes }, validateEnvironmentFile);
  const { level, python, node, programs, lockfiles = [], switches, variables, unknown } = value;
  const { system, gpu, container, scheduler } = value;
  return {
    level,
    ...(python === undefined
      ? {}
      : {
          python: {
            ...python,
            packages: texts(python.packages),
            sources: texts(python.sources),
            conda: texts(python.conda),
          },
        }),
    ...(node === undefined ? {} : { node: { ...node, packages: texts(node.packages) } }),
    programs: texts(programs),
    lockfiles: lockfiles.map(({ path, digest }) => ({ path, digest: parseDigest(digest) })),
    switches: texts(switches),
    ...(system === undefined ? {} : { system }),
    ...(gpu === undefined ? {} : { gpu }),
    ...(container === undefined ? {} : { container }),
    ...(scheduler === undefined ? {} : { scheduler }),
    ...(variables === undefined ? {} : { variables: texts(variables) }),
    unknown: texts(unknown),
  };
}

/** The one text of a record: names in the order of their characters, what is empty left out. @throws `file.too-large` */
export function encodeEnvironmentRecord(record: EnvironmentRecord): Uint8Array {
  const bytes = new TextEncoder().encode(encodeYaml(toFile(record)));
  if (bytes.length > settingsLimitBytes) {
    throw new PixelisError('file.too-large', 'the record of the environment would be larger than 1 MiB', {
      hint: 'capture less: pixelis config set capture.level 1',
      data: { size: bytes.length },
    });
  }
  return bytes;
}

function toFile({ python, node, system, gpu, container, scheduler, ...record }: EnvironmentRecord) {
  return {
    pixelis: formatVersion,
    level: record.level,
    python: python && {
      implementation: python.implementation,
      version: python.version,
      executable: python.executable,
      kind: python.kind,
      packages: filled(python.packages),
      sources: filled(python.sources),
      conda: filled(python.conda),
    },
    node: node && { version: node.version, manager: node.manager, packages: filled(node.packages) },
    programs: filled(record.programs),
    lockfiles:
      record.lockfiles.length === 0 ? undefined : record.lockfiles.map(({ path, digest }) => ({ path, digest })),
    switches: filled(record.switches),
    system: system && {
      os: system.os,
      distribution: system.distribution,
      kernel: system.kernel,
      arch: system.arch,
      libc: system.libc,
      cpu: system.cpu,
      cores: system.cores,
      usable: system.usable,
      memory: system.memory,
      disk: system.disk,
    },
    gpu: gpu && {
      devices: gpu.devices?.map(({ name, memory, capability }) => ({ name, memory, capability })),
      driver: gpu.driver,
      cuda: gpu.cuda,
      toolkit: gpu.toolkit,
      build: gpu.build,
      cudnn: gpu.cudnn,
      rocm: gpu.rocm,
    },
    container: container && {
      kind: container.kind,
      image: container.image,
      digest: container.digest,
      cpus: container.cpus,
      memory: container.memory,
    },
    scheduler: scheduler && {
      kind: scheduler.kind,
      cluster: scheduler.cluster,
      partition: scheduler.partition,
      nodes: scheduler.nodes,
      tasks: scheduler.tasks,
      cpus: scheduler.cpus,
      gpus: scheduler.gpus,
      memory: scheduler.memory,
    },
    // Said also where nothing is set: that is a finding of level 3.
    variables: record.variables && sorted(record.variables),
    unknown: filled(record.unknown),
  };
}

function texts(map: { readonly [name: string]: string | undefined } | undefined): TextByName {
  return { ...map } as TextByName;
}

function filled(map: TextByName): TextByName | undefined {
  return Object.keys(map).length === 0 ? undefined : sorted(map);
}

function sorted(map: TextByName): TextByName {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
