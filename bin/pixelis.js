#!/usr/bin/env node
// The version is answered here, before anything is loaded: scripts ask for it often.
import { readFileSync } from 'node:fs';

if (process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-V')) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${version}\n`);
} else {
  await import('../dist/start.js');
}
