// Pins the digests that follow the folder, says so, and lives until it is killed.
import type { Digest } from '#model/digest.js';
import { pinSession } from '#store/pins.js';

const [folder = '', ...digests] = process.argv.slice(2);
await pinSession(folder).pin(digests as Digest[]);
process.stdout.write('pinned\n');
setInterval(() => undefined, 1000);
