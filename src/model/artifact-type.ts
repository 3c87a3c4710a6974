import { PixelisError } from '#errors/index.js';
import type { CustomType } from './config.js';
import { suggestClosest } from './suggest-closest.js';

/** The types that every project has. */
export const artifactTypes = [
  'dataset',
  'model',
  'checkpoint',
  'evaluation',
  'metrics',
  'experience_buffer',
  'config',
  'environment',
  'code',
  'log',
  'other',
] as const;

export type BuiltInType = (typeof artifactTypes)[number];

export type CustomTypes = ReadonlyMap<string, CustomType>;

export function isBuiltInType(type: string): type is BuiltInType {
  return (artifactTypes as readonly string[]).includes(type);
}

/** The type that a user names: one of Pixelis or of the project. @throws `usage.invalid-argument` */
export function parseArtifactType(text: string, customTypes: CustomTypes = new Map()): string {
  if (isBuiltInType(text) || customTypes.has(text)) return text;
  const types = [...artifactTypes, ...customTypes.keys()];
  const [closest] = suggestClosest(text, types);
  throw new PixelisError('usage.invalid-argument', `'${text}' is not a type of artifacts`, {
    hint:
      closest === undefined
        ? `types are ${types.join(', ')}; further ones are declared under 'types' in .pixelis/config.yaml`
        : `did you mean '${closest}'?`,
    data: { type: text, types },
  });
}
