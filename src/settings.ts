import type { TaskOptions } from '#model/task-options.js';
import type { ConfigResult } from '#schema/index.js';
import type { ChangeOptions } from './change-options.js';

/** Settings by dotted key: `cache.dir`, `naming`. */
export interface Config {
  get(key: string, options?: TaskOptions): Promise<ConfigResult>;
  set(key: string, value: unknown, options?: ConfigChangeOptions): Promise<ConfigResult>;
  unset(key: string, options?: ConfigChangeOptions): Promise<ConfigResult>;
  list(options?: TaskOptions): Promise<ConfigResult>;
}

export interface ConfigChangeOptions extends ChangeOptions {
  /** Writes to this machine's config.local.yaml. */
  readonly local?: boolean | undefined;
}
