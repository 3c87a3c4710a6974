import type { BuiltInType } from '#model/artifact-type.js';
import type { CaptureLevel, RunState as State } from '#model/run.js';

/** How far a run is. */
export const RunState = Object.freeze({
  RUNNING: 'RUNNING',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
  INTERRUPTED: 'INTERRUPTED',
} as const satisfies { readonly [S in State]: S });
export type RunState = State;

/** How much of the environment a run records. */
export const EnvironmentCaptureLevel = Object.freeze({
  /** Interpreters, packages, lock files, commit and branch. */
  BASIC: 1,
  /** Also what differs from the commit, system, GPU, driver, CUDA. */
  STANDARD: 2,
  /** Also container, variables, scheduler. */
  COMPLETE: 3,
} as const satisfies Readonly<Record<string, CaptureLevel>>);
export type EnvironmentCaptureLevel = CaptureLevel;

/** The types that every project has; the settings declare further ones. */
export const ArtifactType = Object.freeze({
  DATASET: 'dataset',
  MODEL: 'model',
  CHECKPOINT: 'checkpoint',
  EVALUATION: 'evaluation',
  METRICS: 'metrics',
  EXPERIENCE_BUFFER: 'experience_buffer',
  CONFIG: 'config',
  ENVIRONMENT: 'environment',
  CODE: 'code',
  LOG: 'log',
  OTHER: 'other',
} as const satisfies { readonly [T in BuiltInType as Uppercase<T>]: T });
export type ArtifactType = BuiltInType;
