import { createReadStream, readFileSync, statSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { diskError, isDiskError, PixelisError } from '#errors/index.js';
import { settingsLimitBytes } from '#format/yaml-document.js';
import { readAnyYaml, yamlText } from '#format/yaml-document.js';
import { type Metadata, parseMetadata } from '#model/metadata.js';
import type { RepositoryContext } from './repository-context.js';

/** A configuration file that a run is given. */
export interface RunConfig {
  /** From the top of the worktree where it lies in there, else its name. */
  readonly path: string;
  readonly file: string;
  /** Its values, without what it declares to Pixelis; empty for a file that is neither YAML nor JSON. */
  readonly params: Metadata;
  /** What it declares under `pixelis`. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly tags: readonly string[];
  readonly seed: number | undefined;
}

/** @throws `path.not-found`, `file.invalid` where YAML or JSON cannot be read, `disk.*` */
export function readRunConfig(context: RepositoryContext, typed: string): RunConfig {
  const { root } = context.git.places;
  const file = resolve(root, context.folder, typed);
  const inside = relative(root, file);
  const path = inside.startsWith('..') || isAbsolute(inside) ? basename(file) : inside.split(sep).join('/');
  const values = /\.(?:ya?ml|json)$/i.test(file) ? readValues(file, typed) : (requireFile(file, typed), {});
  const { pixelis, ...params } = values;
  const declared = pixelis === undefined ? {} : declarationsOf(pixelis, typed);
  const seed = declared.seed ?? (Number.isSafeInteger(params['seed']) ? (params['seed'] as number) : undefined);
  return { path, file, inputs: [], outputs: [], tags: [], ...declared, params: parseMetadata(params), seed };
}

/** The file's bytes as they are now. */
export function readConfigBytes({ file }: RunConfig): AsyncIterable<Uint8Array> {
  return createReadStream(file);
}

/** Its text, where it is no larger than settings are. */
export function readConfigText({ file }: RunConfig): string {
  return statSync(file).size > settingsLimitBytes ? '' : readFileSync(file, 'utf8');
}

function readValues(file: string, typed: string): Record<string, unknown> {
  requireFile(file, typed);
  // YAML holds JSON.
  return readAnyYaml(yamlText(readFileSync(file), { file: typed, limitBytes: settingsLimitBytes }), {
    file: typed,
    limitBytes: settingsLimitBytes,
  });
}

function requireFile(file: string, typed: string): void {
  try {
    if (statSync(file).isFile()) return;
  } catch (error) {
    if (!isDiskError(error, 'ENOENT', 'ENOTDIR')) throw diskError(error, file);
  }
  throw new PixelisError('path.not-found', `there is no configuration file '${typed}'`, {
    hint: 'name a file: --config configs/training.yaml',
    data: { path: typed },
  });
}

const listKeys = ['inputs', 'outputs', 'tags'] as const;

/** `pixelis: { inputs: [dataset-cota_sft:v1], outputs: [models/sft.pt], tags: [baseline], seed: 42 }` */
function declarationsOf(
  value: unknown,
  file: string,
): Partial<Record<(typeof listKeys)[number], readonly string[]>> & { readonly seed?: number } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badDeclaration(file, 'it is no map');
  for (const [key, item] of Object.entries(value)) {
    if (key === 'seed' && Number.isSafeInteger(item)) continue;
    if (!listKeys.some((name) => name === key)) throw badDeclaration(file, `'${key}' is not known`);
    if (!Array.isArray(item) || item.some((text) => typeof text !== 'string'))
      throw badDeclaration(file, `'${key}' is not a list of texts`);
  }
  return value;
}

function badDeclaration(file: string, problem: string): PixelisError {
  return new PixelisError('file.invalid', `what '${file}' declares under 'pixelis' cannot be used: ${problem}`, {
    hint: 'pixelis: { inputs: [dataset-raw:v1], outputs: [models/m.pt], tags: [baseline], seed: 42 }',
    data: { path: file, problem },
  });
}
