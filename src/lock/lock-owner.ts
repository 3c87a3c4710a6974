import { hostname } from 'node:os';

/** Who holds a lock: for messages, and to see whether the holder is alive. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** ISO time. */
  readonly since: string;
}

export function encodeLockOwner(): string {
  const owner: LockOwner = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  return `${JSON.stringify(owner)}\n`;
}

/** Undefined where the text is no owner: a holder may be writing it right now. */
export function decodeLockOwner(text: string): LockOwner | undefined {
  try {
    const { pid, host, since } = JSON.parse(text) as Partial<LockOwner>;
    if (!Number.isSafeInteger(pid) || typeof host !== 'string' || typeof since !== 'string') return undefined;
    return { pid: pid as number, host, since };
  } catch {
    return undefined;
  }
}
