import { hostname } from 'node:os';
import type { RunStart } from '#model/run.js';

/** What is known of a run from its first moment, with as much of it said as a test cares for. */
export function runStart(facts: Partial<RunStart> = {}): RunStart {
  return {
    run: 'abc123',
    kind: 'command',
    command: ['true'],
    folder: '',
    started: '2026-03-01T09:30:00.000Z',
    host: hostname(),
    user: 'ada',
    captureLevel: 1,
    code: { dirty: false },
    params: {},
    tags: [],
    inputs: [],
    redacted: [],
    ...facts,
  };
}
