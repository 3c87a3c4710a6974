import type { FsClient } from 'isomorphic-git';

/** What the library is told with every call. */
export interface LibraryArguments {
  readonly fs: FsClient;
  readonly dir: string;
  readonly gitdir: string;
  readonly cache: object;
}
