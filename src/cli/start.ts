import { fileURLToPath } from 'node:url';
import { collectEarly } from './heap.js';
import type { main as run } from './main.js';
import { compiledFolder, loadCompiled } from './load-compiled.js';

// Before anything is compiled: code that was compiled under other settings is refused.
collectEarly();
const file = fileURLToPath(new URL('./cli.cjs', import.meta.url));
const { main } = loadCompiled(file, compiledFolder(process.env)) as { readonly main: typeof run };
await main(process.argv.slice(2));
