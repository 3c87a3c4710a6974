import { test } from 'tap';
import { endOf } from '#model/run-end.js';

void test('a command that ends with 0 has completed, also where it was asked to stop and did so in good order', async (t) => {
  t.strictSame(endOf({ exitCode: 0 }), { state: 'COMPLETED' });
  t.strictSame(endOf({ exitCode: 0, passedOn: 'SIGTERM' }), { state: 'COMPLETED' });
});

void test('a command that ends with another code has failed', async (t) => {
  t.strictSame(endOf({ exitCode: 3 }), { state: 'FAILED', reason: 'exit code 3' });
});

void test('a command that somebody stopped was interrupted, whatever it made of the signal', async (t) => {
  t.strictSame(endOf({ signal: 'SIGINT' }), { state: 'INTERRUPTED', reason: 'signal SIGINT' });
  t.strictSame(endOf({ signal: 'SIGKILL' }), { state: 'INTERRUPTED', reason: 'signal SIGKILL' });
  t.strictSame(endOf({ exitCode: 143, passedOn: 'SIGTERM' }), {
    state: 'INTERRUPTED',
    reason: 'signal SIGTERM, exit code 143',
  });
});

void test('a command that crashed has failed', async (t) => {
  t.strictSame(endOf({ signal: 'SIGSEGV' }), { state: 'FAILED', reason: 'signal SIGSEGV' });
});
