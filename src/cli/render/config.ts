import type { ConfigResult } from '../../index.js';
import { columns, printable } from './text.js';
import type { Rendered } from './view.js';

export function renderConfig({ command, dryRun, settings, changed }: ConfigResult): Rendered {
  if (command === 'config get') return { lines: settings.map(({ value }) => valueText(value)) };
  if (command === 'config list')
    return {
      lines: columns(settings.map(({ key, value, source }) => [printable(key), valueText(value), `(${source})`])),
    };
  if (changed === undefined) return { lines: ['nothing to change'] };
  const { key, before, after, file } = changed;
  const text = after === undefined ? `${printable(key)} is unset` : `${printable(key)} = ${valueText(after)}`;
  const was = before === undefined ? '' : ` (was ${valueText(before)})`;
  return { lines: [`${dryRun ? 'would be: ' : ''}${text}${was}, in ${printable(file)}`] };
}

function valueText(value: unknown): string {
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}
