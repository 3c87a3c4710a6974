/**
 * The layers of docs/design.md as code: every import points downward. Run by `npm run check`.
 * A folder of layer 3 does its own kind of I/O and sees another of layer 3 only where a rule below names it.
 */
const layer3 = [
  'bucket',
  'environment',
  'git',
  'hardware',
  'hashing',
  'live-run',
  'lock',
  'process',
  'records',
  'redaction',
  'seals',
  'signature',
  'store',
  'worktree',
];

/** What a folder of layer 3 may see beside layers 0 to 2, and why. */
const named = {
  hashing: [],
  bucket: [],
  process: [],
  lock: [],
  redaction: ['process'], // the type of environment variables
  environment: ['hashing', 'process'], // asks programs for their versions, and hashes lock files
  'live-run': ['lock'], // a run lives as long as its process holds a lock
  hardware: ['process'], // GPUs are watched through nvidia-smi
  git: ['process'], // the executable adapter spawns git
  signature: ['process'], // the keys of the user's GnuPG are asked of it
  records: ['git'], // the small files of a commit are read through git
  seals: ['git', 'lock', 'process'], // seals are commits; the memory of a clone is changed under a lock
  store: ['bucket', 'hashing', 'lock'], // the layout over a bucket, which checks every digest; who pins objects holds a lock
  worktree: ['store', 'hashing'], // its workers hash files straight into packs, and place files straight out of them
};

const only = (from, allowed) => ({
  name: `${from}-imports-downward`,
  severity: 'error',
  comment: `src/${from} may import only: ${[from, ...allowed].join(', ')}`,
  from: { path: `^src/${from}/` },
  to: { path: '^src/', pathNot: `^src/(${[from, ...allowed].join('|')})/` },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    only('errors', []),
    only('schema', ['errors']),
    only('model', ['errors', 'schema']),
    only('format', ['errors', 'schema', 'model']),
    ...layer3.map((folder) => only(folder, ['errors', 'schema', 'model', 'format', ...named[folder]])),
    only('operations', ['errors', 'schema', 'model', 'format', ...layer3]),
    {
      name: 'cli-sees-the-public-api-only',
      severity: 'error',
      comment: 'The command line is a thin face on the library: what it needs, every program can have.',
      from: { path: '^src/cli/' },
      to: { path: '^src/', pathNot: '^src/(cli/|index\\.ts$)' },
    },
    {
      name: 'experiment-sees-the-public-interfaces-only',
      severity: 'error',
      comment: "The guide's vocabulary says nothing that a program could not say with a repository and its runs.",
      from: { path: '^src/experiment/' },
      to: {
        path: '^src/',
        pathNot: '^src/(experiment|errors|model|schema)/|^src/(open-repository|repository|runs|lineage)\\.ts$',
      },
    },
    {
      name: 'nobody-imports-the-public-face',
      severity: 'error',
      comment:
        'index.ts, repository.ts and open-repository.ts sit on top; only the command line, experiments and they import them.',
      from: { path: '^src/', pathNot: '^src/(cli/|experiment/|[^/]+\\.ts$)' },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'the-domain-has-no-clock-and-no-io',
      severity: 'error',
      comment: 'model/ is pure: it imports no module of Node and no package.',
      from: { path: '^src/(model|errors)/' },
      to: { dependencyTypes: ['core', 'npm'] },
    },
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'A cycle hides which module is the lower one.',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-dev-dependency-in-the-product',
      severity: 'error',
      comment: 'What src/ needs at run time is in dependencies.',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '@types/' },
    },
    {
      name: 'nothing-unresolvable',
      severity: 'error',
      comment: 'Every import resolves.',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^build|^dist' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      conditionNames: ['types', 'import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
