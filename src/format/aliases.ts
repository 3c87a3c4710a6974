import type { AliasTarget, AliasTargets } from '#model/alias.js';
import { parseDigest } from '#model/digest.js';
import { validateAliasesFile } from '#schema/index.js';
import { decodeFile, formatVersion } from './schema-file.js';
import { artifactsFolder } from './version-record.js';
import { settingsLimitBytes } from './yaml-document.js';
import { editYaml, type YamlChange } from './yaml-edit.js';
import { encodeYaml } from './yaml-encoder.js';

/** Where the aliases of an artifact lie: `.pixelis/artifacts/dataset-mmvet/aliases.yaml`. */
export function aliasesPath(artifact: string): string {
  return `${artifactsFolder}/${artifact}/aliases.yaml`;
}

/** @throws `file.invalid`, `file.newer-format`, `file.too-large`, `file.conflicted` */
export function decodeAliases(bytes: Uint8Array, file: string): AliasTargets {
  const { aliases } = decodeFile(bytes, { file, limitBytes: settingsLimitBytes }, validateAliasesFile);
  return new Map(
    Object.entries(aliases).flatMap(([name, target]) => {
      return target === undefined
        ? []
        : [[name, { version: target.version, digest: parseDigest(target.digest) }] as const];
    }),
  );
}

/** The text of a new file: aliases in the order of their names. */
export function encodeAliases(aliases: AliasTargets): Uint8Array {
  const names = [...aliases.keys()].sort();
  const entries = names.map((name) => [name, toFile(aliases.get(name) as AliasTarget)] as const);
  return new TextEncoder().encode(encodeYaml({ pixelis: formatVersion, aliases: Object.fromEntries(entries) }));
}

/**
 * The text of a file with other aliases. Comments and order stay; where the aliases are the same, so are the bytes.
 * @throws as {@link decodeAliases}
 */
export function editAliases(original: Uint8Array, aliases: AliasTargets, file: string): Uint8Array {
  const before = decodeAliases(original, file);
  // Without comments there is nothing to keep, and a long file need not be parsed with its places.
  if (Buffer.compare(encodeAliases(before), original) === 0) return encodeAliases(aliases);
  const gone = [...before.keys()].filter((name) => !aliases.has(name));
  const other = [...aliases.keys()].sort().filter((name) => {
    const [old, target] = [before.get(name), aliases.get(name)];
    return old?.version !== target?.version || old?.digest !== target?.digest;
  });
  const changes: YamlChange[] = [
    ...other.flatMap((name): YamlChange[] => {
      const target = toFile(aliases.get(name) as AliasTarget);
      if (!before.has(name)) return [{ path: ['aliases', name], value: target }];
      return (['version', 'digest'] as const).map((key) => ({ path: ['aliases', name, key], value: target[key] }));
    }),
    ...gone.map((name) => ({ path: ['aliases', name], value: undefined })),
    ...(aliases.size === 0 && before.size > 0 ? [{ path: ['aliases'], value: {} }] : []),
  ];
  return editYaml(original, { file, limitBytes: settingsLimitBytes, changes });
}

function toFile({ version, digest }: AliasTarget) {
  return { version, digest };
}
