import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';

/** The `yaml` package, loaded when a file first needs it: the files that Pixelis writes itself do not. */
export function yamlPackage(): typeof Yaml {
  return createRequire(import.meta.url)('yaml') as typeof Yaml;
}

/** How every text is read. Keys are checked for being unique elsewhere: the package takes quadratic time for it. */
export const yamlOptions = {
  version: '1.2',
  schema: 'core',
  strict: true,
  uniqueKeys: false,
  merge: false,
  prettyErrors: false,
  logLevel: 'error',
} as const satisfies Yaml.DocumentOptions & Yaml.ParseOptions & Yaml.SchemaOptions;
