import { PixelisError } from '#errors/index.js';
import { suggestClosest } from '#model/suggest-closest.js';

/** What a setting holds. */
export type SettingKind = 'text' | 'number' | 'boolean' | 'list';

/** Every setting there is, by its dotted key; `*` stands for a name that the user chose. */
export const settingKinds: Readonly<Record<string, SettingKind>> = {
  naming: 'text',
  'types.*.pattern': 'text',
  'types.*.example': 'text',
  'remotes.*.url': 'text',
  'remotes.*.endpoint': 'text',
  'remotes.*.region': 'text',
  'remotes.*.profile': 'text',
  'remotes.*.path_style': 'boolean',
  default_remote: 'text',
  'cache.dir': 'text',
  'cache.fsync': 'text',
  'worktree.link': 'list',
  'capture.level': 'number',
  'capture.allow': 'list',
  'signatures.allowed_signers': 'text',
  'signatures.revoked_keys': 'text',
  'signatures.openpgp_keys': 'text',
  'gc.keep': 'list',
  'audit.require_signed': 'text',
  jobs: 'number',
};

export interface SettingKey {
  /** As the user writes it: `remotes.origin.url`. */
  readonly text: string;
  /** `['remotes', 'origin', 'url']`. The name of a remote may have dots of its own. */
  readonly path: readonly string[];
  /** Undefined where the key stands for a group of settings: `cache`, `remotes.origin`. */
  readonly kind: SettingKind | undefined;
}

/** @throws `config.invalid` with the closest keys */
export function parseSettingKey(text: string): SettingKey {
  for (const [pattern, kind] of Object.entries(settingKinds)) {
    const path = pathBy(pattern.split('.'), text);
    if (path !== undefined) return { text, path, kind };
  }
  for (const pattern of Object.keys(settingKinds)) {
    const parts = pattern.split('.');
    for (let length = 1; length < parts.length; length++) {
      const path = pathBy(parts.slice(0, length), text);
      if (path !== undefined) return { text, path, kind: undefined };
    }
  }
  const known = Object.keys(settingKinds).map((key) => key.replace('*', 'NAME'));
  const closest = suggestClosest(text, known);
  throw new PixelisError('config.invalid', `there is no setting '${text}'`, {
    hint: `${closest.length > 0 ? 'did you mean' : 'there are'}: ${(closest.length > 0 ? closest : known).join(', ')}`,
    data: { setting: text, closest },
  });
}

/** The value that a setting of this kind takes from what a command line gives: `'8'` is the number 8. */
export function settingValue(kind: SettingKind, given: unknown): unknown {
  return readers[kind](given);
}

const readers: Readonly<Record<SettingKind, (given: unknown) => unknown>> = {
  text: (given) => (typeof given === 'number' || typeof given === 'boolean' ? String(given) : given),
  number: (given) =>
    typeof given === 'string' && given.trim() !== '' && Number.isFinite(Number(given)) ? Number(given) : given,
  boolean: (given) => (given === 'true' ? true : given === 'false' ? false : given),
  list: (given) => (typeof given === 'string' ? given.split(',').map((item) => item.trim()) : given),
};

/** The parts of `text` under a pattern with at most one `*`; undefined where it does not fit. */
function pathBy(pattern: readonly string[], text: string): readonly string[] | undefined {
  const star = pattern.indexOf('*');
  const parts = text.split('.');
  if (star < 0)
    return parts.length === pattern.length && pattern.every((part, i) => part === parts[i]) ? parts : undefined;
  const after = pattern.length - star - 1;
  if (parts.length < pattern.length) return undefined;
  const path = [
    ...parts.slice(0, star),
    parts.slice(star, parts.length - after).join('.'),
    ...parts.slice(parts.length - after),
  ];
  const fits = path.every((part, index) => (index === star ? part !== '' : part === pattern[index]));
  return fits ? path : undefined;
}
