import type Jsonata from 'jsonata';
import { PixelisError } from '#errors/index.js';
import type { Metadata } from '#model/metadata.js';
import type { VersionSummary } from '#schema/index.js';

/** What an expression sees of a version. */
export interface SearchedVersion extends Omit<VersionSummary, 'metadata'> {
  readonly parents: readonly Readonly<Record<string, unknown>>[];
  readonly metadata: Metadata;
  readonly isLatest: boolean;
}

/** Whether a version fits; a reason where the expression cannot be applied to it. */
export type SearchTest = (version: SearchedVersion) => Promise<boolean | { readonly reason: string }>;

/**
 * Reads an expression: JSONata over the fields of a version; a bare word, or a text in quotes, is looked for in names and
 * metadata.
 * @throws `expression.invalid` with the position
 */
export async function searchTest(expression: string): Promise<SearchTest> {
  const word = bareWord(expression.trim());
  if (word !== undefined) return (version) => Promise.resolve(containsText(version, word.toLowerCase()));
  const { default: jsonata } = await import('jsonata');
  const compiled = compile(jsonata, expression);
  return async (version) => {
    try {
      return isTrue(await compiled.evaluate(version));
    } catch (error) {
      const { code = '', message } = asFailure(error);
      // A comparison of text with a number says nothing about the other versions; what takes too long does.
      if (/^(?:T2|T04|D3)/.test(code)) return { reason: message };
      throw invalid(expression, error);
    }
  };
}

/** Bounds of one evaluation. */
const limits = { timeout: 2000, stack: 500, sequence: 1_000_000 };

const fields = [
  'artifact',
  'version',
  'digest',
  'type',
  'size',
  'files',
  'created',
  'run',
  'aliases',
  'parents',
  'metadata',
  'isLatest',
];

function compile(jsonata: typeof Jsonata, expression: string) {
  try {
    return jsonata(expression, limits);
  } catch (error) {
    throw invalid(expression, error);
  }
}

/** The text to look for, where the expression is no more than that. */
function bareWord(expression: string): string | undefined {
  const quoted = /^"([^"\\]+)"$/.exec(expression)?.[1] ?? /^'([^'\\]+)'$/.exec(expression)?.[1];
  if (quoted !== undefined) return quoted;
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_.:/-]*$/u.test(expression)) return undefined;
  const isField = fields.includes(/^\w+/.exec(expression)?.[0] ?? '') && !/[-:/]/.test(expression);
  return isField || ['true', 'false', 'null'].includes(expression) ? undefined : expression;
}

function containsText({ artifact, type, aliases, run, metadata }: SearchedVersion, text: string): boolean {
  return [artifact, type, run ?? '', ...aliases, metadata].some((value) => holdsText(value, text));
}

function holdsText(value: unknown, text: string): boolean {
  if (Array.isArray(value)) return value.some((item) => holdsText(item, text));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).some(([key, item]) => key.toLowerCase().includes(text) || holdsText(item, text));
  }
  return String(value).toLowerCase().includes(text);
}

/** As JSONata's own $boolean takes it: nothing, empty and zero are false; a list is true where one of its items is. */
function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => isTrue(item));
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return typeof value !== 'function' && Boolean(value);
}

function invalid(expression: string, error: unknown): PixelisError {
  const { code, position, message } = asFailure(error);
  const place = position === undefined ? '' : ` (at character ${position})`;
  return new PixelisError('expression.invalid', `expression '${expression}' cannot be used${place}: ${message}`, {
    hint: `an expression is JSONata over ${fields.join(', ')}; for example: type = "model" and metadata.accuracy > 0.9`,
    data: {
      expression,
      ...(code === undefined ? {} : { jsonata: code }),
      ...(position === undefined ? {} : { position }),
    },
    cause: error,
  });
}

interface Failure {
  readonly code?: string;
  readonly position?: number;
  readonly message: string;
}

function asFailure(error: unknown): Failure {
  const { code, position, message } = error as Partial<Failure>;
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof position === 'number' ? { position } : {}),
    message: message ?? String(error),
  };
}
