import type { BlamedFile, BlamedVersion, BlameResult } from '../../index.js';
import { signatureMark, versionName } from './shared.js';
import { columns, printable, short } from './text.js';
import type { Rendered, View } from './view.js';

/** A line for each file: version, commit, day, author, run, what it did, the file. */
export function renderBlame({ version, subpath, files, versions }: BlameResult, view: View): Rendered {
  if (files.length === 0) return { lines: [`${versionName(version)} has no files`] };
  const known = versions.map((each) => versionCells(each, view));
  const rows = files.map((file) => [...(known[file.by] ?? []), changeMark(file), fileName(file, version, subpath)]);
  return { lines: columns(rows) };
}

function versionCells(version: BlamedVersion, view: View): readonly string[] {
  const { recorded, created = '', run } = version;
  const signed = recorded === undefined ? '' : signatureMark(recorded, view);
  return [
    view.colors.yellow(versionName(version)),
    recorded === undefined ? 'not committed' : short(recorded.commit),
    printable((recorded?.date ?? created).slice(0, 10)),
    recorded === undefined ? '' : [printable(recorded.author), signed].filter((part) => part !== '').join(' '),
    run === undefined ? '' : `run ${printable(run)}`,
  ];
}

/** `or before` where older versions could not be read. */
function changeMark({ change }: BlamedFile): string {
  return change === 'unknown' ? 'or before' : change;
}

function fileName({ path }: BlamedFile, version: BlameResult['version'], subpath: string | undefined): string {
  return printable(path === '' ? (subpath ?? versionName(version)) : path);
}
