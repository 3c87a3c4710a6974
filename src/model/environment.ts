import type { Digest } from './digest.js';
import type { CaptureLevel } from './run.js';

/**
 * What a command runs on, as far as the capture level goes: from 1 the interpreters, their packages, lock files and the
 * switches that decide over determinism; from 2 the system and its GPUs; at 3 container, scheduler and variables. Nothing
 * in it changes from one run to the next on an unchanged machine, so that equal environments are one record.
 */
export interface EnvironmentRecord {
  readonly level: CaptureLevel;
  /** The Python that the command uses; left out where it uses none. */
  readonly python?: PythonFacts;
  readonly node?: NodeFacts;
  /** Versions of other programs that take part, by name: `uv`, `bash`, `julia`. */
  readonly programs: TextByName;
  /** From the command's folder up to the top of the worktree, by path. */
  readonly lockfiles: readonly Lockfile[];
  /** Variables that decide over determinism, as they are set. */
  readonly switches: TextByName;
  readonly system?: SystemFacts;
  readonly gpu?: GpuFacts;
  readonly container?: ContainerFacts;
  readonly scheduler?: SchedulerFacts;
  readonly variables?: TextByName;
  /** Why a fact is not known, by its place: `gpu.driver`. */
  readonly unknown: TextByName;
}

export type TextByName = Readonly<Record<string, string>>;

export interface PythonFacts {
  /** `cpython`, `pypy`. */
  readonly implementation: string;
  readonly version: string;
  /** Below the worktree relative to its top, below the home folder behind `~`, else absolute. */
  readonly executable: string;
  readonly kind: 'system' | 'venv' | 'virtualenv' | 'uv' | 'conda';
  /** Versions by name, lower case, with dashes. */
  readonly packages: TextByName;
  /** Where packages that came from no index are from: `git+https://…@<commit>`, `editable ~/src/lib @ <commit>`. */
  readonly sources: TextByName;
  /** Version and build of conda packages, by name. */
  readonly conda: TextByName;
}

export interface NodeFacts {
  readonly version: string;
  /** `npm 10.8.2`. */
  readonly manager?: string;
  /** Versions by name; `a > b` is the `b` that only `a` sees. */
  readonly packages: TextByName;
}

export interface Lockfile {
  /** From the top of the worktree. */
  readonly path: string;
  readonly digest: Digest;
}

export interface SystemFacts {
  /** `linux`, `darwin`, `win32`. */
  readonly os: string;
  readonly distribution?: string;
  readonly kernel: string;
  /** As Node calls it: `x64`, `arm64`. */
  readonly arch: string;
  /** `glibc 2.36`, `musl 1.2.4`. */
  readonly libc?: string;
  readonly cpu?: string;
  /** Logical ones. */
  readonly cores: number;
  /** Those that a process may use, where they are fewer. */
  readonly usable?: number;
  /** Bytes, to the nearest 64 MiB: kernels keep some for themselves. */
  readonly memory: number;
  /** Bytes of the file system that holds the worktree, used or free. */
  readonly disk?: number;
}

export interface GpuFacts {
  /** Empty where there is none for sure; left out where it is not known. */
  readonly devices?: readonly GpuDevice[];
  readonly driver?: string;
  /** The newest CUDA that the driver supports. */
  readonly cuda?: string;
  /** The CUDA toolkit that is installed. */
  readonly toolkit?: string;
  /** The CUDA or ROCm that PyTorch was built for. */
  readonly build?: string;
  readonly cudnn?: string;
  readonly rocm?: string;
}

export interface GpuDevice {
  readonly name: string;
  /** Bytes. */
  readonly memory?: number;
  /** Compute capability: `9.0`. */
  readonly capability?: string;
}

export interface ContainerFacts {
  readonly kind: 'none' | 'docker' | 'podman' | 'kubernetes' | 'singularity' | 'lxc' | 'other' | 'unknown';
  readonly image?: string;
  /** As the container's engine writes it: `sha256:…`. */
  readonly digest?: string;
  /** Processors that may be used at once, by the control group. */
  readonly cpus?: number;
  /** Bytes, by the control group. */
  readonly memory?: number;
}

export interface SchedulerFacts {
  readonly kind: 'none' | 'slurm' | 'pbs' | 'lsf' | 'sge' | 'kubernetes' | 'ray';
  readonly cluster?: string;
  readonly partition?: string;
  readonly nodes?: string;
  readonly tasks?: string;
  /** Of each task. */
  readonly cpus?: string;
  readonly gpus?: string;
  readonly memory?: string;
}
