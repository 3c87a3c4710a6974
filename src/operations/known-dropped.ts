import { PixelisError } from '#errors/index.js';
import type { VersionId } from '#model/version.js';
import type { Dropping } from '#store/dropped-versions.js';
import type { TransferSubject } from './transfer-subjects.js';

type Named = Pick<VersionId, 'artifact' | 'version'>;

/** The error for a version whose content is not in the cache because a rule let it go. */
export function versionDropped({ artifact, version }: Named, dropping: Dropping, isInTrash: boolean): PixelisError {
  const name = `${artifact}:v${version}`;
  const message = `'${name}' is not in the cache: ${letGo(dropping)}`;
  if (!isInTrash && dropping.unpushed) return lastCopyDropped({ artifact, version }, dropping);
  const hint = isInTrash
    ? `bring it back: pixelis fetch ${name}, or all of that collection: pixelis gc undo ${dropping.run}`
    : `bring it back: pixelis fetch ${name}`;
  return new PixelisError('object.dropped', message, { hint, data: { ...dropping } });
}

/** The same where no remote was seen to have all of it, and it was to go all the same. */
export function lastCopyDropped({ artifact, version }: Named, dropping: Dropping): PixelisError {
  return new PixelisError(
    'object.dropped',
    `'${artifact}:v${version}' is gone: ${letGo(dropping)}, and no remote had to have it`,
    { hint: 'if another clone has it, have it pushed from there; or add it again', data: { ...dropping } },
  );
}

/** `gc let it go on 2026-11-23 (--keep-last 3)` */
export function letGo({ dropped, rule }: Dropping): string {
  return `gc let it go on ${dropped.slice(0, 10)}${rule === undefined ? '' : ` (${rule})`}`;
}

/** The collection whose rules let a version go, and every other one asked for that has the same content. */
export type DroppingOf = (version: VersionId & Pick<TransferSubject, 'sharedBy'>) => Dropping | undefined;
