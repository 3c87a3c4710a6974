// node build/bench/read-records.js FOLDER: reads and parses every record below a folder, and does nothing with them. What
// takes longer than that is work of its own.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCanonicalYaml } from '../src/format/yaml-fast-reader.js';

let records = 0;
for (const name of readdirSync(process.argv[2] ?? '', { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.yaml')) continue;
  if (readCanonicalYaml(readFileSync(join(process.argv[2] ?? '', name), 'utf8')) !== undefined) records += 1;
}
console.log(`${records} records`);
