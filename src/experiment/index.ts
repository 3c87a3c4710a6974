export {
  type Artifact,
  type ArtifactFacts,
  ArtifactManager,
  type LargeArtifact,
  type UseArtifactOptions,
} from './artifact-manager.js';
export type { BestBy, Checkpoint, CheckpointPolicy } from './checkpoints.js';
export { ArtifactType, EnvironmentCaptureLevel, RunState } from './constants.js';
export { ExperimentContext } from './experiment-context.js';
export type { ExperimentOptions, RepositoryChoice } from './experiment-options.js';
export { LineageTracker, type LineageExportOptions, type LineageValidation } from './lineage-tracker.js';
export { reproducible } from './reproducible.js';
export { type OutputFile, type TrackOptions, trackArtifacts } from './track-artifacts.js';
export { type BufferPolicy, TTRLContext, type TTRLOptions } from './ttrl-context.js';
export type { UsedArtifact } from './used-artifact.js';
