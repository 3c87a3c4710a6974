import { PixelisError } from '#errors/index.js';
import { artifactsFolder } from '#format/version-record.js';
import { parseArtifactName } from '#model/artifact-name.js';
import { artifactTypes, parseArtifactType } from '#model/artifact-type.js';
import { deriveName, deriveNames } from '#model/derive-name.js';
import { checkName, parseEvaluationName } from '#model/naming.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Parent } from '#model/version.js';
import type { Catalog } from '#records/catalog.js';
import type { AddSubject } from './add-subjects.js';
import type { RepositoryContext } from './repository-context.js';

/** What a path's artifact is called. */
export interface ArtifactIdentity {
  readonly name: string;
  readonly type: string;
  /** Whether the name came from the path alone. */
  readonly isDerived: boolean;
  /** An evaluation is made from the model and the dataset that its name speaks of. */
  readonly parents: readonly Parent[];
  /** What is against a convention that only warns. */
  readonly warnings: readonly PixelisError[];
}

export interface WantedIdentity {
  readonly name: string | undefined;
  readonly type: string | undefined;
  /** Names that a path cannot get which has none: {@link takenNames}, and those that other paths of the same call have got. */
  readonly taken: ReadonlySet<string>;
}

interface Surroundings {
  readonly catalog: Catalog;
  readonly options: TaskOptions;
}

/**
 * Name and type for what lies at a path: as asked for, else as the pointer there has them, else derived from the path.
 * @throws `name.invalid`, `name.against-convention`, `usage.invalid-argument` for a type that there is not;
 * `reference.not-found` where an evaluation speaks of what does not exist
 */
export async function nameArtifact(
  context: RepositoryContext,
  subject: AddSubject,
  wanted: WantedIdentity & Surroundings,
): Promise<ArtifactIdentity> {
  const given = wanted.name === undefined ? subject.present?.pointer.artifact : parseArtifactName(wanted.name);
  const derived = given === undefined ? freeName(subject, wanted) : undefined;
  const name = given ?? derived?.name ?? '';
  const identity = await identifyArtifact(context, { ...wanted, name, suggestedType: deriveName(subject.path).type });
  return { ...identity, isDerived: derived !== undefined };
}

/**
 * Type for an artifact: as asked for, else as it has it already, else the one whose convention its name follows, else what
 * is suggested.
 * @throws as {@link nameArtifact}
 */
export async function identifyArtifact(
  context: RepositoryContext,
  wanted: { readonly name: string; readonly type: string | undefined; readonly suggestedType: string } & Surroundings,
): Promise<Omit<ArtifactIdentity, 'isDerived'>> {
  const { catalog, options, suggestedType } = wanted;
  const { types, naming } = context.config;
  const name = parseArtifactName(wanted.name);
  const known = (await catalog.versions(name, options)).at(-1);
  const type =
    wanted.type === undefined
      ? (known?.type ?? typeByName(name, types) ?? suggestedType)
      : parseArtifactType(wanted.type, types);
  const warnings: PixelisError[] = [];
  const answer = checkName({ name, type, customTypes: types });
  // What exists keeps its name: history is not rewritten when a convention comes later.
  if (!answer.ok && naming !== 'off' && known === undefined) {
    const error = new PixelisError(
      'name.against-convention',
      `'${name}' is no name for a ${type}: it should be ${answer.expected}`,
      {
        hint: answer.corrected === undefined ? 'name it with --name' : `name it so: --name ${answer.corrected}`,
        data: { name, type, expected: answer.expected, corrected: answer.corrected },
      },
    );
    if (naming === 'strict') throw error;
    warnings.push(error);
  }
  const parents = type === 'evaluation' ? await evaluationParents(name, catalog, options) : [];
  return { name, type, parents, warnings };
}

/** Those of the names which these paths suggest that are somebody's already; git is asked once. */
export async function takenNames(
  context: RepositoryContext,
  subjects: readonly AddSubject[],
  { catalog, options }: Surroundings,
): Promise<ReadonlySet<string>> {
  const nameless = subjects.filter(({ present }) => present === undefined);
  if (nameless.length === 0) return new Set();
  const { pointers } = await catalog.pointers(options);
  const taken = new Set(pointers.map(({ pointer }) => pointer.artifact));
  const recorded = new Set(await catalog.artifactNames(options));
  const suggested = new Set(nameless.flatMap(({ path }) => deriveNames(path).map(({ name }) => name)));
  const inQuestion = [...suggested].filter((name) => recorded.has(name) && !taken.has(name));
  for (const name of await knownToGit(context, inQuestion, options)) taken.add(name);
  return taken;
}

/** A derived name that no other path has, with as few folders of the path in it as that takes. */
function freeName({ path }: AddSubject, { taken }: Pick<WantedIdentity, 'taken'>) {
  const names = deriveNames(path);
  const free = names.find(({ name }) => !taken.has(name));
  if (free !== undefined) return free;
  // Every name that says something is taken: by a path that moved here, perhaps. That is for the user to say.
  throw new PixelisError(
    'name.invalid',
    `the names that '${path}' suggests are taken: ${names.map(({ name }) => name).join(', ')}`,
    {
      hint: `say which artifact it is: pixelis add ${path} --name ${names[0]?.name}`,
      data: { path, names: names.map(({ name }) => name) },
    },
  );
}

/** Artifacts of which git knows a record. A command that was killed leaves records that nobody has seen yet. */
async function knownToGit(
  context: RepositoryContext,
  artifacts: readonly string[],
  options: TaskOptions,
): Promise<readonly string[]> {
  if (artifacts.length === 0) return [];
  const folderOf = (artifact: string) => `${artifactsFolder}/${artifact}`;
  const tracked = await context.git.trackedPaths(artifacts.map(folderOf), options);
  return artifacts.filter((artifact) => tracked.has(folderOf(artifact)));
}

/** The type whose convention a name follows; undefined where it follows that of none that has one. */
function typeByName(name: string, customTypes: RepositoryContext['config']['types']): string | undefined {
  const strict = [...customTypes.keys(), ...artifactTypes.filter((type) => !freeTypes.has(type))];
  return strict
    .filter((type) => customTypes.get(type)?.pattern !== undefined || !customTypes.has(type))
    .find((type) => checkName({ name, type, customTypes }).ok);
}

/** Types whose names are free: every name would fit. */
const freeTypes: ReadonlySet<string> = new Set(['config', 'environment', 'code', 'log', 'other']);

async function evaluationParents(name: string, catalog: Catalog, options: TaskOptions): Promise<readonly Parent[]> {
  const said = parseEvaluationName(name);
  if (said === undefined) return [];
  const model = (await catalog.versions(said.model, options)).at(-1);
  if (model === undefined) throw noSubject(name, said.model);
  const dataset = (await catalog.versions(said.dataset, options)).find(
    ({ version }) => version === said.datasetVersion,
  );
  if (dataset === undefined) throw noSubject(name, `${said.dataset}:v${said.datasetVersion}`);
  const parent = ({ artifact, version, digest }: typeof model, role: string): Parent => ({
    artifact,
    version,
    digest,
    role,
  });
  return [parent(model, 'model'), parent(dataset, 'dataset')];
}

function noSubject(name: string, missing: string): PixelisError {
  return new PixelisError('reference.not-found', `'${name}' is an evaluation of '${missing}', which does not exist`, {
    hint: `add '${missing}' first, or name the evaluation after what was evaluated: eval-<model>-on-<dataset>-<version>`,
    data: { name, missing },
  });
}
