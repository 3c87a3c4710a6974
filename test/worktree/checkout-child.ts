import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckoutTarget } from '#worktree/checkout-plan.js';
import { benchIn } from './worktree-builder.js';

// Checks out one of two targets, says when it begins, and waits to be killed.
const [folder = '', which = '0'] = process.argv.slice(2);
const targets = JSON.parse(readFileSync(join(folder, 'targets.json'), 'utf8')) as CheckoutTarget[];
const bench = await benchIn(folder);
process.stdout.write('go\n');
await bench.checkout(targets[Number(which)] as CheckoutTarget);
await new Promise((resolve) => setTimeout(resolve, 10_000));
