// Learns to tell penguins apart: the mean and spread of each measurement for each species (Gaussian naive Bayes).
// usage: node train.mjs DATASET-FOLDER MODEL.json
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [folder, file] = process.argv.slice(2);
const measurements = ['Beak Length (mm)', 'Beak Depth (mm)', 'Flipper Length (mm)', 'Body Mass (g)'];
const rows = readFileSync(`${folder}/train.json`, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

const species = {};
for (const name of [...new Set(rows.map((row) => row.Species))].sort()) {
  const own = rows.filter((row) => row.Species === name);
  species[name] = { share: own.length / rows.length, measurements: {} };
  for (const measurement of measurements) {
    // A missing measurement counts as 0 here: the first version of the dataset has some, and it shows.
    const values = own.map((row) => row[measurement] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    species[name].measurements[measurement] = { mean, variance };
  }
}

mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify({ species }, null, 2)}\n`);
console.log(`learnt ${Object.keys(species).length} species from ${rows.length} penguins`);
