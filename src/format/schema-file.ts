import { PixelisError } from '#errors/index.js';
import type { ValidationError, Validator } from '#schema/index.js';
import { decodeYaml, fileInvalid, type YamlSource } from './yaml-document.js';

/** The format of files that this Pixelis reads and writes. */
export const formatVersion = 1;

/**
 * What a file holds, checked against its schema.
 * @throws `file.newer-format`, `file.invalid`, `file.too-large`, `file.conflicted`
 */
export function decodeFile<T>(bytes: Uint8Array, source: YamlSource, validate: Validator<T>): T {
  return checkFile(decodeYaml(bytes, source), source.file, validate);
}

/** @throws `file.newer-format`, `file.invalid` naming the key and what was expected there */
export function checkFile<T>(value: Record<string, unknown>, file: string, validate: Validator<T>): T {
  const format = value['pixelis'];
  if (typeof format === 'number' && Number.isInteger(format) && format > formatVersion) {
    throw newerFormat(file, format);
  }
  if (validate(value)) return value;
  // What a name of a key lacks comes before the error that says which key it is.
  const errors = validate.errors ?? [];
  const error = errors.find(({ keyword }) => keyword === 'propertyNames') ?? errors[0];
  throw fileInvalid(file, error === undefined ? 'it does not fit its schema' : violation(error));
}

export function newerFormat(file: string, format: number): PixelisError {
  return new PixelisError('file.newer-format', `'${file}' has format ${format}, this Pixelis knows ${formatVersion}`, {
    hint: 'npm install --global pixelis@latest',
    data: { file, format },
  });
}

/** The text of a {@link ValidationError}: the key, then what was expected. */
function violation({ instancePath, keyword, message, params }: ValidationError): string {
  const key = instancePath.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
  const at = (name: string) => `'${key === '' ? name : `${key}.${name}`}'`;
  switch (keyword) {
    case 'required':
      return `key ${at(String(params['missingProperty']))} is missing`;
    case 'additionalProperties':
      return `key ${at(String(params['additionalProperty']))} is not known`;
    case 'propertyNames':
      return `key ${at(String(params['propertyName']))} is not a name that can be used there`;
    case 'enum':
      return `key '${key}': expected one of ${(params['allowedValues'] as readonly unknown[]).join(', ')}`;
    case 'const':
      return `key '${key}': expected ${JSON.stringify(params['allowedValue'])}`;
    case 'type':
      return `key '${key}': expected ${typeNames[String(params['type'])] ?? String(params['type'])}`;
    case 'pattern':
      return `key '${key}': expected ${patternNames[String(params['pattern'])] ?? `text that fits ${String(params['pattern'])}`}`;
    case 'not':
      return "'files' is for folders, 'executable' for files";
    default:
      return `key '${key}': ${message ?? 'it does not fit its schema'}`;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys and values',
};

const patternNames: Readonly<Record<string, string>> = {
  '^blake3:[0-9a-f]{64}$': "a digest: 'blake3:' and 64 lower-case hex digits",
  '^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$':
    'a name of letters, digits, dots, dashes and underscores',
  '^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$':
    'a time such as 2026-03-01T09:30:00Z',
  '^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{3}Z$':
    'a time such as 2026-03-01T09:30:00.125Z',
  '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$': 'the id of a run: letters, digits, dashes and underscores',
};
