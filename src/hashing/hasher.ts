import { PixelisError } from '#errors/index.js';
import { type Digest, digestFromHex, writeDigest } from '#model/digest.js';

/**
 * A BLAKE3 hasher for one message after another: `reset`, any number of `update`, then one of the two digests.
 * Keep one a thread and reset it: the memory of native hashers is not seen by the garbage collector.
 */
export interface Hasher {
  readonly engine: HashEngine;
  /** Begins a message. */
  reset(): void;
  update(bytes: Uint8Array): void;
  /** Ends the message; writes its digest's 32 bytes into `target`. */
  digestInto(target: Uint8Array, offset: number): void;
  /** Ends the message. */
  digest(): Digest;
}

/** `native` runs at 5 GB/s and more; `wasm`, where no binary fits the machine, at 0.8 GB/s. */
export type HashEngine = 'native' | 'wasm';

/**
 * A new hasher: native where its binary loads and gives the right answer, else WebAssembly.
 * @throws `bug` where no engine hashes correctly
 */
export async function loadHasher(options: { readonly engine?: HashEngine | undefined } = {}): Promise<Hasher> {
  const engines: readonly HashEngine[] = options.engine === undefined ? ['native', 'wasm'] : [options.engine];
  const causes: unknown[] = [];
  for (const engine of engines) {
    try {
      const hasher = await (engine === 'native' ? loadNative() : loadWasm());
      checkKnownAnswers(hasher);
      return hasher;
    } catch (error) {
      causes.push(error);
    }
  }
  throw new PixelisError('bug', `no BLAKE3 engine works here (tried ${engines.join(', ')})`, {
    hint: "reinstall with 'npm install pixelis', then run 'pixelis doctor'",
    cause: new AggregateError(causes),
  });
}

/** The digest of `bytes`. */
export function hashBytes(bytes: Uint8Array, hasher: Hasher): Digest {
  hasher.reset();
  hasher.update(bytes);
  return hasher.digest();
}

async function loadNative(): Promise<Hasher> {
  const { Blake3Hasher } = await import('@napi-rs/blake-hash');
  const native = new Blake3Hasher();
  const digest = (): Digest => digestFromHex(native.digest());
  return {
    engine: 'native',
    reset: () => native.reset(),
    update: (bytes) => {
      // Its types ask for a Buffer; it reads any bytes.
      native.update(bytes as Buffer);
    },
    // Through hex on purpose: digestBuffer() makes an external buffer, at twice the time and out of the collector's sight.
    digestInto: (target, offset) => writeDigest(`blake3:${native.digest()}` as Digest, target, offset),
    digest,
  };
}

async function loadWasm(): Promise<Hasher> {
  const { createBLAKE3 } = await import('hash-wasm');
  const wasm = await createBLAKE3();
  return {
    engine: 'wasm',
    reset: () => {
      wasm.init();
    },
    update: (bytes) => {
      wasm.update(bytes);
    },
    digestInto: (target, offset) => target.set(wasm.digest('binary'), offset),
    digest: () => digestFromHex(wasm.digest()),
  };
}

/** Digests of the official test vectors (input byte i is i mod 251), which reach every path of the algorithm's tree. */
const knownAnswers: ReadonlyArray<readonly [length: number, hex: string]> = [
  [0, 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262'],
  [1, '2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213'],
  [1025, 'd00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444'],
  [8193, 'bab6c09cb8ce8cf459261398d2e7aef35700bf488116ceb94a36d0f5f1b7bc3b'],
  [31744, '62b6960e1a44bcc1eb1a611a8d6235b6b4b78f32e7abc4fb4c6cdcce94895c47'],
];

function checkKnownAnswers(hasher: Hasher): void {
  // By a loop: a command that loads many hashers tests each of them.
  const input = new Uint8Array(31744);
  for (let index = 0; index < input.length; index++) input[index] = index % 251;
  for (const [length, hex] of knownAnswers) {
    const actual = hashBytes(input.subarray(0, length), hasher);
    if (actual !== digestFromHex(hex)) {
      throw new PixelisError('bug', `the ${hasher.engine} BLAKE3 engine hashes ${length} bytes to ${actual}`);
    }
  }
}
