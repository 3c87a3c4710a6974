// A process that takes the lock named in its arguments, says so, and holds it until it is killed or told to let go.
import { withLock } from '#lock/with-lock.js';

const [path = '', kind, mode, counter] = process.argv.slice(2);
const options = { kind: kind as 'kernel' | 'file', mode: mode as 'exclusive' | 'shared' };

if (counter === undefined) {
  await withLock(
    path,
    async () => {
      process.stdout.write('held\n');
      await new Promise((resolve) => process.stdin.once('data', resolve));
    },
    options,
  );
  process.stdin.destroy();
} else {
  const { readFileSync, writeFileSync } = await import('node:fs');
  for (let round = 0; round < 40; round++) {
    await withLock(
      path,
      async () => {
        const value = Number(readFileSync(counter, 'utf8'));
        await new Promise((resolve) => setImmediate(resolve));
        writeFileSync(counter, String(value + 1));
      },
      options,
    );
  }
}
