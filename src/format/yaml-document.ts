import type { Document, Node } from 'yaml';
import { PixelisError } from '#errors/index.js';
import { pointerSuffix } from '#model/repository-path.js';
import { yamlExcess } from './yaml-bounds.js';
import { readCanonicalYaml } from './yaml-fast-reader.js';
import { yamlOptions, yamlPackage } from './yaml-package.js';

export interface YamlSource {
  /** The file, for messages. */
  readonly file: string;
  readonly limitBytes: number;
}

/** Limit for pointers. */
export const pointerLimitBytes = 64 * 1024;
/** Limit for files that grow by hand: the config, aliases. */
export const settingsLimitBytes = 1024 * 1024;
/** Limit for records: a run may make a version at every step. Longer than by hand, only the canonical form is read. */
export const recordLimitBytes = 8 * 1024 * 1024;

/**
 * The map that a file holds, read behind bounds on size, depth and number of brackets. Refused are repeated keys,
 * anchors, aliases, tags, merge keys, further documents, byte order marks, and whatever is not UTF-8.
 * @throws `file.invalid`, `file.too-large`, `file.conflicted`
 */
export function decodeYaml(bytes: Uint8Array, source: YamlSource): Record<string, unknown> {
  const text = yamlText(bytes, source);
  return readCanonicalYaml(text) ?? readAnyYaml(text, source);
}

/** The text of a file, within its limit and without merge conflicts. @throws `file.invalid`, `file.too-large`, `file.conflicted` */
export function yamlText(bytes: Uint8Array, { file, limitBytes }: YamlSource): string {
  if (bytes.length > limitBytes) {
    throw new PixelisError('file.too-large', `'${file}' is larger than ${limitBytes} bytes`, {
      data: { file, limitBytes },
    });
  }
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch (cause) {
    throw fileInvalid(file, 'it is not UTF-8', cause);
  }
  if (/^(?:<<<<<<<|>>>>>>>) /m.test(text)) {
    throw new PixelisError('file.conflicted', `'${file}' has merge conflicts`, {
      hint: isMergedByPixelis(file)
        ? 'see what is in conflict, and settle it: pixelis resolve'
        : `keep one side (git checkout --ours -- '${file}', or --theirs), then git add '${file}'`,
      data: { file },
    });
  }
  if (text.charCodeAt(0) === 0xfeff) throw fileInvalid(file, 'it begins with a byte order mark');
  return text;
}

/** Reads with the `yaml` package. @throws `file.invalid` */
export function readAnyYaml(text: string, { file }: YamlSource): Record<string, unknown> {
  const { document, lineAt } = parseYaml(text, file);
  const value = toPlain(document.contents, { file, lineAt });
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw fileInvalid(file, 'it does not hold keys and values');
  }
  return value as Record<string, unknown>;
}

/** Parses with the `yaml` package, behind the bounds. @throws `file.invalid` */
export function parseYaml(
  text: string,
  file: string,
): { readonly document: Document.Parsed; readonly lineAt: (offset: number) => number } {
  const excess = yamlExcess(text);
  if (excess !== undefined) throw fileInvalid(file, excess);
  const { parseDocument, LineCounter } = yamlPackage();
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { ...yamlOptions, lineCounter });
  const lineAt = (offset: number) => lineCounter.linePos(offset).line;
  const [problem] = [...document.errors, ...document.warnings];
  if (document.directives.yaml.explicit === true) throw fileInvalid(file, 'directives cannot be used');
  if (problem !== undefined)
    throw fileInvalid(file, `line ${lineAt(problem.pos[0])}: ${uncapitalised(problem.message)}`);
  return { document, lineAt };
}

export function fileInvalid(file: string, problem: string, cause?: unknown): PixelisError {
  return new PixelisError('file.invalid', `'${file}' cannot be read: ${problem}`, { data: { file, problem }, cause });
}

/** Pointers and aliases. */
function isMergedByPixelis(file: string): boolean {
  return file.endsWith(pointerSuffix) || file.endsWith('/aliases.yaml');
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

interface Place {
  readonly file: string;
  readonly lineAt: (offset: number) => number;
}

/** Maps as objects, lists as arrays. What JSON does not have is refused. */
function toPlain(node: Node | null, place: Place): unknown {
  const { isAlias, isMap, isScalar, isSeq } = yamlPackage();
  if (node === null) return null;
  const refuse = (problem: string): PixelisError => {
    return fileInvalid(place.file, `line ${place.lineAt(node.range?.[0] ?? 0)}: ${problem}`);
  };
  if (isAlias(node) || node.anchor !== undefined) throw refuse('anchors and aliases cannot be used');
  if (node.tag !== undefined) throw refuse('tags cannot be used');
  if (isScalar(node)) {
    if (typeof node.value === 'number' && !Number.isFinite(node.value)) throw refuse('a number must be finite');
    return node.value;
  }
  if (isSeq(node)) return node.items.map((item) => toPlain(item as Node | null, place));
  if (!isMap(node)) throw refuse('a value cannot be read');
  const map: Record<string, unknown> = {};
  for (const pair of node.items) {
    const name = keyText(pair.key);
    if (name === undefined) throw refuse('a key must be text');
    if (name === '__proto__' || name === '<<') throw refuse(`'${name}' cannot be used as a key`);
    if (Object.hasOwn(map, name)) throw refuse(`key '${name}' stands there twice`);
    map[name] = toPlain(pair.value as Node | null, place);
  }
  return map;
}

/** The text of a key; undefined where it is a list, a map, nothing, or carries an anchor or a tag. */
export function keyText(key: unknown): string | undefined {
  if (!yamlPackage().isScalar(key) || key.anchor !== undefined || key.tag !== undefined) return undefined;
  if (typeof key.value === 'string') return key.value;
  return typeof key.value === 'number' || typeof key.value === 'boolean' ? key.source : undefined;
}

function uncapitalised(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
