import type Jsonata from 'jsonata';
import { PixelisError, problemOf } from '#errors/index.js';
import type { Problem } from '#schema/index.js';

/** What expressions are applied to. */
export interface Searched<T extends object> {
  /** Names of its fields, for help. */
  readonly fields: readonly string[];
  /** An expression, for help. */
  readonly example: string;
  /** Where a bare word is looked for. */
  readonly texts: (subject: T) => readonly unknown[];
}

/** Whether something fits; a reason where the expression cannot be applied to it. */
export type SearchTest<T> = (subject: T) => Promise<boolean | { readonly reason: string }>;

/**
 * Reads an expression: JSONata over the fields of what is searched; a bare word, or a text in quotes, is looked for in its
 * texts.
 * @throws `expression.invalid` with the position, and where it takes too long over all
 */
export async function searchTest<T extends object>(expression: string, searched: Searched<T>): Promise<SearchTest<T>> {
  const word = bareWord(expression.trim(), searched.fields);
  if (word !== undefined) {
    return (subject) => Promise.resolve(searched.texts(subject).some((value) => holdsText(value, word.toLowerCase())));
  }
  const { default: jsonata } = await import('jsonata');
  const compiled = compile(jsonata, expression, searched);
  const deadline = performance.now() + timeLimitMs;
  return async (subject) => {
    if (performance.now() > deadline) throw tooSlow(expression);
    try {
      return isTrue(await compiled.evaluate(subject));
    } catch (error) {
      const { code = '', message } = asFailure(error);
      // A comparison of text with a number says nothing about the others; what takes too long does.
      if (/^(?:T2|T04|D3)/.test(code)) return { reason: message };
      throw invalid(expression, error, searched);
    }
  };
}

/** The warning for those to which an expression could not be applied; each reason begins with what it is about. */
export function notApplied(
  expression: string,
  { reasons, noun, example }: { readonly reasons: readonly string[]; readonly noun: string; readonly example: string },
): readonly Problem[] {
  if (reasons.length === 0) return [];
  const error = new PixelisError(
    'expression.invalid',
    `the expression could not be applied to ${reasons.length} ${noun}, the first is ${reasons[0]}`,
    { hint: `look at the type first: ${example}`, data: { expression } },
  );
  return [problemOf(error)];
}

/** How long a search may take as a whole. */
const timeLimitMs = 60_000;

/** Bounds of one evaluation. */
const limits = { timeout: 2000, stack: 500, sequence: 1_000_000 };

function compile(jsonata: typeof Jsonata, expression: string, searched: Help) {
  try {
    return jsonata(expression, limits);
  } catch (error) {
    throw invalid(expression, error, searched);
  }
}

type Help = Pick<Searched<object>, 'fields' | 'example'>;

/** The text to look for, where the expression is no more than that. */
function bareWord(expression: string, fields: readonly string[]): string | undefined {
  const quoted = /^"([^"\\]+)"$/.exec(expression)?.[1] ?? /^'([^'\\]+)'$/.exec(expression)?.[1];
  if (quoted !== undefined) return quoted;
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_.:/-]*$/u.test(expression)) return undefined;
  const isField = fields.includes(/^\w+/.exec(expression)?.[0] ?? '') && !/[-:/]/.test(expression);
  return isField || ['true', 'false', 'null'].includes(expression) ? undefined : expression;
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

function invalid(expression: string, error: unknown, { fields, example }: Help): PixelisError {
  const { code, position, message } = asFailure(error);
  const place = position === undefined ? '' : ` (at character ${position})`;
  return new PixelisError('expression.invalid', `expression '${expression}' cannot be used${place}: ${message}`, {
    hint: `an expression is JSONata over ${fields.join(', ')}; for example: ${example}`,
    data: {
      expression,
      ...(code === undefined ? {} : { jsonata: code }),
      ...(position === undefined ? {} : { position }),
    },
    cause: error,
  });
}

function tooSlow(expression: string): PixelisError {
  return new PixelisError('expression.invalid', `the search took longer than ${timeLimitMs / 1000} s`, {
    hint: 'use a simpler expression',
    data: { expression },
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
