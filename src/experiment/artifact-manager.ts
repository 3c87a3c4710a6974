import { isPixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { LineageResult, ListedArtifact, UsedVersion } from '#schema/index.js';
import type { LineageOptions } from '../lineage.js';
import type { ListOptions } from '../repository.js';
import type { ActiveRun } from '../runs.js';
import type { RepositoryChoice } from './experiment-options.js';
import type { RunScope } from './run-scope.js';
import { openShelf, type UsedArtifact } from './used-artifact.js';
import { type Workplace, workplace } from './workplace.js';

/** What is said of content that becomes a version. */
export interface ArtifactFacts {
  readonly name: string;
  /** One of {@link ArtifactType}, or one that the settings declare; default: the one whose convention the name follows. */
  readonly type?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** References of the versions that it was made from; default: the inputs of the run. */
  readonly parents?: readonly string[] | undefined;
  readonly aliases?: readonly string[] | undefined;
}

/** Content in memory (bytes and text as they are, everything else as JSON), or a file or folder. */
export type Artifact = ArtifactFacts &
  (
    | { readonly data: unknown; readonly filePath?: undefined }
    | { readonly filePath: string; readonly data?: undefined }
  );

export type LargeArtifact = ArtifactFacts & { readonly filePath: string };

export interface UseArtifactOptions extends TaskOptions {
  /** `v1`, 1, or an alias; default: the latest. */
  readonly version?: string | number | undefined;
  /** As what it is used. */
  readonly role?: string | undefined;
}

/**
 * Artifacts as a program makes and uses them. Inside a run (the scope of an {@link ExperimentContext}, or a program under
 * `pixelis run`) what it uses is noted as an input of the run, and it can log; anywhere, it can look and read.
 */
export class ArtifactManager implements AsyncDisposable {
  readonly #workplace: Workplace;
  readonly #shelf = openShelf();

  /** Without a choice it works in the run around it, where there is one. `scope` binds it to a run. */
  constructor(choice: RepositoryChoice = {}, scope?: RunScope) {
    this.#workplace = workplace(choice, scope);
  }

  /** Keeps content as a version that the run made. @throws `run.not-active` outside of a run */
  async logArtifact(artifact: Artifact, options: TaskOptions = {}): Promise<UsedVersion> {
    const { filePath, ...content } = artifact;
    return this.#inRun((run, task) => run.logArtifact({ ...content, path: filePath }, task), options);
  }

  /** Keeps a file or folder of any size: it is streamed, never held in memory. @throws `run.not-active` outside of a run */
  async logLargeArtifact(artifact: LargeArtifact, options: TaskOptions = {}): Promise<UsedVersion> {
    return this.logArtifact(artifact, options);
  }

  /** A version to be read; inside a run it is an input of the run from now on. @throws `reference.not-found` */
  async useArtifact(name: string, { version, role, ...options }: UseArtifactOptions = {}): Promise<UsedArtifact> {
    const selector = typeof version === 'number' ? `v${version}` : version;
    const reference = selector === undefined ? name : `${name}:${selector}`;
    const repository = await this.#workplace.repository();
    const used = await this.#inRun((run, task) => run.use(reference, { ...task, role }), options).catch(outsideOfARun);
    const id = used ?? (await repository.show(reference, options)).version;
    const { shelf } = this.#workplace.run() ?? { shelf: this.#shelf };
    return shelf.use(repository, id, options);
  }

  /**
   * What a version was made from, what was made from it, and the runs between.
   * @throws `reference.not-found`
   */
  async getLineage(reference: string, options: LineageOptions = {}): Promise<LineageResult> {
    const { lineage } = await this.#workplace.repository();
    return lineage.graph(reference, options);
  }

  /** Each artifact with its latest version; with `all`, every version. */
  async listArtifacts(options: ListOptions = {}): Promise<readonly ListedArtifact[]> {
    const { artifacts } = await (await this.#workplace.repository()).list([], options);
    return artifacts;
  }

  /** Removes what {@link UsedArtifact.path} has copied outside of runs, and closes what was opened here. */
  async close(): Promise<void> {
    await this.#shelf[Symbol.asyncDispose]();
    await this.#workplace.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #inRun<T>(work: (run: ActiveRun, task: TaskOptions) => Promise<T>, options: TaskOptions): Promise<T> {
    const scope = this.#workplace.run();
    if (scope === undefined) return work(await (await this.#workplace.repository()).runs.active(options), options);
    return scope.within((ofRun) => {
      const signal = options.signal === undefined ? ofRun : AbortSignal.any([ofRun, options.signal]);
      return work(scope.run, { ...options, signal });
    });
  }
}

function outsideOfARun(error: unknown): undefined {
  if (!isPixelisError(error, 'run.not-active')) throw error;
}
