// A process that stores objects in the folder named in its arguments until it is killed: `write` small ones through the
// store, `adopt` packs and large files, as `add` does. It prints the digest of each object that was acknowledged.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderBucket } from '#bucket/folder-bucket.js';
import { copyAndHash } from '#hashing/copy-and-hash.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import type { Digest } from '#model/digest.js';
import { openLocalStore } from '#store/local-store.js';
import { PackWriter } from '#store/pack-writer.js';

const [folder = '', kind, seed = '', rounds = 'Infinity'] = process.argv.slice(2);
const store = await openLocalStore(folderBucket(folder, { create: true }), { label: 'the cache' });
const [hasher, packHasher] = [await loadHasher(), await loadHasher()];
process.stdout.write('ready\n');

for (let round = 0; round < Number(rounds); round++) {
  const bodies = [0, 1, 2].map((index) => Buffer.from(`${seed} ${round} ${index} `.repeat(400)));
  if (kind === 'write') {
    process.stdout.write(`${(await store.write(bodies)).join('\n')}\n`);
    continue;
  }
  const temporary = await store.temporaryFolder();
  const writer = new PackWriter(temporary, { hasher, packHasher });
  const digests = bodies.map((body) => hashBytes(body, hasher));
  for (const [index, body] of bodies.entries()) writer.append(digests[index] as Digest, body);
  const pack = writer.finish({ fsync: false });
  const source = join(temporary, `source-${process.pid}`);
  writeFileSync(source, Buffer.alloc(1_500_000, `${seed} ${round} large`));
  const path = join(temporary, `object-${process.pid}-${round}`);
  const { digest, stamp } = await copyAndHash(source, path, { hasher });
  await store.adopt({ packs: pack === undefined ? [] : [pack], objects: [{ path, digest, size: stamp.size }] });
  process.stdout.write(`${[...digests, digest].join('\n')}\n`);
}
