import type { Digest } from '#model/digest.js';
import type { RunRecord } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Catalog } from '#records/catalog.js';

/** Objects that runs kept. */
export interface RunContent {
  /** Sizes by digest. */
  readonly blobs: ReadonlyMap<Digest, number>;
  readonly roots: ReadonlySet<Digest>;
  /** A run that kept the file or the folder. */
  readonly runOf: ReadonlyMap<Digest, string>;
}

/**
 * What must be at hand, beside inputs and tracked outputs, for runs to be looked into and executed again: changed code,
 * configuration, series, what was said, and versions to which no pointer leads.
 */
export async function runContent(
  catalog: Catalog,
  runs: readonly RunRecord[],
  options: TaskOptions = {},
): Promise<RunContent> {
  const blobs = new Map<Digest, number>();
  const roots = new Set<Digest>();
  const runOf = new Map<Digest, string>();
  for (const record of runs) {
    const { run, code, config, series, hardwareSeries, stdout, stderr } = record;
    for (const file of [config, series, hardwareSeries, stdout, stderr]) {
      if (file === undefined) continue;
      blobs.set(file.digest, file.size);
      runOf.set(file.digest, run);
    }
    if (code.changes !== undefined) {
      roots.add(code.changes.digest);
      runOf.set(code.changes.digest, run);
    }
    for (const { artifact, digest, path } of record.outputs) {
      if (path !== undefined) continue;
      const made = (await catalog.versions(artifact, options)).find((version) => version.digest === digest);
      if (made === undefined) continue;
      if (made.files === undefined) blobs.set(digest, made.size);
      else roots.add(digest);
      runOf.set(digest, run);
    }
  }
  return { blobs, roots, runOf };
}
