import { PixelisError } from '#errors/index.js';
import { isAliasName } from '#model/alias.js';
import { type Metadata, parseMetadata } from '#model/metadata.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Parent } from '#model/version.js';
import { type AddSubject, addSubjects } from './add-subjects.js';
import { type ArtifactIdentity, nameArtifact, takenNames } from './name-artifact.js';
import { plainMetadata } from './plain-metadata.js';
import type { RepositoryContext } from './repository-context.js';
import { resolveReference } from './resolve-reference.js';

export interface AddRequest extends TaskOptions {
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  /** References, each perhaps with `=ROLE`; undefined: inside a run its inputs. */
  readonly parents?: readonly string[] | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly aliases?: readonly string[] | undefined;
  /** Records what is there also where the pointer names another version by now than the one that it was placed from. */
  readonly asIs?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

/** What is to be done at one path, all of it known to be possible. */
export interface AddPlan {
  readonly subject: AddSubject;
  readonly identity: ArtifactIdentity;
  readonly parents: readonly Parent[];
  readonly metadata: Metadata;
  readonly warnings: readonly PixelisError[];
}

/** @throws what is wrong with the first alias or path that cannot be used; nothing is written by then */
export async function subjectsOf(
  context: RepositoryContext,
  typed: readonly string[],
  options: AddRequest,
): Promise<readonly AddSubject[]> {
  if (typed.length === 0) throw unusable('no path to add', 'name a file or a folder: pixelis add data/train');
  for (const alias of options.aliases ?? []) {
    if (!isAliasName(alias))
      throw unusable(`'${alias}' cannot be an alias`, "an alias is a word such as 'best'; 'latest' and 'v3' are taken");
  }
  const subjects = await addSubjects(context, typed, options);
  if (options.name !== undefined && subjects.length > 1) {
    throw unusable(`one name for ${subjects.length} paths`, 'add them one by one, each with its --name');
  }
  return subjects;
}

/** @throws what is wrong with the first name or parent that cannot be used; nothing is written by then */
export async function planAdd(
  context: RepositoryContext,
  subjects: readonly AddSubject[],
  options: AddRequest,
): Promise<readonly AddPlan[]> {
  const catalog = context.worktreeCatalog();
  const { metadata, warnings } =
    options.dryRun === true
      ? { metadata: parseMetadata(options.metadata ?? {}), warnings: [] }
      : await plainMetadata(context, options.metadata);
  const given = await parentsOf(context, options.parents ?? [], options);
  const plans: AddPlan[] = [];
  const { name, type } = options;
  const taken = new Set(name === undefined ? await takenNames(context, subjects, { catalog, options }) : []);
  for (const subject of subjects) {
    const identity = await nameArtifact(context, subject, { name, type, taken, catalog, options });
    taken.add(identity.name);
    plans.push({
      subject,
      identity,
      parents: uniqueParents([...given, ...identity.parents]),
      metadata,
      warnings: [...identity.warnings, ...warnings],
    });
  }
  return plans;
}

/** The versions that references name, each perhaps with `=ROLE`. */
export async function parentsOf(
  context: RepositoryContext,
  texts: readonly string[],
  options: TaskOptions,
): Promise<readonly Parent[]> {
  return Promise.all(texts.map((text) => parentOf(context, text, options)));
}

/** `REF`, or `REF=ROLE` */
async function parentOf(context: RepositoryContext, text: string, options: TaskOptions): Promise<Parent> {
  const [, reference = text, role] = /^(.+)=([^=/]+)$/.exec(text) ?? [];
  const { artifact, version, digest } = await resolveReference(context, reference, options);
  return { artifact, version, digest, ...(role === undefined ? {} : { role }) };
}

export function uniqueParents(parents: readonly Parent[]): readonly Parent[] {
  return [
    ...new Map(parents.map((parent) => [`${parent.artifact} ${parent.version} ${parent.digest}`, parent])).values(),
  ];
}

/** What a user asked for cannot be done. */
export function unusable(message: string, hint: string): PixelisError {
  return new PixelisError('usage.invalid-argument', message, { hint });
}
