// Makes the penguins dataset from the raw table: rows to train on, and every fifth row to test on.
// usage: node prepare.mjs RAW.json FOLDER [--clean]   (--clean leaves out rows with a measurement missing)
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const [raw, folder, clean] = process.argv.slice(2);
const measurements = ['Beak Length (mm)', 'Beak Depth (mm)', 'Flipper Length (mm)', 'Body Mass (g)'];
const rows = JSON.parse(readFileSync(raw, 'utf8')).filter(
  (row) => clean !== '--clean' || measurements.every((name) => typeof row[name] === 'number'),
);
const isTest = (index) => index % 5 === 4;

mkdirSync(folder, { recursive: true });
write(
  'train.json',
  rows.filter((_, index) => !isTest(index)),
);
write(
  'test.json',
  rows.filter((_, index) => isTest(index)),
);
console.log(`${rows.length} penguins in ${folder}`);

function write(name, part) {
  writeFileSync(`${folder}/${name}`, `${part.map((row) => JSON.stringify(row)).join('\n')}\n`);
}
