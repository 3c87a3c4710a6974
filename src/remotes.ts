import type { TaskOptions } from '#model/task-options.js';
import type { RemoteCheckResult, RemoteResult } from '#schema/index.js';
import type { ChangeOptions } from './change-options.js';

/** Where artifacts are pushed to and fetched from. */
export interface Remotes {
  add(name: string, url: string, options?: RemoteAddOptions): Promise<RemoteResult>;
  list(options?: TaskOptions): Promise<RemoteResult>;
  remove(name: string, options?: ChangeOptions): Promise<RemoteResult>;
  setDefault(name: string, options?: ChangeOptions): Promise<RemoteResult>;
  /** Can it be reached, read, written, listed; what does it support? Default: the default remote. */
  check(name?: string, options?: TaskOptions): Promise<RemoteCheckResult>;
}

export interface RemoteAddOptions extends ChangeOptions {
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly pathStyle?: boolean | undefined;
  /** Makes it the default even where there is one. */
  readonly makeDefault?: boolean | undefined;
  /** Writes to this machine's config.local.yaml. */
  readonly local?: boolean | undefined;
}
