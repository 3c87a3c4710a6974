import type { GetResult } from '../../index.js';
import { did, versionName } from './shared.js';
import { bytes, count, printable } from './text.js';
import type { Rendered } from './view.js';

export function renderGet(result: GetResult): Rendered {
  const { dryRun, subpath, destination, size, placedFiles, fetchedObjects, fetchedBytes } = result;
  const subject = versionName(result) + (subpath === undefined ? '' : `//${printable(subpath)}`);
  const fetched = fetchedObjects > 0 ? `, ${count(fetchedObjects, 'object')} (${bytes(fetchedBytes)}) fetched` : '';
  return {
    lines: [
      `${did(dryRun, 'placed', 'place')} ${subject} at ${printable(destination)}: ${bytes(size)} in ${count(placedFiles, 'file')}${fetched}`,
    ],
  };
}
