import type { Pointer } from '#model/pointer.js';
import type { Parent, VersionRecord } from '#model/version.js';
import type { AddedPath, Problem } from '#schema/index.js';
import type { AddPlan, AddRequest } from './add-plan.js';
import type { Base, StoredContent } from './content-request.js';
import type { SeenPath } from './look-at-path.js';

/** The run that makes a version: its id, and what the version was made from where nobody says otherwise. */
export interface MadeBy {
  readonly run: string;
  readonly parents: readonly Parent[];
}

export interface GroupOptions extends AddRequest {
  readonly madeBy?: MadeBy | undefined;
}

/** A path that is to be added, as it was seen. */
export interface LookedPath {
  readonly plan: AddPlan;
  readonly seen: SeenPath;
  readonly base: Base | undefined;
  readonly warnings: readonly Problem[];
}

/** The same whose bytes are in the cache. */
export interface StoredPath extends LookedPath {
  readonly stored: StoredContent;
}

/** The same that has a version. */
export interface RecordedPath extends StoredPath {
  readonly record: VersionRecord;
  readonly pointer: Pointer;
  readonly state: AddedPath['state'];
}
