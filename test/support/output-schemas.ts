import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const folder = new URL('../../../schemas/', import.meta.url);

/** Schemas of the outputs by the `command` that stands in them; `error` for the error object. */
const validators = compile();

/** What is wrong with a `--json` output by its schema; empty where nothing is. */
export function outputErrors(output: unknown): readonly string[] {
  const { command, error } = output as { readonly command?: string; readonly error?: unknown };
  const validate = validators.get(error === undefined ? (command ?? '') : 'error');
  if (validate === undefined) return [`no schema describes the output of '${command}'`];
  if (validate(output)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, JSON.stringify(params)].join(' '),
  );
}

function compile(): ReadonlyMap<string, ValidateFunction> {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false });
  ajv.addVocabulary(['x-validator', 'tsType']);
  const schemas = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as OutputSchema);
  for (const schema of schemas) ajv.addSchema(schema);
  return new Map(
    schemas.flatMap(({ $id, properties }) => {
      const { command, error } = properties ?? {};
      const names = error === undefined ? (command?.enum ?? [command?.const].flatMap((name) => name ?? [])) : ['error'];
      return names.map((name) => [name, ajv.getSchema($id) as ValidateFunction] as const);
    }),
  );
}

interface OutputSchema {
  readonly $id: string;
  readonly properties?: {
    readonly command?: { readonly const?: string; readonly enum?: readonly string[] };
    readonly error?: unknown;
  };
}
