import type { Progress as Fact, ProgressPhase } from '../index.js';
import { bytes, number, printable, truncate } from './render/text.js';
import type { Output } from './terminal.js';

export interface Progress {
  readonly onProgress: (fact: Fact) => void;
  /** Takes the bar away. */
  end(): void;
}

const quietMs = { terminal: 300, plain: 2000 };
const intervalMs = { terminal: 100, plain: 10_000 };

const verbs: Record<ProgressPhase, string> = {
  scan: 'looking',
  hash: 'hashing',
  store: 'storing',
  fetch: 'fetching',
  push: 'pushing',
  place: 'placing',
  remove: 'removing',
  verify: 'verifying',
  history: 'reading history',
};

/** Draws progress: a bar that is redrawn on a terminal, a plain line now and then elsewhere; nothing for what is quick. */
export function watchProgress(
  output: Output,
  { silent = false, now = Date.now }: { readonly silent?: boolean; readonly now?: () => number } = {},
): Progress {
  const mode = output.isTerminal ? 'terminal' : 'plain';
  const startedAt = now();
  let phase = { name: '', startedAt, startBytes: 0, startItems: 0 };
  let drawnAt = -Infinity;
  let isDrawn = false;
  // Work goes on where its progress cannot be shown.
  const draw = (text: string) => void output.write(text).catch(() => undefined);
  return {
    onProgress(fact) {
      if (silent) return;
      const time = now();
      if (fact.phase !== phase.name)
        phase = { name: fact.phase, startedAt: time, startBytes: fact.doneBytes ?? 0, startItems: fact.doneItems };
      if (time - startedAt < quietMs[mode] || time - drawnAt < intervalMs[mode]) return;
      drawnAt = time;
      const line = progressLine(fact, { ...phase, elapsedMs: time - phase.startedAt }, mode === 'terminal');
      isDrawn = mode === 'terminal';
      draw(isDrawn ? `\r\u001b[2K${truncate(line, output.columns - 1)}` : `${line}\n`);
    },
    end() {
      if (isDrawn) draw('\r\u001b[2K');
      isDrawn = false;
    },
  };
}

interface Pace {
  readonly startBytes: number;
  readonly startItems: number;
  readonly elapsedMs: number;
}

/** `hashing  [=====     ] 50%  1.0 GiB of 2.0 GiB  350 MiB/s  3 s left  data/train` */
function progressLine(fact: Fact, pace: Pace, withBar: boolean): string {
  const { doneItems, totalItems, doneBytes = 0, totalBytes } = fact;
  const inBytes = totalBytes !== undefined && totalBytes > 0;
  const [done, total] = inBytes ? [doneBytes, totalBytes] : [doneItems, totalItems];
  const share = total === undefined || total === 0 ? undefined : Math.min(1, done / total);
  const perMs = (done - (inBytes ? pace.startBytes : pace.startItems)) / pace.elapsedMs;
  const format = inBytes ? bytes : number;
  return [
    verbs[fact.phase],
    withBar && share !== undefined ? bar(share) : '',
    share === undefined ? '' : `${Math.floor(share * 100)}%`,
    total === undefined ? number(doneItems) : `${format(done)} of ${format(total)}`,
    inBytes && totalItems !== undefined ? `(${number(doneItems)} of ${number(totalItems)})` : '',
    Number.isFinite(perMs) && perMs > 0 ? `${format(Math.round(perMs * 1000))}/s` : '',
    total !== undefined && perMs > 0 && done < total ? `${duration((total - done) / perMs)} left` : '',
    fact.subject === undefined ? '' : printable(fact.subject),
  ]
    .filter((part) => part !== '')
    .join('  ');
}

function bar(share: number): string {
  const filled = Math.round(share * 20);
  return `[${'='.repeat(filled)}${' '.repeat(20 - filled)}]`;
}

/** `3 s`, `4 min`, `2 h`. */
function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 100) return `${seconds} s`;
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
