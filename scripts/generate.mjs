// Writes src/schema/generated/ from schemas/*.schema.json: a type for every schema, and a validator for every
// schema of a file (`"x-validator": true`). With --check it writes nothing and fails where a file is not fresh.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = new URL('..', import.meta.url);
const schemasFolder = new URL('schemas/', root);
const targetFolder = new URL('src/schema/generated/', root);
const check = process.argv.includes('--check');

const names = (await readdir(schemasFolder)).filter((name) => name.endsWith('.schema.json')).sort();
const sources = await Promise.all(names.map((name) => readFile(new URL(name, schemasFolder), 'utf8')));
const stamp = `// generated from schemas/ by scripts/generate.mjs: edit the schemas, then run 'npm run generate'\n`;
const fingerprint = await fingerprintOf([...names, ...sources, await readFile(fileURLToPath(import.meta.url), 'utf8')]);

// The stamp saves the work, not the check: it lies with what is built.
const stampFile = new URL('build/schemas.stamp', root);
const isFresh = (await readFile(stampFile, 'utf8').catch(() => '')).trim() === fingerprint;
if (isFresh && !check) process.exit(0);

const schemas = sources.map((source) => JSON.parse(source));
const files = new Map([
  ['types.ts', await types()],
  ['compiled-validators.ts', await compiledValidators()],
  ['validators.ts', validators()],
]);

let stale = 0;
await mkdir(targetFolder, { recursive: true });
for (const [name, text] of files) {
  const file = new URL(name, targetFolder);
  const present = await readFile(file, 'utf8').catch(() => undefined);
  if (present === text) continue;
  if (check) {
    stale += 1;
    console.error(`stale: src/schema/generated/${name}`);
  } else {
    await writeFile(file, text);
  }
}
for (const name of await readdir(targetFolder)) {
  if (!files.has(name)) await rm(new URL(name, targetFolder));
}
if (!check) {
  await mkdir(new URL('build/', root), { recursive: true });
  await writeFile(stampFile, fingerprint);
}
if (stale > 0) {
  console.error("run 'npm run generate' and commit what it writes");
  process.exit(1);
}

async function types() {
  const { compile } = await import('json-schema-to-typescript');
  const parts = [];
  const seen = new Set();
  for (const schema of schemas) {
    const text = await compile(structuredClone(schema), schema.title, {
      bannerComment: '',
      additionalProperties: false,
      cwd: fileURLToPath(schemasFolder),
      declareExternallyReferenced: true,
      unknownAny: true,
      strictIndexSignatures: true,
      $refOptions: {
        resolve: {
          local: {
            order: 1,
            canRead: /^https:\/\/pixelis\.dev\/schemas\//,
            read: (file) => sources[names.indexOf(file.url.split('/').pop())],
          },
        },
      },
    });
    // Shared definitions come once for every schema that refers to them.
    for (const declaration of text.split(/(?=^(?:\/\*\*[\s\S]*?\*\/\n)?export (?:interface|type) )/m)) {
      const name = /export (?:interface|type) (\w+)/.exec(declaration)?.[1];
      if (name !== undefined && seen.has(name)) continue;
      if (name !== undefined) seen.add(name);
      parts.push(declaration.trim());
    }
  }
  // Data is read-only here; what is being built is mutable where it is built.
  const text = parts.filter((part) => part !== '').join('\n\n');
  return `${stamp}\n${text.replace(/^( +\w+\??: )(\w+\[\];)$/gm, '$1readonly $2')}\n`;
}

async function compiledValidators() {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const { default: standaloneCode } = await import('ajv/dist/standalone/index.js');
  const { build } = await import('esbuild');
  const ajv = new Ajv2020({ code: { source: true, esm: true }, allErrors: false, strict: true, strictRequired: false });
  ajv.addVocabulary(['x-validator', 'tsType']);
  for (const schema of schemas) ajv.addSchema(schema);
  const code = standaloneCode(
    ajv,
    Object.fromEntries(fileSchemas().map((schema) => [`validate${schema.title}`, schema.$id])),
  );
  // ajv's own run-time helpers are reached by require(): bundle them in.
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: fileURLToPath(root), loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    preserveSymlinks: true, // the output does not depend on where node_modules lies
    write: false,
  });
  return `${stamp}// @ts-nocheck: code written by ajv\n${outputFiles[0].text}`;
}

function validators() {
  const titles = fileSchemas().map((schema) => schema.title);
  return `${stamp}import * as compiled from './compiled-validators.js';
import type { ${titles.join(', ')} } from './types.js';

/** A compiled schema. After a \`false\`, \`errors\` says what is wrong. */
export interface Validator<T> {
  (value: unknown): value is T;
  readonly errors?: readonly ValidationError[] | null;
}

export interface ValidationError {
  /** JSON pointer to the value that is wrong. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

${titles.map((title) => `export const validate${title} = compiled.validate${title} as unknown as Validator<${title}>;`).join('\n')}
`;
}

function fileSchemas() {
  return schemas.filter((schema) => schema['x-validator'] === true);
}

async function fingerprintOf(texts) {
  const { createHash } = await import('node:crypto');
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:${text}`);
  return hash.digest('hex');
}
