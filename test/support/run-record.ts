import type { RunRecord } from '#model/run.js';
import { runStart } from '../live-run/run-start.js';

/** The record of a run, with as much of it said as a test cares for. */
export function runRecord(facts: Partial<RunRecord> & { readonly run: string }): RunRecord {
  return {
    ...runStart(facts),
    state: 'COMPLETED',
    ended: '2026-03-01T09:31:00.000Z',
    seconds: 60,
    exitCode: 0,
    outputs: [],
    metrics: {},
    ...facts,
  };
}
