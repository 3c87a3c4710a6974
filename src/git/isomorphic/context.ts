import type * as isomorphic from 'isomorphic-git';
import type { GitPlaces } from '#git/git.js';
import type { Environment } from '#process/environment.js';
import type { GitConfig } from './git-config.js';
import type { LibraryArguments } from './library-arguments.js';
import type { ObjectSource } from './object-source.js';

/** What every question to a repository without the executable needs. */
export interface Context {
  readonly library: typeof isomorphic;
  /** What the library is told with every call. */
  readonly base: LibraryArguments;
  readonly places: GitPlaces;
  readonly environment: Environment;
  readonly objects: ObjectSource;
  /** The settings as they are now. */
  readonly readConfig: () => Promise<GitConfig>;
}
