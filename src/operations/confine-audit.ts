import { PixelisError } from '#errors/index.js';
import { auditFindings } from '#model/audit-finding.js';
import {
  isVersionRecorded,
  type LineageGraph,
  listAt,
  versionCount,
  versionIdAt,
  versionsNamed,
} from '#model/lineage-graph.js';
import { ancestorsOf } from '#model/lineage-walk.js';
import { parseReference, type Reading } from '#model/reference.js';
import { suggestClosest } from '#model/suggest-closest.js';
import { digestHex } from '#model/digest.js';
import { textAt } from '#model/text-column.js';
import { runPathAt, versionPathAt } from '#records/collect-lineage.js';
import { environmentRecordPath } from '#format/environment-record.js';
import type { Audited } from './audited.js';
import { lineageOf } from './judge-records.js';

/**
 * An audit of one artifact or version alone: what it was made from, by which runs, from which code and in which environments,
 * and of the findings those that concern one of these, or the repository as a whole.
 * @throws `reference.not-found` where the audited history has no such version
 */
export function confine(audited: Audited, reference: string): Audited {
  const graph = lineageOf(audited.records);
  const paths = new Set<string>();
  const digests = new Set<string>();
  for (const subject of subjectsOf(graph, reference)) {
    for (const version of [subject, ...ancestorsOf(graph, subject, {}).keys()]) {
      paths.add(versionPathAt(graph, version));
      digests.add(versionIdAt(graph, version).digest);
      for (const run of listAt(graph.producers, version)) paths.add(runPathAt(graph, run));
    }
  }
  for (const path of paths) {
    const record = audited.records.get(path);
    if (record?.kind === 'run' && record.environment !== undefined)
      paths.add(environmentRecordPath(record.environment));
  }
  const records = new Map(
    [...audited.records].filter(([path, record]) => {
      return paths.has(path) || (record.kind === 'tombstone' && digests.has(record.tombstone.digest));
    }),
  );
  const commits = new Set([...records.values()].map(({ commit }) => commit));
  return {
    ...audited,
    records,
    findings: audited.findings.filter(({ kind, path, digest, commit }) => {
      if (auditFindings[kind].check === 'repository') return true;
      if (path !== undefined) return paths.has(path) || (digest !== undefined && digests.has(digest));
      return commit === undefined || commits.has(commit);
    }),
  };
}

function subjectsOf(graph: LineageGraph, reference: string): readonly number[] {
  for (const reading of parseReference(reference).readings) {
    const found = versionsOf(graph, reading);
    if (found.length > 0) return found;
  }
  const names = Array.from({ length: graph.artifacts.ends.length }, (_, index) => textAt(graph.artifacts, index));
  const closest = suggestClosest(reference, names);
  throw new PixelisError('reference.not-found', `the audited history has no artifact or version '${reference}'`, {
    hint:
      closest.length === 0
        ? 'look on all branches: --all'
        : `did you mean ${closest.join(', ')}? Or look on all branches: --all`,
    data: { reference },
  });
}

/** All versions of an artifact, those with its number, or those with a digest. */
function versionsOf(graph: LineageGraph, reading: Reading): readonly number[] {
  if (reading.kind === 'alias' || reading.kind === 'path') return [];
  const [from, to] = reading.artifact === undefined ? [0, versionCount(graph)] : versionsNamed(graph, reading.artifact);
  const found: number[] = [];
  for (let version = from; version < to; version++) {
    if (!isVersionRecorded(graph, version)) continue;
    const { version: number, digest } = versionIdAt(graph, version);
    if (reading.kind === 'version' && number !== reading.version) continue;
    if (reading.kind === 'digest' && !digestHex(digest).startsWith(reading.digits)) continue;
    found.push(version);
  }
  return found;
}
