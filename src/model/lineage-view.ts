/**
 * A part of the lineage that can be shown: versions, runs, and what leads from one to the other. What comes later in time
 * comes later in the lists.
 */
export interface LineageView {
  /** Id of the version or the run that it is about; undefined where it is about all. */
  readonly subject?: string;
  /** Which ways it goes from its subject. */
  readonly directions: readonly LineageDirection[];
  readonly versions: readonly LineageVersion[];
  readonly runs: readonly LineageRun[];
  readonly edges: readonly LineageEdge[];
}

export type LineageDirection = 'ancestors' | 'descendants';

export interface LineageVersion {
  /** A reference that names it alone: `dataset-cota_sft:v1`, and where two versions took the number, by digest. */
  readonly id: string;
  readonly artifact: string;
  readonly version: number;
  readonly digest: string;
  /** Left out where it has no record. */
  readonly type?: string;
  readonly created?: string;
  /** The run that its record names. */
  readonly run?: string;
  /** Whether it has a record; else others name it. */
  readonly recorded: boolean;
  /** Parents that are not in the view because of its depth. */
  readonly moreParents?: number;
  /** Children that are not in the view because of its depth. */
  readonly moreChildren?: number;
}

export interface LineageRun {
  readonly id: string;
  readonly name?: string;
  /** What it executed, for people. */
  readonly label: string;
  readonly state?: string;
  readonly started?: string;
  /** Whether it has a record; else it goes on, or was lost. */
  readonly recorded: boolean;
  /** Runs that it names: the one around it, the one it goes on with, the one it reproduces. */
  readonly parent?: string;
  readonly resumes?: string;
  readonly reproduces?: string;
}

/** `input`: a run used a version. `output`: a run made it. `parent`: a version's record names another. */
export interface LineageEdge {
  readonly kind: 'input' | 'output' | 'parent';
  /** Id of the earlier: a version, or for `output` a run. */
  readonly from: string;
  readonly to: string;
  readonly role?: string;
}

/** Who leads to whom in a view, versions by what they were made from. */
export interface LineageNeighbours {
  readonly versions: ReadonlyMap<string, LineageVersion>;
  readonly runs: ReadonlyMap<string, LineageRun>;
  /** By run, in the order of its record. */
  readonly inputs: ReadonlyMap<string, readonly string[]>;
  readonly outputs: ReadonlyMap<string, readonly string[]>;
  /** By version: runs that made it. */
  readonly producers: ReadonlyMap<string, readonly string[]>;
  /** By version: what its record names, then what further runs used that made it again. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
  readonly children: ReadonlyMap<string, readonly string[]>;
}

export function neighboursIn({ versions, runs, edges }: LineageView): LineageNeighbours {
  const inputs = new Map<string, string[]>();
  const outputs = new Map<string, string[]>();
  const producers = new Map<string, string[]>();
  const parents = new Map<string, Set<string>>();
  const children = new Map<string, string[]>();
  for (const { kind, from, to } of edges) {
    if (kind === 'input') append(inputs, to, from);
    else if (kind === 'output') {
      append(outputs, from, to);
      append(producers, to, from);
    } else parents.set(to, (parents.get(to) ?? new Set()).add(from));
  }
  for (const { id, run: recorded } of versions) {
    const own = parents.get(id) ?? new Set<string>();
    for (const run of producers.get(id) ?? []) {
      // Of this one the record says itself which of its inputs count.
      if (run !== recorded) for (const input of inputs.get(run) ?? []) own.add(input);
    }
    own.delete(id);
    parents.set(id, own);
    for (const parent of own) append(children, parent, id);
  }
  return {
    versions: new Map(versions.map((version) => [version.id, version])),
    runs: new Map(runs.map((run) => [run.id, run])),
    inputs,
    outputs,
    producers,
    parents: new Map([...parents].map(([id, own]) => [id, [...own]])),
    children,
  };
}

/**
 * A version as the guide writes it: datasets with their version, `dataset-cota_sft-v1`; others from the second on,
 * `model-sft-abc123:v2`.
 */
export function displayName({ artifact, version, digest, type, id }: LineageVersion): string {
  const isDataset = type === 'dataset' || (type === undefined && artifact.startsWith('dataset-'));
  const number = isDataset ? `-v${version}` : version === 1 ? '' : `:v${version}`;
  return `${artifact}${number}${id.includes('@') ? ` (${digest.slice('blake3:'.length, 'blake3:'.length + 8)})` : ''}`;
}

function append<K, V>(lists: Map<K, V[]>, key: K, item: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
