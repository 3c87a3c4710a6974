import type { Digest } from './digest.js';
import type { Metadata } from './metadata.js';
import type { VersionId } from './version.js';

/** How far a run is. The record of one that has ended never says RUNNING. */
export type RunState = 'RUNNING' | EndState;

/** COMPLETED: successfully; FAILED: with an error; INTERRUPTED: stopped by somebody, or lost with its process. */
export type EndState = 'COMPLETED' | 'FAILED' | 'INTERRUPTED';

/** 1 basic, 2 standard, 3 complete. */
export type CaptureLevel = 1 | 2 | 3;

/** What is known of a run from its first moment. */
export interface RunStart {
  readonly run: string;
  readonly name?: string;
  /** `command`: started by `pixelis run`; `function`: code inside a program, through the library. */
  readonly kind: 'command' | 'function';
  /** Program and arguments, without secrets. */
  readonly command: readonly string[];
  /** Where it was started, from the top of the worktree; '' is the top. */
  readonly folder: string;
  /** UTC, to the millisecond: `2026-03-01T09:30:00.125Z`. */
  readonly started: string;
  readonly host: string;
  readonly user: string;
  readonly captureLevel: CaptureLevel;
  /** Digest of the environment record. */
  readonly environment?: Digest;
  readonly code: CodeState;
  /** The job that it is part of, as the scheduler calls it. */
  readonly scheduler?: Readonly<Record<string, string>>;
  readonly rank?: Rank;
  readonly config?: StoredFile & { readonly path: string };
  readonly params: Metadata;
  readonly seed?: number;
  readonly tags: readonly string[];
  readonly inputs: readonly UsedVersion[];
  /** What was to become versions, as it was asked for: `PATH` or `PATH=NAME`, from `folder`. */
  readonly declaredOutputs?: readonly string[];
  /** The run inside which it was started. */
  readonly parent?: string;
  /** The run that it goes on with. */
  readonly resumes?: string;
  readonly redacted: readonly Redaction[];
}

/** What the record of a run states. */
export interface RunRecord extends RunStart {
  readonly state: EndState;
  /** Why it ended so: `exit code 1`, `signal SIGTERM`, an error, a lost process. */
  readonly reason?: string;
  readonly ended: string;
  readonly seconds: number;
  readonly exitCode?: number;
  readonly signal?: string;
  readonly outputs: readonly UsedVersion[];
  readonly metrics: Readonly<Record<string, MetricSummary>>;
  /** JSON lines, one for each time something was logged. */
  readonly series?: StoredFile;
  readonly hardware?: Readonly<Record<string, MetricSummary>>;
  readonly hardwareSeries?: StoredFile;
  readonly stdout?: StoredFile;
  readonly stderr?: StoredFile;
  readonly reproduces?: Reproduction;
}

/** The code that ran: a commit, and what the worktree had that the commit has not. */
export interface CodeState {
  readonly commit?: string;
  readonly branch?: string;
  /** URL of git's remote, without credentials. */
  readonly remote?: string;
  readonly dirty: boolean;
  readonly changes?: CodeChanges;
}

/** A tree of the files that were changed or untracked, and the files that were gone. */
export interface CodeChanges extends StoredFile {
  readonly files: number;
  readonly deleted: readonly string[];
  /** Left out, since they hold secrets by their name. */
  readonly withheld: readonly string[];
}

/** Which of the processes of a distributed job a run is. Rank 0 has the group's id; `<group>-rank<n>` the others. */
export interface Rank {
  /** From 0. */
  readonly rank: number;
  /** Processes in the job. */
  readonly world: number;
  /** Id of the run of rank 0. */
  readonly group: string;
}

/** A version that a run used or made. */
export interface UsedVersion extends VersionId {
  readonly role?: string;
  /** Where it lay, from the top of the worktree. */
  readonly path?: string;
}

/** A file of a run, kept as an object. */
export interface StoredFile {
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
}

/** What a series of numbers comes to. Only finite values count. */
export interface MetricSummary {
  readonly count: number;
  readonly last: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Step of the last value. */
  readonly step?: number;
  /** Values that were no finite number. */
  readonly notFinite?: number;
}

/** A secret that was kept out. */
export interface Redaction {
  /** `argument`, `variable NAME`, `file PATH`, `stdout`, `remote`, … */
  readonly where: string;
  readonly rule: string;
  /** Equal for the same secret in the same clone. */
  readonly fingerprint: string;
  readonly count: number;
}

export type Verdict = 'identical' | 'within-tolerance' | 'different' | 'not-runnable';

/** What came of executing another run again. */
export interface Reproduction {
  readonly run: string;
  /** The worst of its outputs' verdicts. */
  readonly verdict: Verdict;
  /** Why it could not be executed. */
  readonly reason?: string;
  readonly tolerance?: number;
  readonly outputs: readonly JudgedOutput[];
  /** How the environment differed from the first run's, worst first. */
  readonly differences: readonly string[];
}

/** An output of the first run, and what became of it. */
export interface JudgedOutput extends VersionId {
  readonly path?: string;
  readonly verdict: Verdict;
  /** Digest of what was made this time. */
  readonly made?: Digest;
  /** The largest relative deviation of a number. */
  readonly deviation?: number;
  /** Where it differs, or why it is missing. */
  readonly detail?: string;
}

/** Orders runs: by their start, then by id. */
export function compareRuns(left: Pick<RunStart, 'started' | 'run'>, right: Pick<RunStart, 'started' | 'run'>): number {
  return compareText(left.started, right.started) || compareText(left.run, right.run);
}

/** Whether a text can be the id of a run. */
export function isRunId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(text);
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
