import type { FoundFault, Hashed, LetGoVersion, Needer, VerifiedStore, VerifyResult } from '../../index.js';
import { more, versionName } from './shared.js';
import { bytes, count, number, printable, short } from './text.js';
import type { Rendered, View } from './view.js';

/** So many findings are shown, and so many needs of each. */
const shown = { faults: 20, needs: 5, letGo: 5 };

export function renderVerify(result: VerifyResult, view: View): Rendered {
  const { scope, dropped = [], stores, found, needers, intact, problems } = result;
  const isHealed = found.some(({ state }) => state !== 'found');
  const verdict = intact ? view.colors.green(isHealed ? 'intact again' : 'intact') : view.colors.red('not intact');
  const isHalf = intact && problems.length > 0;
  return {
    lines: [
      `${count(scope.records, 'record')}, ${count(scope.versions, 'version')}, ${count(scope.runs, 'run')}; they need ${count(scope.objects, 'object')} (${bytes(scope.bytes)})`,
      ...stores.flatMap(storeLines),
      ...letGoLines(dropped),
      ...found.slice(0, shown.faults).flatMap((fault) => ['', ...faultLines(fault, needers, view)]),
      ...more(found.length, shown.faults, 'finding'),
      '',
      isHalf ? `${verdict}, as far as could be looked` : verdict,
    ],
  };
}

function storeLines(store: VerifiedStore): readonly string[] {
  const { remote, damaged, missing, notBrought, dropped = 0, foreign, purged = 0, repaired, hashed, checksums } = store;
  const counts = [
    damaged > 0 ? `${number(damaged)} damaged` : '',
    missing > 0 ? `${number(missing)} missing` : '',
    foreign > 0 ? `${number(foreign)} foreign` : '',
    purged > 0 ? `${number(purged)} purged and still there` : '',
    repaired > 0 ? `${number(repaired)} repaired` : '',
  ].filter((part) => part !== '');
  const name = remote === undefined ? 'cache' : `remote '${printable(remote)}'`;
  return [
    `${name}: ${counts.length === 0 ? 'everything is there' : counts.join(', ')}`,
    ...(notBrought === 0 ? [] : [`  ${count(notBrought, 'object')} that runs kept not brought here yet`]),
    ...(dropped === 0 ? [] : [`  ${count(dropped, 'object')} of versions that rules let go not here`]),
    ...(checksums === undefined ? [] : checksumLines(checksums)),
    ...(hashed === undefined ? [] : hashedLines(hashed)),
  ];
}

/** `gc let 2 versions go on 2026-11-23 (--keep-last 3): ck_x:v1, ck_x:v2`. */
function letGoLines(dropped: readonly LetGoVersion[]): readonly string[] {
  const runs = new Map<string, LetGoVersion[]>();
  for (const version of dropped) runs.set(version.run, [...(runs.get(version.run) ?? []), version]);
  return [...runs.values()].map((versions) => {
    const [{ dropped: date, rule, remote } = { dropped: '', rule: undefined, remote: undefined }] = versions;
    const names = versions.slice(0, shown.letGo).map(versionName).join(', ');
    const others = versions.length > shown.letGo ? ` and ${versions.length - shown.letGo} more` : '';
    const by = rule === undefined ? '' : ` (${printable(rule)})`;
    const where = remote === undefined ? '' : ` from remote '${printable(remote)}'`;
    return `gc let ${count(versions.length, 'version')} go${where} on ${date.slice(0, 10)}${by}: ${names}${others}`;
  });
}

function checksumLines({ same, unproven }: NonNullable<VerifiedStore['checksums']>): readonly string[] {
  const left = unproven === 0 ? '' : `, ${number(unproven)} could not be compared (--download reads them)`;
  return [`  ${number(same)} packs and large objects are the same by the service's checksums${left}`];
}

function hashedLines({ objects, bytes: size, ofObjects, ofBytes, sample }: Hashed): readonly string[] {
  const isAll = objects === ofObjects && size === ofBytes;
  const share = ofBytes === 0 ? 100 : Math.floor((100 * size) / ofBytes);
  const read = isAll
    ? `  hashed ${count(objects, 'object')} (${bytes(size)})`
    : `  hashed ${number(objects)} of ${count(ofObjects, 'object')} (${bytes(size)} of ${bytes(ofBytes)}, ${share}%): time was up`;
  if (sample === undefined) return [read];
  const { sampled, bad, population, atMostBad } = sample;
  const good = `${number(sampled - bad)} of ${number(sampled)} good`;
  return [
    read,
    atMostBad === 0 && sampled === population
      ? `  that is all of them, and ${good}`
      : `  ${good}: with 95 % confidence at most ${number(atMostBad)} of all ${number(population)} are damaged (${percent(atMostBad, population)})`,
  ];
}

function percent(part: number, whole: number): string {
  const value = whole === 0 ? 0 : (100 * part) / whole;
  return `${value === 0 || value >= 10 ? Math.ceil(value) : Number(value.toPrecision(2))} %`;
}

function faultLines(fault: FoundFault, needers: readonly Needer[], { colors }: View): readonly string[] {
  const { kind, state, digest, size, file, reason, remote, from, quarantine, needed, lastHad } = fault;
  const paint = state === 'found' ? (kind === 'foreign' ? colors.yellow : colors.red) : colors.green;
  const what = digest === undefined ? printable(file ?? '') : short(digest);
  const where = remote === undefined ? '' : ` on remote '${printable(remote)}'`;
  const healed =
    state === 'repaired'
      ? `, repaired${from === undefined ? '' : ` from ${printable(from)}`}`
      : state === 'set-aside'
        ? ', set aside'
        : '';
  const details = [size === undefined ? '' : bytes(size), reason === undefined ? '' : printable(reason)].filter(
    (part) => part !== '',
  );
  return [
    `${paint(kind + healed)}  ${what}${where}${details.length === 0 ? '' : `: ${details.join('; ')}`}`,
    ...(quarantine === undefined ? [] : [`  now at ${printable(quarantine)}`]),
    ...needed.slice(0, shown.needs).map(({ needer, file: inside = '' }) => needLine(needers[needer] as Needer, inside)),
    ...more(needed.length, shown.needs, 'use').map((line) => `  ${line}`),
    ...(lastHad === undefined || kind === 'foreign'
      ? []
      : [`  last recorded by ${printable(lastHad.author)} <${printable(lastHad.email)}> in ${short(lastHad.commit)}`]),
  ];
}

/** `needed by dataset-x:v2 at data/x, file images/1.png, since 3fa21b0c`. */
function needLine({ run, paths, commits, ...version }: Needer, file: string): string {
  const name = run === undefined ? versionName(version) : `run ${printable(run)}`;
  const at = paths.length === 0 ? '' : ` at ${paths.slice(0, 3).map(printable).join(', ')}`;
  const first = commits.at(-1);
  const since = first === undefined ? ', not committed yet' : `, since ${short(first.commit)}`;
  return `  needed by ${name}${at}${file === '' ? '' : `, file ${printable(file)}`}${since}`;
}
