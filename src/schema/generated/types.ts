// generated from schemas/ by scripts/generate.mjs: edit the schemas, then run 'npm run generate'

/**
 * pixelis add --json
 */

export interface AddResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "add";
  /**
   * Whether this says only what would be done.
   */
  dryRun: boolean;
  /**
   * What became of each path, in the order given.
   */
  paths: readonly AddedPath[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A path put under version.
 */

export interface AddedPath {
  /**
   * A tracked path, relative to the top of the worktree, with '/'.
   */
  path: string;
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Type of the artifact.
   */
  type: string;
  /**
   * Bytes.
   */
  size: number;
  /**
   * Directories only: number of files and links in it.
   */
  files?: number;
  /**
   * added: first version at this path; updated: a new version; unchanged: nothing was to do; existing-version: the content equals an earlier version, which the pointer names now.
   */
  state: "added" | "updated" | "unchanged" | "existing-version";
  /**
   * Whether name and type were derived from the path.
   */
  derivedName: boolean;
  previous?: VersionId;
  /**
   * The versions that this one was made from.
   */
  parents: readonly Parent[];
  /**
   * Aliases set by this command.
   */
  aliases: readonly string[];
  changes?: ChangeCounts;
  /**
   * Files that are not in the worktree because they were never pulled, and stay in the version.
   */
  keptFiles: number;
  /**
   * Objects that the cache did not have.
   */
  newObjects: number;
  /**
   * Bytes.
   */
  newBytes: number;
  /**
   * The pointer file, relative to the top of the worktree.
   */
  pointer: string;
  /**
   * The version record, relative to the top of the worktree.
   */
  record: string;
  /**
   * Files staged for the next commit.
   */
  staged: readonly string[];
}

/**
 * A version of an artifact.
 */

export interface VersionId {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
}

/**
 * A version that a version was made from.
 */

export interface Parent {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * What the parent was used as.
   */
  role?: string;
}

/**
 * How many files differ, and by how much.
 */

export interface ChangeCounts {
  /**
   * Files that are new.
   */
  added: number;
  /**
   * Files whose bytes or kind changed.
   */
  modified: number;
  /**
   * Files that are gone.
   */
  removed: number;
  /**
   * Files that moved with their bytes unchanged.
   */
  renamed: number;
  /**
   * Bytes that are new: of added files, and of modified ones as they are after the change.
   */
  addedBytes: number;
  /**
   * Bytes that are gone: of removed files, and of modified ones as they were before the change.
   */
  removedBytes: number;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

export interface Problem {
  /**
   * Stable code, explained in docs/errors.md.
   */
  code: string;
  /**
   * The problem in one line.
   */
  message: string;
  /**
   * What to do, as a command to paste where there is one.
   */
  hint?: string;
  /**
   * The path that it is about, relative to the top of the worktree.
   */
  path?: string;
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact?: string;
  /**
   * Number of a version, from 1.
   */
  version?: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest?: string;
  /**
   * The remote that it is about.
   */
  remote?: string;
}

/**
 * pixelis alias set, list and remove --json
 */

export interface AliasResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "alias set" | "alias list" | "alias remove";
  /**
   * Whether this says only what would be done.
   */
  dryRun: boolean;
  /**
   * The aliases, of the one artifact or of all, as they are now.
   */
  aliases: readonly AliasFacts[];
  changed?: AliasChange;
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * What an alias names.
 */

export interface AliasFacts {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * The alias.
   */
  alias: string;
}

/**
 * What this command changed; left out where nothing was to change.
 */

export interface AliasChange {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * The alias.
   */
  alias: string;
  before?: VersionId;
  after?: VersionId;
}

/**
 * A version of an artifact.
 */

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * .pixelis/artifacts/<name>/aliases.yaml: movable names of versions.
 */

export interface AliasesFile {
  /**
   * Version of the file format.
   */
  pixelis: 1;
  /**
   * The version that each alias names.
   */
  aliases: {
    [k: string]:
      | {
          /**
           * Number of a version, from 1.
           */
          version: number;
          /**
           * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
           */
          digest: string;
        }
      | undefined;
  };
  [k: string]: unknown | undefined;
}

/**
 * The heaviest finding decides: a violation, something missing, a gap, or nothing but notes.
 */

export type AuditVerdict = "VERIFIED" | "VERIFIED WITH GAPS" | "INCOMPLETE" | "TAMPERED";

export type AuditCheckName =
  "repository" | "records" | "numbers" | "pointers" | "objects" | "runs" | "lineage" | "dates" | "signatures" | "seals";

/**
 * pixelis audit --json
 */

export interface AuditResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "audit";
  verdict: AuditVerdict;
  /**
   * TAMPERED only: the oldest commit with a violation; left out where none can be blamed.
   */
  firstBadCommit?: string;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  audited: string;
  scope: AuditScope;
  counts: AuditCounts;
  /**
   * What was looked at, and how it ended.
   */
  checks: readonly AuditCheck[];
  /**
   * What was found, the heaviest first, each kind from the oldest commit on.
   */
  findings: readonly AuditFinding[];
  /**
   * The commits that the trail and the findings name, oldest first.
   */
  commits: readonly AuditedCommit[];
  /**
   * Every version, run, environment and tombstone with the first commit that has its record, oldest first.
   */
  trail: readonly TrailEntry[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

export interface AuditScope {
  /**
   * Whether all branches, remote branches and tags were audited.
   */
  all: boolean;
  /**
   * Commits whose history was audited.
   */
  from: readonly string[];
  /**
   * Commits whose history was taken as it is.
   */
  since: readonly string[];
  /**
   * The artifact or version to which trail and findings are confined, with all that it was made from.
   */
  artifact?: string;
}

/**
 * How much was looked at.
 */

export interface AuditCounts {
  commits: number;
  /**
   * Commits with a good signature.
   */
  signed: number;
  versions: number;
  runs: number;
  environments: number;
  tombstones: number;
  /**
   * States of pointers, over all commits.
   */
  pointers: number;
}

export interface AuditCheck {
  check: AuditCheckName;
  /**
   * pass: nothing was found; notes, gaps, missing, fail: by the heaviest finding; skip: it was not made, or not to the end.
   */
  state: "pass" | "notes" | "gaps" | "missing" | "fail" | "skip";
  /**
   * Why it was not made, or what of it was left out.
   */
  reason?: string;
  /**
   * How many there are.
   */
  findings: number;
}

export interface AuditFinding {
  /**
   * What was found; docs/audit.md lists all.
   */
  kind: string;
  check: AuditCheckName;
  /**
   * violation: what no honest command does; missing: history or bytes that cannot be had; gap: a question that the trail leaves open; note: worth knowing.
   */
  weight: "violation" | "missing" | "gap" | "note";
  message: string;
  /**
   * What to do.
   */
  hint?: string;
  /**
   * In which it came about.
   */
  commit?: string;
  path?: string;
  artifact?: string;
  version?: number;
  digest?: string;
  run?: string;
}

export interface AuditedCommit {
  commit: string;
  author: string;
  email: string;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  date: string;
  committer: string;
  committerEmail: string;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  committed: string;
  /**
   * First line of the message.
   */
  subject: string;
  signature?: AuditedSignature;
}

/**
 * Left out where a commit carries none.
 */

export interface AuditedSignature {
  kind: "ssh" | "openpgp" | "x509";
  verdict: "good" | "bad" | "untrusted" | "expired" | "revoked" | "unchecked";
  /**
   * Who is trusted to sign with the key.
   */
  signer?: string;
  /**
   * Fingerprint of the key.
   */
  key?: string;
  /**
   * Why the verdict is not good.
   */
  reason?: string;
}

export interface TrailEntry {
  kind: "version" | "run" | "environment" | "tombstone";
  /**
   * Of the record.
   */
  path: string;
  /**
   * The first that has the record.
   */
  commit: string;
  artifact?: string;
  version?: number;
  /**
   * Of a version, an environment, or what was purged.
   */
  digest?: string;
  /**
   * Of the artifact.
   */
  type?: string;
  /**
   * When a version was made, a run started, or content was purged, as the record says.
   */
  time?: string;
  /**
   * The run, or the run that made the version.
   */
  run?: string;
  /**
   * What the run executed.
   */
  label?: string;
  /**
   * How the run ended.
   */
  state?: string;
  /**
   * Digest of the environment of the run.
   */
  environment?: string;
  /**
   * Commit of the code that ran.
   */
  code?: {
    commit?: string;
    /**
     * Whether there were changes on top of it.
     */
    dirty: boolean;
  };
  /**
   * Versions that it was made from, or that the run used.
   */
  from?: readonly string[];
  /**
   * Why content was purged.
   */
  reason?: string;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis blame --json
 */

export interface BlameResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "blame";
  version: VersionId;
  /**
   * The file or folder inside the version that was asked for; all where it is left out.
   */
  subpath?: string;
  /**
   * Each file, in the order of the paths.
   */
  files: readonly BlamedFile[];
  /**
   * The versions that changed any of the files last, newest first.
   */
  versions: readonly BlamedVersion[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A version of an artifact.
 */

/**
 * A file, and which version changed it last.
 */

export interface BlamedFile {
  /**
   * Path inside the tracked folder; '' where a file is tracked by itself.
   */
  path: string;
  /**
   * What it is.
   */
  kind: "file" | "executable" | "symlink" | "folder";
  /**
   * Bytes.
   */
  size?: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest?: string;
  /**
   * What that version did to it; unknown: that version or an older one, whose list of files is not at hand, changed it.
   */
  change: "added" | "modified" | "unknown";
  /**
   * Which of `versions` did it, counted from 0.
   */
  by: number;
}

/**
 * A version, and the commit that recorded it.
 */

export interface BlamedVersion {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  created?: string;
  /**
   * The run that made it.
   */
  run?: string;
  /**
   * How many of the files it changed last.
   */
  files: number;
  /**
   * Bytes of these files.
   */
  size: number;
  recorded?: CommitFacts;
}

/**
 * A commit of the git repository.
 */

export interface CommitFacts {
  /**
   * Commit id.
   */
  commit: string;
  /**
   * Name of the author.
   */
  author: string;
  /**
   * Address of the author.
   */
  email: string;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  date: string;
  /**
   * First line of the message.
   */
  subject: string;
  /**
   * The kind of signature that the commit carries; this says nothing of its being valid.
   */
  signature: "none" | "ssh" | "openpgp" | "x509";
  verification?: SignatureFacts;
  /**
   * The whole message, where it was asked for.
   */
  message?: string;
}

/**
 * What a signature is worth.
 */

export interface SignatureFacts {
  /**
   * How it was made.
   */
  kind: "ssh" | "openpgp" | "x509";
  /**
   * good: made over exactly these bytes by a key that was trusted then; bad: not made over these bytes; untrusted: right, by a key that nobody said to trust; expired, revoked: right, by a key that was not, or is no longer, to be trusted; unchecked: of a kind that cannot be checked, with the reason.
   */
  verdict: "good" | "bad" | "untrusted" | "expired" | "revoked" | "unchecked";
  /**
   * Who is trusted to sign with the key: a principal of the allowed signers, or a user id of the key.
   */
  signer?: string;
  /**
   * Fingerprint of the key: SHA256:… for SSH, hex digits for OpenPGP.
   */
  key?: string;
  /**
   * Why the verdict is not good.
   */
  reason?: string;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis cat --json
 */

export interface CatResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "cat";
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Path inside the artifact.
   */
  subpath?: string;
  /**
   * Bytes.
   */
  size: number;
  /**
   * How content is written: utf8 where the bytes are valid UTF-8.
   */
  encoding: "utf8" | "base64";
  /**
   * The bytes of the file.
   */
  content: string;
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis audit check-proof --json
 */

export interface CheckProofResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "audit check-proof";
  /**
   * Path of the record.
   */
  record: string;
  version?: VersionId;
  /**
   * Id of a run.
   */
  run?: string;
  /**
   * A commit that brought it.
   */
  commit: string;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  sealed: string;
  /**
   * Name of the list of entries.
   */
  origin: string;
  /**
   * Entries under the seal.
   */
  size: number;
  /**
   * Root of the tree over them, in base64.
   */
  root: string;
  signature?: SealSignature;
  since?: ProvenGrowth;
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A version of an artifact.
 */

/**
 * What the best signature is worth; a bad one comes first.
 */

export interface SealSignature {
  /**
   * Kind of signature.
   */
  kind: "ssh" | "openpgp" | "x509";
  /**
   * good: right, by a key that was trusted then; bad: over other bytes; untrusted: by a key that nobody said to trust; expired, revoked: by a key that is not to be trusted; unchecked: of a kind that cannot be checked here.
   */
  verdict: "good" | "bad" | "untrusted" | "expired" | "revoked" | "unchecked";
  /**
   * Who is trusted to sign with the key.
   */
  signer?: string;
  /**
   * Fingerprint of the key.
   */
  key?: string;
  /**
   * Why the verdict is not good.
   */
  reason?: string;
}

/**
 * The earlier checkpoint that this one grew out of.
 */

export interface ProvenGrowth {
  /**
   * Entries under it.
   */
  size: number;
  /**
   * Root of the tree over them, in base64.
   */
  root: string;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis checkout --json
 */

export interface CheckoutResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "checkout";
  /**
   * Whether this says only what would be done.
   */
  dryRun: boolean;
  /**
   * What was done at each tracked path.
   */
  paths: readonly PlacedPath[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * What a checkout did at one tracked path.
 */

export interface PlacedPath {
  /**
   * A tracked path, relative to the top of the worktree, with '/'.
   */
  path: string;
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact?: string;
  /**
   * Number of a version, from 1.
   */
  version?: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest?: string;
  /**
   * unchanged: nothing was to do; updated: the path is as its pointer says; removed: only another commit had it; incomplete: some of it could not be placed; refused: left as it was; purged: left as it was, since all of what belongs there was purged.
   */
  state: "unchanged" | "updated" | "removed" | "incomplete" | "refused" | "purged";
  /**
   * Files written.
   */
  placedFiles: number;
  /**
   * Bytes.
   */
  placedBytes: number;
  /**
   * Files removed.
   */
  removedFiles: number;
  /**
   * Files of the user's own that were left alone.
   */
  keptFiles: number;
  /**
   * With --merge: files of the version that were changed or removed here, and stay so. Left out where there are none.
   */
  keptChanges?: number;
  /**
   * Files whose objects are not in the cache; the first of them.
   */
  missing: readonly string[];
  /**
   * How many files are missing.
   */
  missingFiles: number;
  /**
   * Files left alone because their bytes exist nowhere else; the first of them.
   */
  conflicts: readonly string[];
  /**
   * How many files are in conflict.
   */
  conflictFiles: number;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * gc/<number> and trash/<run>.json on a remote: who collects garbage there, or moved what lies in the trash.
 */

export interface CollectorFile {
  /**
   * Version of the file format.
   */
  pixelis: 1;
  /**
   * Random id of a clone.
   */
  clone: string;
  /**
   * What people know the clone by: its machine and the name of its folder.
   */
  by: string;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  started: string;
  /**
   * Random, for this collector alone.
   */
  token: string;
  /**
   * Whether it is done.
   */
  ended?: boolean;
  [k: string]: unknown | undefined;
}

/**
 * Definitions that the other schemas share.
 */

export interface Common {}

/**
 * pixelis completion --json
 */

export interface CompletionResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "completion";
  /**
   * The shell.
   */
  shell: "bash" | "zsh" | "fish";
  /**
   * The script.
   */
  script: string;
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis config get, set, unset and list --json
 */

export interface ConfigResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "config get" | "config set" | "config unset" | "config list";
  /**
   * Whether this says only what would be done.
   */
  dryRun: boolean;
  /**
   * The settings, of the one key or all that are set or have a default.
   */
  settings: readonly Setting[];
  changed?: SettingChange;
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A setting in force.
 */

export interface Setting {
  /**
   * Key, with dots: cache.dir.
   */
  key: string;
  /**
   * Value.
   */
  value: unknown;
  /**
   * Where it comes from.
   */
  source: "default" | "repository" | "local";
}

/**
 * What this command changed; left out where nothing was to change.
 */

export interface SettingChange {
  /**
   * Key, with dots.
   */
  key: string;
  /**
   * Value before, where there was one.
   */
  before?: unknown;
  /**
   * Value after, where there is one.
   */
  after?: unknown;
  /**
   * The file that was changed, relative to the top of the worktree.
   */
  file: string;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * .pixelis/config.yaml (committed) and .pixelis/config.local.yaml (this machine's): settings. The local file wins, key by key.
 */

export interface ConfigFile {
  /**
   * Version of the file format.
   */
  pixelis: 1;
  /**
   * What happens to a name against the conventions: strict refuses it, warn says so, off lets it be.
   */
  naming?: "strict" | "warn" | "off";
  /**
   * Custom artifact types: for each a pattern (regular expression) that its names match.
   */
  types?: {
    [k: string]:
      | {
          /**
           * Regular expression that the whole name must match.
           */
          pattern?: string;
          /**
           * A name that fits, shown in errors.
           */
          example?: string;
        }
      | undefined;
  };
  /**
   * Where artifacts are pushed to and fetched from, by name.
   */
  remotes?: {
    [k: string]: RemoteSettings | undefined;
  };
  /**
   * The remote that commands use when none is named.
   */
  default_remote?: string;
  cache?: {
    /**
     * Folder of the cache, absolute or relative to the repository; default: inside git's common folder.
     */
    dir?: string;
    /**
     * all: what a command acknowledged survives a power cut; none: faster, and does not.
     */
    fsync?: "all" | "none";
  };
  worktree?: {
    /**
     * How large files are placed, in order of preference; copy where none works. hardlink and symlink lead to the cache's own files, which are read-only: replace such a file, never edit it in place.
     *
     * @minItems 1
     */
    link?: ["reflink" | "copy" | "hardlink" | "symlink", ...("reflink" | "copy" | "hardlink" | "symlink")[]];
  };
  /**
   * What is recorded of runs.
   */
  capture?: {
    /**
     * 1 basic: interpreter, packages, commit; 2 standard: changes of the code, system, GPU, too; 3 complete: container, variables, scheduler, too.
     */
    level?: 1 | 2 | 3;
    /**
     * Names of variables, parameters and files that are recorded even though they look like secrets.
     */
    allow?: readonly string[];
  };
  /**
   * Files that say whose signatures count, absolute or relative to the repository. What git's own settings name (gpg.ssh.allowedSignersFile, gpg.ssh.revocationFile) comes first.
   */
  signatures?: {
    /**
     * SSH: who is trusted to sign with which key, as ssh-keygen(1) describes it.
     */
    allowed_signers?: string;
    /**
     * SSH: keys that are no longer trusted; public keys, or a list that ssh-keygen -k made.
     */
    revoked_keys?: string;
    /**
     * OpenPGP: public keys that are trusted, as gpg --export --armor writes them.
     */
    openpgp_keys?: string;
  };
  /**
   * What garbage collection leaves.
   */
  gc?: {
    /**
     * Versions that no rule lets go, as globs: model-prod keeps all of its versions, dataset-*:v1 the first of each.
     */
    keep?: readonly string[];
  };
  /**
   * What an audit demands.
   */
  audit?: {
    /**
     * Which commits must carry a good signature: off: none; on: all; the id of a commit: that one, and all that it is not made from.
     */
    require_signed?: string;
  };
  /**
   * How many transfers at once, at most.
   */
  jobs?: number;
}

export interface RemoteSettings {
  /**
   * s3://bucket/prefix, a folder, or file:///folder.
   */
  url?: string;
  /**
   * S3: address of an S3-compatible service.
   */
  endpoint?: string;
  /**
   * S3: region.
   */
  region?: string;
  /**
   * S3: profile of the shared AWS configuration.
   */
  profile?: string;
  /**
   * S3: put the bucket into the path, not into the host name; default: true where an endpoint is given.
   */
  path_style?: boolean;
}

/**
 * pixelis diff --json
 */

export interface DiffResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "diff";
  from: DiffSide;
  to: DiffSide;
  /**
   * Whether nothing differs.
   */
  clean: boolean;
  /**
   * What differs, by tracked path; between two versions one entry.
   */
  paths: readonly PathDiff[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * One side of a comparison.
 */

export interface DiffSide {
  /**
   * What it is.
   */
  kind: "worktree" | "revision" | "version";
  /**
   * As a person would write it.
   */
  name: string;
  /**
   * Revisions only: the commit.
   */
  commit?: string;
  version?: VersionId;
}

/**
 * A version of an artifact.
 */

/**
 * How a tracked path differs.
 */

export interface PathDiff {
  /**
   * The tracked path; between versions the name of the artifact.
   */
  path: string;
  /**
   * What became of it.
   */
  change: "added" | "modified" | "removed";
  before?: DiffState;
  after?: DiffState;
  changes: ChangeCounts;
  /**
   * Bytes.
   */
  oldSize?: number;
  /**
   * Bytes.
   */
  size?: number;
  /**
   * Every file that differs.
   */
  files: readonly FileChange[];
}

/**
 * Which version stood there; the digest alone where the worktree holds no version.
 */

export interface DiffState {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact?: string;
  /**
   * Number of a version, from 1.
   */
  version?: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest?: string;
}

/**
 * How many files differ, and by how much.
 */

/**
 * How one file differs between two states of a tracked path.
 */

export interface FileChange {
  /**
   * Path inside the tracked folder; '' where a file is tracked by itself.
   */
  path: string;
  /**
   * What became of it.
   */
  change: "added" | "modified" | "removed" | "renamed";
  /**
   * Renamed only: its path before.
   */
  from?: string;
  /**
   * What it is after the change.
   */
  kind?: "file" | "executable" | "symlink" | "folder";
  /**
   * What it was before the change.
   */
  oldKind?: "file" | "executable" | "symlink" | "folder";
  /**
   * Bytes.
   */
  size?: number;
  /**
   * Bytes.
   */
  oldSize?: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest?: string;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  oldDigest?: string;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis doctor --json
 */

export interface DoctorResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "doctor";
  /**
   * Whether no check found a problem.
   */
  healthy: boolean;
  /**
   * What was looked at.
   */
  checks: readonly Check[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * One thing that was looked at.
 */

export interface Check {
  /**
   * Stable name of the check.
   */
  name: string;
  /**
   * How it stands.
   */
  state: "ok" | "warning" | "problem";
  /**
   * What was found, in one line.
   */
  message: string;
  /**
   * What to do about it.
   */
  advice?: string;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * dropped/<run>.json in the cache and on a remote: which versions rules let go there in a collection. Edited by collections alone.
 */

export interface DroppedFile {
  /**
   * Version of the file format.
   */
  pixelis: 1;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  dropped: string;
  /**
   * The rules, as they were typed; left out where an earlier collection let all of it go.
   */
  rule?: string;
  /**
   * What people know the clone by: its machine and the name of its folder.
   */
  by?: string;
  /**
   * What was let go, and did not come back.
   */
  versions: {
    /**
     * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
     */
    artifact: string;
    /**
     * Number of a version, from 1.
     */
    version: number;
    /**
     * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
     */
    digest: string;
    /**
     * Whether it is a folder; left out where nobody said.
     */
    isTree?: boolean;
    /**
     * Whether it could go though no other copy was seen; default: no.
     */
    unpushed?: boolean;
    [k: string]: unknown | undefined;
  }[];
  [k: string]: unknown | undefined;
}

/**
 * pixelis env diff and check --json
 */

export interface EnvironmentComparisonResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "env diff" | "env check";
  recorded: ComparedEnvironment;
  actual: ComparedEnvironment;
  /**
   * Whether what worked there can be expected to work here, with the same results: no difference is breaking or likely.
   */
  satisfied: boolean;
  /**
   * Worst first.
   */
  differences: readonly EnvironmentDifference[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * One side of a comparison.
 */

export interface ComparedEnvironment {
  /**
   * How it was named; '.' is this machine, now.
   */
  reference: string;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * How much was captured: 1 basic, 2 standard, 3 complete.
   */
  level: 1 | 2 | 3;
  /**
   * Id of a run.
   */
  run?: string;
}

/**
 * One fact that the two do not share.
 */

export interface EnvironmentDifference {
  /**
   * How likely it is that it changes a result (likely, possible, cosmetic), or that nothing works any more.
   */
  severity: "breaking" | "likely" | "possible" | "cosmetic";
  aspect:
    | "interpreter"
    | "package"
    | "program"
    | "switch"
    | "gpu"
    | "system"
    | "container"
    | "lockfile"
    | "variable"
    | "scheduler";
  /**
   * Which one: python, torch, driver.
   */
  key: string;
  /**
   * Left out where there was nothing of the kind; unknown where it could not be found out.
   */
  recorded?: string;
  /**
   * Left out where there is nothing of the kind; unknown where it could not be found out.
   */
  actual?: string;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis env capture and show --json
 */

export interface EnvironmentResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "env capture" | "env show";
  /**
   * Whether this says only what would be done.
   */
  dryRun: boolean;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Where its record lies, or would, relative to the top of the worktree.
   */
  record: string;
  /**
   * Whether it was recorded before.
   */
  known: boolean;
  /**
   * Id of a run.
   */
  run?: string;
  environment: EnvironmentFacts;
  /**
   * Files that were staged for git.
   */
  staged: readonly string[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * What a command runs on, as far as its level goes.
 */

export interface EnvironmentFacts {
  /**
   * How much was captured: 1 basic, 2 standard, 3 complete.
   */
  level: 1 | 2 | 3;
  python?: PythonFacts;
  node?: NodeFacts;
  /**
   * Versions of other programs that take part, by name.
   */
  programs: {
    [k: string]: string | undefined;
  };
  lockfiles: readonly Lockfile[];
  /**
   * Variables that decide over determinism, as they are set.
   */
  switches: {
    [k: string]: string | undefined;
  };
  system?: SystemFacts;
  gpu?: GpuFacts;
  container?: ContainerFacts;
  scheduler?: SchedulerFacts;
  /**
   * Environment variables, without those of the session and without secrets.
   */
  variables?: {
    [k: string]: string | undefined;
  };
  /**
   * Why a fact is not known, by its place.
   */
  unknown: {
    [k: string]: string | undefined;
  };
}

/**
 * The Python that the command uses.
 */

export interface PythonFacts {
  /**
   * cpython, pypy.
   */
  implementation: string;
  version: string;
  /**
   * Below the worktree relative to its top, below the home folder behind '~', else absolute.
   */
  executable: string;
  kind: "system" | "venv" | "virtualenv" | "uv" | "conda";
  /**
   * Versions by name, lower case, with dashes.
   */
  packages?: {
    [k: string]: string | undefined;
  };
  /**
   * Where packages that came from no index are from.
   */
  sources?: {
    [k: string]: string | undefined;
  };
  /**
   * Version and build of conda packages, by name.
   */
  conda?: {
    [k: string]: string | undefined;
  };
}

/**
 * The Node.js that the command uses.
 */

export interface NodeFacts {
  version: string;
  /**
   * Package manager and its version.
   */
  manager?: string;
  /**
   * Versions by name; 'a > b' is the b that only a sees.
   */
  packages?: {
    [k: string]: string | undefined;
  };
}

/**
 * A file that says which packages belong there.
 */

export interface Lockfile {
  /**
   * From the top of the worktree.
   */
  path: string;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
}

export interface SystemFacts {
  /**
   * linux, darwin, win32.
   */
  os: string;
  distribution?: string;
  kernel: string;
  /**
   * x64, arm64.
   */
  arch: string;
  /**
   * C library and version.
   */
  libc?: string;
  /**
   * Model of the processor.
   */
  cpu?: string;
  /**
   * Logical processors.
   */
  cores: number;
  /**
   * Processors that a process may use, where they are fewer.
   */
  usable?: number;
  /**
   * Bytes.
   */
  memory: number;
  /**
   * Bytes.
   */
  disk?: number;
}

/**
 * The GPUs and the software that drives them.
 */

export interface GpuFacts {
  /**
   * Empty where there is none for sure; left out where it is not known.
   */
  devices?: readonly GpuDevice[];
  driver?: string;
  /**
   * The newest CUDA that the driver supports.
   */
  cuda?: string;
  /**
   * The CUDA toolkit that is installed.
   */
  toolkit?: string;
  /**
   * The CUDA or ROCm that PyTorch was built for.
   */
  build?: string;
  cudnn?: string;
  rocm?: string;
}

export interface GpuDevice {
  name: string;
  /**
   * Bytes.
   */
  memory?: number;
  /**
   * Compute capability.
   */
  capability?: string;
}

export interface ContainerFacts {
  kind: "none" | "docker" | "podman" | "kubernetes" | "singularity" | "lxc" | "other" | "unknown";
  image?: string;
  /**
   * Digest of the image, as the engine writes it.
   */
  digest?: string;
  /**
   * Processors that may be used at once, by the control group.
   */
  cpus?: number;
  /**
   * Bytes.
   */
  memory?: number;
}

/**
 * What the scheduler gave to the job; not which job it was.
 */

export interface SchedulerFacts {
  kind: "none" | "slurm" | "pbs" | "lsf" | "sge" | "kubernetes" | "ray";
  cluster?: string;
  /**
   * Partition or queue.
   */
  partition?: string;
  nodes?: string;
  tasks?: string;
  /**
   * Of each task.
   */
  cpus?: string;
  gpus?: string;
  memory?: string;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * .pixelis/environments/<digest>.yaml: what a command ran on. Named by the BLAKE3 of its own bytes, never edited.
 */

export interface EnvironmentFile {
  /**
   * Version of the file format.
   */
  pixelis: 1;
  /**
   * How much was captured: 1 basic, 2 standard, 3 complete.
   */
  level: 1 | 2 | 3;
  python?: PythonFacts;
  node?: NodeFacts;
  /**
   * Versions of other programs that take part, by name.
   */
  programs?: {
    [k: string]: string | undefined;
  };
  lockfiles?: readonly Lockfile[];
  /**
   * Variables that decide over determinism, as they are set.
   */
  switches?: {
    [k: string]: string | undefined;
  };
  system?: SystemFacts;
  gpu?: GpuFacts;
  container?: ContainerFacts;
  scheduler?: SchedulerFacts;
  /**
   * Environment variables, without those of the session and without secrets.
   */
  variables?: {
    [k: string]: string | undefined;
  };
  /**
   * Why a fact is not known, by its place: gpu.driver.
   */
  unknown?: {
    [k: string]: string | undefined;
  };
  [k: string]: unknown | undefined;
}

/**
 * The Python that the command uses.
 */

/**
 * The Node.js that the command uses.
 */

/**
 * A file that says which packages belong there.
 */

/**
 * The GPUs and the software that drives them.
 */

/**
 * What the scheduler gave to the job; not which job it was.
 */

/**
 * What every command prints with --json when it fails as a whole.
 */

export interface ErrorResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that failed, where it is known.
   */
  command?: string;
  /**
   * The error.
   */
  error: {
    /**
     * Stable code, explained in docs/errors.md.
     */
    code: string;
    /**
     * What kind of problem it is; decides the exit code.
     */
    kind:
      "failed" | "usage" | "partial" | "integrity" | "not-a-repository" | "locked" | "remote" | "bug" | "interrupted";
    /**
     * The problem in one line.
     */
    message: string;
    /**
     * What to do, as a command to paste where there is one.
     */
    hint?: string;
    /**
     * Exit code of the command.
     */
    exitCode: number;
    /**
     * Facts by key.
     */
    data: {
      [k: string]: unknown | undefined;
    };
  };
}

/**
 * pixelis fetch --json
 */

export interface FetchResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "fetch";
  /**
   * Whether this says only what would be done.
   */
  dryRun: boolean;
  /**
   * What was moved, by remote.
   */
  remotes: readonly Transfer[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * What was moved between the cache and one remote.
 */

export interface Transfer {
  /**
   * Name of the remote.
   */
  remote: string;
  /**
   * The versions that were asked for.
   */
  versions: readonly TransferredVersion[];
  /**
   * Versions of history alone that rules let go from the remote, and that stay away unless they are named; push only.
   */
  leftOut?: readonly VersionId[];
  /**
   * Runs whose code, logs and series were asked for as well; push only.
   */
  runs?: number;
  /**
   * Whether nothing was to be moved and nothing is missing.
   */
  upToDate: boolean;
  /**
   * Objects moved, or to be moved in a dry run.
   */
  objects: number;
  /**
   * Bytes.
   */
  bytes: number;
  /**
   * Objects that were there already.
   */
  presentObjects: number;
  /**
   * Objects that neither side has.
   */
  missingObjects: number;
  /**
   * Objects found damaged and not delivered.
   */
  corruptObjects: number;
}

/**
 * A version that was asked for, and how it stands now.
 */

export interface TransferredVersion {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * A tracked path, relative to the top of the worktree, with '/'.
   */
  path?: string;
  /**
   * Whether every object of it that was asked for is now on the other side.
   */
  complete: boolean;
}

/**
 * A version of an artifact.
 */

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis gc --remote=NAME --json
 */

export interface GcRemoteResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "gc remote";
  /**
   * Name of the remote.
   */
  remote: string;
  /**
   * planned: nothing was changed; applied: what no clone needs lies in the trash of the remote now; purged: what lay there long enough is gone.
   */
  state: "planned" | "applied" | "purged";
  /**
   * Id of this collection: what 'gc undo' takes back. Left out where nothing was moved.
   */
  run?: string;
  /**
   * What was stored a shorter time ago stays.
   */
  graceSeconds: number;
  /**
   * Clones that have registered what they need, this one first.
   */
  clones: readonly RegisteredClone[];
  /**
   * Objects that any of them needs.
   */
  needed: number;
  /**
   * What goes, or went.
   */
  garbage: {
    /**
     * How many objects.
     */
    objects: number;
    /**
     * Bytes.
     */
    bytes: number;
    /**
     * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
     */
    oldest?: string;
    /**
     * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
     */
    newest?: string;
    /**
     * The largest of them.
     */
    examples: {
      /**
       * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
       */
      digest: string;
      /**
       * Bytes.
       */
      bytes: number;
    }[];
  };
  /**
   * Bytes that this frees on the remote once the trash is purged, less what is written anew.
   */
  freedBytes: number;
  /**
   * What stays: live: a clone needs it; pinned: a young tree lists it; young: it was stored a short while ago; buried: too little beside it goes.
   */
  kept: {
    live: RemoteExtent;
    pinned: RemoteExtent;
    young: RemoteExtent;
    buried: RemoteExtent;
  };
  /**
   * Versions that rules (--keep-last, --older-than) let go from the remote although history names them, and those that stay all the same.
   */
  versions: {
    /**
     * Those of which something goes.
     */
    dropped: readonly DroppedVersion[];
    /**
     * Those that the rules would let go, and that stay.
     */
    kept: readonly KeptVersion[];
  };
  /**
   * Files that were moved to the trash, by what they were; retained: those that the service keeps until their retention ends.
   */
  moved?: {
    /**
     * Large objects.
     */
    large: number;
    /**
     * Packs of which nothing was needed.
     */
    packs: number;
    /**
     * Packs whose live objects were written anew.
     */
    rewritten: number;
    /**
     * Small packs that were put together.
     */
    merged: number;
    /**
     * Files that stayed where they were.
     */
    retained: number;
  };
  /**
   * Files that were moved back from the trash, since somebody needs them.
   */
  restored?: number;
  /**
   * Unfinished uploads that were begun more than a day ago, and were removed.
   */
  uploads?: number;
  /**
   * What a purge freed; retained: files that the service keeps until their retention ends.
   */
  freed?: {
    /**
     * How many files.
     */
    files: number;
    /**
     * Bytes.
     */
    bytes: number;
    /**
     * How many stayed.
     */
    retained: number;
  };
  /**
   * What lies in the trash of the remote now, from the latest run to the oldest.
   */
  trash: {
    /**
     * Id of the collection.
     */
    run: string;
    /**
     * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
     */
    began?: string;
    /**
     * The clone that it ran in.
     */
    by?: string;
    /**
     * Files in the trash.
     */
    files: number;
    /**
     * Bytes.
     */
    bytes: number;
  }[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A clone that has registered on the remote what it needs.
 */

export interface RegisteredClone {
  /**
   * Random id of a clone.
   */
  clone: string;
  /**
   * What people know the clone by: its machine and the name of its folder.
   */
  by: string;
  /**
   * Whether it is the one that asks.
   */
  isThis: boolean;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  latest?: string;
  /**
   * Versions and files that it named.
   */
  objects?: number;
}

/**
 * So many objects.
 */

export interface RemoteExtent {
  /**
   * How many.
   */
  objects: number;
  /**
   * Bytes.
   */
  bytes: number;
}

/**
 * A version whose content goes; its record stays.
 */

export interface DroppedVersion {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Bytes.
   */
  size?: number;
  /**
   * The commit that recorded it, where one did.
   */
  commit?: string;
}

/**
 * A version that stays though rules would let it go.
 */

export interface KeptVersion {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * alias: one names it; in-use: a pointer at the head of a branch or tag, or in a worktree, uses it; pinned: by the setting gc.keep; live-run: a run uses it; last-copy: no remote is seen to have all of it (of a remote: neither this cache nor another remote is); same-content: a version that stays has the same; registered: of a remote, clones have said that they need it.
   */
  reason: "alias" | "in-use" | "pinned" | "live-run" | "last-copy" | "same-content" | "registered";
  /**
   * Bytes.
   */
  size?: number;
  /**
   * The clones that registered it: it goes once each has let it go.
   *
   * Items: Random id of a clone.
   */
  clones?: readonly string[];
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis gc --json
 */

export interface GcResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "gc";
  /**
   * planned: nothing was changed; applied: what nobody needs lies in the trash now; purged: what lay there long enough is gone.
   */
  state: "planned" | "applied" | "purged";
  /**
   * Id of this collection: what 'gc undo' takes back. Left out where nothing was moved.
   */
  run?: string;
  /**
   * What was stored a shorter time ago stays.
   */
  graceSeconds: number;
  roots: GcRoots;
  /**
   * What goes, or went, by reason.
   */
  garbage: readonly Garbage[];
  /**
   * Bytes on disk that this frees once the trash is purged, less what is written anew.
   */
  freedBytes: number;
  /**
   * What stays.
   */
  kept: {
    live: GcExtent;
    pinned: GcExtent;
    young: GcExtent;
    buried: GcExtent;
  };
  /**
   * What rules say of versions that history names; empty without rules.
   */
  versions: {
    /**
     * Those whose content goes.
     */
    dropped: readonly DroppedVersion[];
    /**
     * Those that the rules would let go, and that stay.
     */
    kept: readonly KeptVersion[];
  };
  /**
   * What was done with packs, where something was.
   */
  packs?: {
    /**
     * Packs whose live objects were written anew.
     */
    rewritten: number;
    /**
     * Small packs that were merged.
     */
    merged: number;
  };
  /**
   * What went from the trash back into the cache, since somebody needs it: objects that were moved there a moment ago, or files that a purge met.
   */
  restored?: number;
  /**
   * What lies in the trash, once the command is done.
   */
  trash: {
    /**
     * Packs and large objects in it.
     */
    files: number;
    /**
     * Bytes.
     */
    bytes: number;
    expired: TrashExtent;
  };
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
  freed?: TrashExtent;
}

/**
 * What was read to find what is needed.
 */

export interface GcRoots {
  /**
   * Git folders of the repositories that share the cache.
   */
  repositories: readonly string[];
  /**
   * Files that were read from git.
   */
  files: number;
  /**
   * Versions that they name.
   */
  versions: number;
  /**
   * Objects that are needed.
   */
  objects: number;
}

/**
 * What goes for one reason.
 */

export interface Garbage {
  /**
   * unreferenced: nothing that git can still produce names it; superseded: a version that rules let go.
   */
  reason: "unreferenced" | "superseded";
  /**
   * How many.
   */
  objects: number;
  /**
   * Bytes.
   */
  bytes: number;
  /**
   * The largest of them.
   */
  examples: readonly GarbageExample[];
}

/**
 * An object that goes.
 */

export interface GarbageExample {
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Bytes.
   */
  bytes: number;
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact?: string;
  /**
   * Number of a version, from 1.
   */
  version?: number;
  /**
   * Where in the version.
   */
  path?: string;
}

/**
 * So many objects.
 */

export interface GcExtent {
  /**
   * How many.
   */
  objects: number;
  /**
   * Bytes.
   */
  bytes: number;
}

/**
 * A version whose content goes; its record stays.
 */

/**
 * A version that stays though rules would let it go.
 */

/**
 * So many files: packs and large objects.
 */

export interface TrashExtent {
  /**
   * How many.
   */
  files: number;
  /**
   * Bytes.
   */
  bytes: number;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis gc trash --json
 */

export interface GcTrashResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "gc trash";
  /**
   * From the latest to the oldest.
   */
  runs: readonly TrashedRun[];
  /**
   * Name of the remote; left out where it is about the cache.
   */
  remote?: string;
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A collection whose trash is there.
 */

export interface TrashedRun {
  /**
   * Its id.
   */
  run: string;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  started: string;
  /**
   * The machine that it ran on.
   */
  host?: string;
  /**
   * Bytes.
   */
  bytes: number;
  /**
   * Packs and large objects of it in the trash.
   */
  files: number;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis gc undo --json
 */

export interface GcUndoResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "gc undo";
  /**
   * What lies where it was again.
   */
  restored: {
    /**
     * Bytes.
     */
    bytes: number;
    /**
     * Packs and large objects.
     */
    files: number;
  };
  /**
   * Name of the remote; left out where it is about the cache.
   */
  remote?: string;
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
  /**
   * Id of the collection that was taken back.
   */
  run: string;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis get --json
 */

export interface GetResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "get";
  /**
   * Whether this says only what would be done.
   */
  dryRun: boolean;
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Path inside the artifact.
   */
  subpath?: string;
  /**
   * What was placed.
   */
  kind: "file" | "folder";
  /**
   * Where it was placed.
   */
  destination: string;
  /**
   * Bytes.
   */
  size: number;
  /**
   * Files written.
   */
  placedFiles: number;
  /**
   * Objects that came from a remote.
   */
  fetchedObjects: number;
  /**
   * Bytes.
   */
  fetchedBytes: number;
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis hooks run --json, which the git hooks call
 */

export interface HookRunResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "hooks run";
  /**
   * The hook.
   */
  hook: "pre-push" | "pre-commit" | "post-checkout" | "post-merge";
  /**
   * Whether git may go on.
   */
  allowed: boolean;
  /**
   * What was done.
   */
  action: "none" | "pushed" | "refused" | "recorded" | "checked-out";
  /**
   * What was pushed, by remote.
   */
  remotes: readonly Transfer[];
  /**
   * What was done at each tracked path.
   */
  paths: readonly PlacedPath[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * What was moved between the cache and one remote.
 */

/**
 * A version that was asked for, and how it stands now.
 */

/**
 * A version of an artifact.
 */

/**
 * What a checkout did at one tracked path.
 */

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis hooks install, uninstall and status --json
 */

export interface HooksResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "hooks install" | "hooks uninstall" | "hooks status";
  /**
   * Whether this says only what would be done.
   */
  dryRun: boolean;
  /**
   * The hooks as they are now; in a dry run as they would be.
   */
  hooks: readonly HookState[];
  /**
   * How the driver stands with which git merges pointers and aliases.
   */
  mergeDriver: {
    /**
     * installed: git calls Pixelis; absent: it merges pointers as text.
     */
    state: "installed" | "absent";
    /**
     * Whether this command changed git's configuration, or would.
     */
    changed: boolean;
  };
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * How one git hook stands.
 */

export interface HookState {
  /**
   * The hook.
   */
  name: "pre-push" | "pre-commit" | "post-checkout" | "post-merge";
  /**
   * File of the hook.
   */
  path: string;
  /**
   * installed: it calls Pixelis; absent: it does not; blocked: it cannot be changed without harm.
   */
  state: "installed" | "absent" | "blocked";
  /**
   * Whether this command changed the file, or would.
   */
  changed: boolean;
  /**
   * What else the hook runs, which was there before and stays.
   */
  beside?: string;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis init --json
 */

export interface InitResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "init";
  /**
   * Whether this says only what would be done.
   */
  dryRun: boolean;
  /**
   * Top of the worktree.
   */
  root: string;
  remote?: RemoteFacts;
  /**
   * Files made or changed, relative to the top of the worktree.
   */
  written: readonly string[];
  /**
   * Files staged for the next commit.
   */
  staged: readonly string[];
  /**
   * The git hooks.
   */
  hooks: readonly HookState[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A remote as it is configured.
 */

export interface RemoteFacts {
  /**
   * Name of the remote.
   */
  name: string;
  /**
   * Where it is: s3://bucket/prefix, or a folder.
   */
  url: string;
  /**
   * S3: address of an S3-compatible service.
   */
  endpoint?: string;
  /**
   * S3: region.
   */
  region?: string;
  /**
   * S3: profile of the shared AWS configuration.
   */
  profile?: string;
  /**
   * S3: whether the bucket stands in the path.
   */
  pathStyle?: boolean;
  /**
   * Whether commands use it when none is named.
   */
  isDefault: boolean;
  /**
   * Whether any of it comes from this machine's config.local.yaml.
   */
  isLocal: boolean;
}

/**
 * How one git hook stands.
 */

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis lineage path --json
 */

export interface LineagePathResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "lineage path";
  /**
   * The commit whose records were read; left out where those of the worktree, or of all refs, were.
   */
  commit?: string;
  /**
   * Whether the records of all branches, remote branches and tags were read together.
   */
  all: boolean;
  /**
   * Id of the one version.
   */
  from: string;
  /**
   * Id of the other.
   */
  to: string;
  /**
   * Whether one of the two was made from the other.
   */
  found: boolean;
  /**
   * Whether the way leads from the second to the first.
   */
  reversed: boolean;
  /**
   * The versions on the shortest way, each made from the one before it; both where there is none.
   */
  versions: readonly LineageVersion[];
  /**
   * Runs; what used the outputs of others comes after them.
   */
  runs: readonly LineageRun[];
  /**
   * What leads from one to the other.
   */
  edges: readonly LineageEdge[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A version in a lineage.
 */

export interface LineageVersion {
  /**
   * A reference that names it alone: 'dataset-cota_sft:v1', and where two versions took the number, by digest.
   */
  id: string;
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Type of the artifact; left out where it has no record.
   */
  type?: string;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  created?: string;
  /**
   * The run that its record names.
   */
  run?: string;
  /**
   * Whether it has a record; else others name it.
   */
  recorded: boolean;
  /**
   * Parents that the depth left out.
   */
  moreParents?: number;
  /**
   * Children that the depth left out.
   */
  moreChildren?: number;
}

/**
 * A run in a lineage.
 */

export interface LineageRun {
  /**
   * Id of a run.
   */
  id: string;
  /**
   * What the user calls it.
   */
  name?: string;
  /**
   * What it executed, for people: the command without its interpreter.
   */
  label: string;
  /**
   * How it ended.
   */
  state?: "COMPLETED" | "FAILED" | "INTERRUPTED";
  /**
   * Time in UTC, to the millisecond, as in 2026-03-01T09:30:00.125Z.
   */
  started?: string;
  /**
   * Whether it has a record; else it goes on, or was lost.
   */
  recorded: boolean;
  /**
   * Id of a run.
   */
  parent?: string;
  /**
   * Id of a run.
   */
  resumes?: string;
  /**
   * Id of a run.
   */
  reproduces?: string;
}

/**
 * What leads from one part of a lineage to another.
 */

export interface LineageEdge {
  /**
   * input: a run used a version. output: a run made it. parent: a version's record names another.
   */
  kind: "input" | "output" | "parent";
  /**
   * Id of the earlier: a version, or for 'output' a run.
   */
  from: string;
  /**
   * Id of the later: a version, or for 'input' a run.
   */
  to: string;
  /**
   * What it was used as.
   */
  role?: string;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis lineage --json, pixelis lineage run --json
 */

export interface LineageResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "lineage" | "lineage run";
  /**
   * The commit whose records were read; left out where those of the worktree, or of all refs, were.
   */
  commit?: string;
  /**
   * Whether the records of all branches, remote branches and tags were read together.
   */
  all: boolean;
  /**
   * Id of the version or run that it is about; left out where it is about everything.
   */
  subject?: string;
  /**
   * Which ways it goes from its subject.
   */
  directions: ("ancestors" | "descendants")[];
  /**
   * Versions; what was made from others comes after them.
   */
  versions: readonly LineageVersion[];
  /**
   * Runs; what used the outputs of others comes after them.
   */
  runs: readonly LineageRun[];
  /**
   * What leads from one to the other.
   */
  edges: readonly LineageEdge[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A version in a lineage.
 */

/**
 * A run in a lineage.
 */

/**
 * What leads from one part of a lineage to another.
 */

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis lineage validate --json
 */

export interface LineageValidateResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "lineage validate";
  /**
   * The commit whose records were read; left out where those of the worktree, or of all refs, were.
   */
  commit?: string;
  /**
   * Whether the records of all branches, remote branches and tags were read together.
   */
  all: boolean;
  /**
   * Whether no record contradicts another.
   */
  isValid: boolean;
  /**
   * Versions with a record.
   */
  versionCount: number;
  /**
   * Runs with a record.
   */
  runCount: number;
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis list --json
 */

export interface ListResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "list";
  /**
   * Artifacts by name.
   */
  artifacts: readonly ListedArtifact[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * An artifact.
 */

export interface ListedArtifact {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Type of the artifact.
   */
  type: string;
  /**
   * Where it is tracked in the worktree.
   */
  paths: readonly string[];
  /**
   * How many versions it has.
   */
  versionCount: number;
  /**
   * Newest first; the latest alone unless all were asked for.
   */
  versions: readonly VersionSummary[];
}

/**
 * A version and what is said about it.
 */

export interface VersionSummary {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Type of the artifact.
   */
  type: string;
  /**
   * Bytes.
   */
  size: number;
  /**
   * Directories only: number of files and links in it.
   */
  files?: number;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  created: string;
  /**
   * The run that made it.
   */
  run?: string;
  /**
   * Aliases that name it; 'latest' where it is the latest.
   */
  aliases: readonly string[];
  metadata?: Metadata;
  purged?: PurgeFacts;
}

/**
 * What users say about a version: any YAML values by key.
 */

export interface Metadata {
  [k: string]: unknown | undefined;
}

/**
 * Who removed content on purpose, when and why.
 */

export interface PurgeFacts {
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  purged: string;
  /**
   * Name of who did it.
   */
  by: string;
  /**
   * Why.
   */
  reason: string;
  /**
   * How many files of it; left out where all of it is gone.
   */
  files?: number;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis log --json
 */

export interface LogResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "log";
  /**
   * The artifact or path whose history this is; all where it is left out.
   */
  subject?: string;
  /**
   * Newest first.
   */
  entries: readonly LogEntry[];
  /**
   * Whether older history exists that this clone does not have (a shallow clone), or that the limit left out.
   */
  cutOff: boolean;
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * One version, and the commit that recorded it.
 */

export interface LogEntry {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Type of the artifact.
   */
  type: string;
  /**
   * Bytes.
   */
  size: number;
  /**
   * Directories only: number of files and links in it.
   */
  files?: number;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  created: string;
  /**
   * Aliases that name it.
   */
  aliases: readonly string[];
  /**
   * The run that made it.
   */
  run?: string;
  /**
   * Where the commit put it.
   */
  paths: readonly string[];
  previous?: VersionId;
  changes?: ChangeCounts;
  /**
   * Every file that differs from the previous version, where that was asked for; all files where there is none.
   */
  fileChanges?: readonly FileChange[];
  recorded?: CommitFacts;
}

/**
 * A version of an artifact.
 */

/**
 * How many files differ, and by how much.
 */

/**
 * How one file differs between two states of a tracked path.
 */

/**
 * A commit of the git repository.
 */

/**
 * What a signature is worth.
 */

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis merge-driver --json, which git calls
 */

export interface MergeDriverResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "merge-driver";
  /**
   * The file that was to be merged.
   */
  path: string;
  /**
   * merged: the file holds what both sides come to. conflicted: it holds both between conflict marks, and git asks the user.
   */
  outcome: "merged" | "conflicted";
  /**
   * What is in conflict inside, by path.
   */
  entries: readonly ConflictEntry[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * Something of which two sides of a merge made different things.
 */

export interface ConflictEntry {
  /**
   * Path inside the tracked folder; of a file of aliases the alias.
   */
  path: string;
  /**
   * What the sides did: both changed it, both added it, one deleted what the other changed, one put a file where the other has a folder.
   */
  kind: "both-modified" | "both-added" | "deleted-by-us" | "deleted-by-them" | "file-and-folder";
  ours?: ConflictSide;
  theirs?: ConflictSide;
  /**
   * What was chosen already, by an earlier or by this command.
   */
  choice?: "ours" | "theirs" | "union";
}

/**
 * What a side of a conflict has at a path inside a folder.
 */

export interface ConflictSide {
  /**
   * What it is.
   */
  kind: "file" | "executable" | "symlink" | "folder";
  /**
   * Bytes; left out for an empty folder.
   */
  size?: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest?: string;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis metrics log --json
 */

export interface MetricsLogResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "metrics log";
  /**
   * Id of a run.
   */
  run: string;
  step?: number;
  /**
   * Seconds since 1970.
   */
  time?: number;
  rank?: number;
  /**
   * What was logged; what is no finite number as text.
   */
  values: {
    [k: string]: number | string | undefined;
  };
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis metrics show --json
 */

export interface MetricsResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "metrics show";
  /**
   * Id of a run.
   */
  run: string;
  /**
   * What the user calls it.
   */
  name?: string;
  /**
   * How far it is.
   */
  state: "RUNNING" | "COMPLETED" | "FAILED" | "INTERRUPTED";
  /**
   * What was logged, or how the machine was used.
   */
  source: "metrics" | "hardware";
  /**
   * The names that were asked for; none: all.
   */
  wanted: readonly string[];
  /**
   * The metrics that were asked for; default: all.
   */
  metrics: readonly ShownMetric[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A metric and its course.
 */

export interface ShownMetric {
  /**
   * Its name.
   */
  metric: string;
  /**
   * Finite values in the series; without any there is no last, min, max and mean.
   */
  count: number;
  last?: number;
  min?: number;
  max?: number;
  mean?: number;
  /**
   * Step of the last value.
   */
  step?: number;
  /**
   * Values that were no finite number (NaN, Infinity).
   */
  notFinite?: number;
  /**
   * Its course; left out where the series is not at hand.
   */
  points?: readonly MetricPointOutput[];
}

/**
 * A value of a metric, or some that follow one another as one.
 */

export interface MetricPointOutput {
  /**
   * Step of the first value; where it has none, its number in the series, from 0, or, for hardware, the seconds since the first sample.
   */
  step: number;
  /**
   * Step of the last value.
   */
  lastStep: number;
  /**
   * When the last one was logged, in seconds since 1970.
   */
  time?: number;
  /**
   * Finite values.
   */
  count: number;
  last?: number;
  min?: number;
  max?: number;
  mean?: number;
  /**
   * Values that were no finite number.
   */
  notFinite?: number;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * Definitions that the --json outputs share.
 */

export interface Output {}

/**
 * <path>.pixelis.yaml: which version belongs at that path in this commit. Unknown keys and comments are kept.
 */

export interface PointerFile {
  /**
   * Version of the file format.
   */
  pixelis: 1;
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Bytes.
   */
  size: number;
  /**
   * Directories only: number of files and links in it.
   */
  files?: number;
  /**
   * Files only: whether the file at the path is executable.
   */
  executable?: true;
  [k: string]: unknown | undefined;
}

/**
 * pixelis audit prove --json
 */

export interface ProveResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "audit prove";
  /**
   * Path of the record.
   */
  record: string;
  /**
   * Where the proof was written, if it was.
   */
  output?: string;
  proof: SealProofFile;
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * What pixelis audit prove writes: that a record was there when a seal was made. Can be checked without the repository.
 */

export interface SealProofFile {
  /**
   * Version of the file format.
   */
  pixelis: 1;
  /**
   * What the file is.
   */
  kind: "seal-proof";
  /**
   * The leaf: record, commit, git's id and BLAKE3 digest of the file's bytes, path.
   */
  entry: string;
  /**
   * The record, byte for byte.
   */
  content: string;
  /**
   * Number of the leaf, from 0.
   */
  index: number;
  /**
   * Hashes that lead from the leaf to the root, the lowest first, in base64 (RFC 6962).
   *
   * @maxItems 64
   *
   * Items: 32 bytes in base64.
   */
  path: readonly string[];
  sealed: SealProofTime;
  /**
   * The signed checkpoint (C2SP tlog-checkpoint).
   */
  checkpoint: string;
  /**
   * The keys that signed it, as verifiers of signed notes are given them.
   *
   * Items: <name>+<key id>+<base64>
   */
  keys: readonly string[];
  /**
   * The commit that holds the seal, and repeats the checkpoint in its message, where it is signed as commits are: its bytes in base64.
   */
  commit?: string;
  since?: SealProofGrowth;
}

/**
 * The last leaf of the seal, which says when it was made.
 */

export interface SealProofTime {
  /**
   * The leaf.
   */
  entry: string;
  /**
   * Hashes that lead from it to the root.
   *
   * @maxItems 64
   *
   * Items: 32 bytes in base64.
   */
  path: readonly string[];
}

/**
 * An earlier checkpoint, and that the tree of this one grew out of it.
 */

export interface SealProofGrowth {
  /**
   * The earlier one, as it was given.
   */
  checkpoint: string;
  /**
   * Hashes that show it (RFC 6962).
   *
   * @maxItems 128
   *
   * Items: 32 bytes in base64.
   */
  path: readonly string[];
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis pull --json
 */

export interface PullResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "pull";
  /**
   * Whether this says only what would be done.
   */
  dryRun: boolean;
  /**
   * What was fetched, by remote.
   */
  remotes: readonly Transfer[];
  /**
   * What was done at each tracked path.
   */
  paths: readonly PlacedPath[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * What was moved between the cache and one remote.
 */

/**
 * A version that was asked for, and how it stands now.
 */

/**
 * A version of an artifact.
 */

/**
 * What a checkout did at one tracked path.
 */

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis purge --json
 */

export interface PurgeResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "purge";
  /**
   * Whether anything was removed; else this is the plan.
   */
  applied: boolean;
  /**
   * Why, as the new tombstones say.
   */
  reason?: string;
  /**
   * What was named, each digest once.
   */
  purged: readonly PurgedContent[];
  /**
   * Objects of purged folders that others need, and that stay.
   */
  keptObjects: number;
  /**
   * Versions and runs that were not named: what they lose, and for which of them objects are kept.
   */
  uses: readonly PurgeUse[];
  /**
   * The cache, and the remotes that could be asked.
   */
  stores: readonly PurgedStore[];
  /**
   * Tracked paths of this worktree at which purged content lies.
   */
  worktree: readonly PurgedPath[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * Content that has to go everywhere.
 */

export interface PurgedContent {
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Bytes.
   */
  size: number;
  /**
   * Folders only: number of files and links in it.
   */
  files?: number;
  /**
   * Path of its record.
   */
  tombstone: string;
  /**
   * Whether this purge records it; else an earlier one did.
   */
  isNew: boolean;
  /**
   * The versions that it stands in.
   */
  versions: readonly PurgedVersionFacts[];
}

/**
 * A version that purged content stands in.
 */

export interface PurgedVersionFacts {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Where in the folder; left out where it is the version itself.
   */
  path?: string;
}

/**
 * A version or a run that was not named and needs what goes, or what would have gone.
 */

export interface PurgeUse {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact?: string;
  /**
   * Number of a version, from 1.
   */
  version?: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest?: string;
  /**
   * Id of a run.
   */
  run?: string;
  /**
   * Files that it loses: the first 100. '' is all of it.
   */
  lost: readonly string[];
  /**
   * How many files it loses.
   */
  lostFiles: number;
  /**
   * Objects that are kept since it needs them.
   */
  kept: number;
}

/**
 * What became of the objects in one store.
 */

export interface PurgedStore {
  /**
   * Name of the remote; left out for the cache.
   */
  remote?: string;
  /**
   * Objects that were, or are to be, removed.
   */
  objects: number;
  /**
   * Bytes.
   */
  bytes: number;
  /**
   * Packs that were written again without them; left out in a plan.
   */
  rewrittenPacks?: number;
}

/**
 * A tracked path at which purged content lies.
 */

export interface PurgedPath {
  /**
   * From the top of the worktree.
   */
  path: string;
  /**
   * Files there.
   */
  files: number;
  /**
   * Whether they were removed.
   */
  removed: boolean;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis push --json
 */

export interface PushResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "push";
  /**
   * Whether this says only what would be done.
   */
  dryRun: boolean;
  /**
   * What was moved, by remote.
   */
  remotes: readonly Transfer[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * What was moved between the cache and one remote.
 */

/**
 * A version that was asked for, and how it stands now.
 */

/**
 * A version of an artifact.
 */

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * roots/<clone>/<number>-<64 hex> on a remote: what a clone needs there. Written once, never edited.
 */

export interface RegistrationFile {
  /**
   * Version of the file format.
   */
  pixelis: 1;
  /**
   * Random id of a clone.
   */
  clone: string;
  /**
   * What people know the clone by: its machine and the name of its folder.
   */
  by: string;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  registered: string;
  /**
   * Roots of trees that the clone is pushing: all of each is there, or is on its way.
   *
   * Items: BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  pushed?: readonly string[];
  /**
   * Roots of trees that the clone needs as far as they are there.
   *
   * Items: BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  trees?: readonly string[];
  /**
   * Single files that the clone needs.
   *
   * Items: BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  files?: readonly string[];
  [k: string]: unknown | undefined;
}

/**
 * pixelis remote check --json
 */

export interface RemoteCheckResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "remote check";
  remote: RemoteFacts;
  /**
   * Whether it answers.
   */
  reachable: boolean;
  /**
   * Whether objects can be read.
   */
  readable: boolean;
  /**
   * Whether objects can be written.
   */
  writable: boolean;
  /**
   * Whether objects can be listed.
   */
  listable: boolean;
  /**
   * What was tried, and what the remote supports.
   */
  checks: readonly Check[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A remote as it is configured.
 */

/**
 * One thing that was looked at.
 */

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis remote add, list, remove and default --json
 */

export interface RemoteResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "remote add" | "remote list" | "remote remove" | "remote default";
  /**
   * Whether this says only what would be done.
   */
  dryRun: boolean;
  /**
   * The remotes as they are now.
   */
  remotes: readonly RemoteFacts[];
  /**
   * The remote that this command changed; left out where nothing was to change.
   */
  changed?: string;
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A remote as it is configured.
 */

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis reproduce --json
 */

export interface ReproduceResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "reproduce";
  /**
   * Whether this says only what would be done.
   */
  dryRun: boolean;
  /**
   * What was to be reproduced, as it was asked for.
   */
  reference: string;
  verdict?: "identical" | "within-tolerance" | "different" | "not-runnable";
  /**
   * In a dry run, what would be executed.
   */
  planned: readonly PlannedReproduction[];
  /**
   * The runs that were executed again, in the order of their first start.
   */
  runs: readonly ReproducedRun[];
  /**
   * What could not be done, or is wrong. Empty where all is well; a verdict is none.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * What would be executed, with what.
 */

export interface PlannedReproduction {
  /**
   * Id of a run.
   */
  run: string;
  /**
   * What the user calls the run.
   */
  name?: string;
  /**
   * Program and arguments.
   */
  command: readonly string[];
  /**
   * Where it is started, from the top of the worktree; '' is the top.
   */
  folder: string;
  /**
   * The commit that would be checked out.
   */
  commit?: string;
  /**
   * Files beside the commit: changed, or untracked.
   */
  changedFiles: number;
  /**
   * Files of the commit that were gone.
   */
  deletedFiles: number;
  /**
   * What would be placed, and where.
   */
  inputs: readonly UsedVersion[];
  /**
   * What would be judged.
   */
  outputs: readonly UsedVersion[];
  /**
   * Why it cannot be executed.
   */
  reason?: string;
}

/**
 * A version that a run used or made.
 */

export interface UsedVersion {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * What it was used as.
   */
  role?: string;
  /**
   * Where it lay, relative to the top of the worktree.
   */
  path?: string;
}

/**
 * A run that was executed again, and what came of it.
 */

export interface ReproducedRun {
  /**
   * Id of a run.
   */
  run: string;
  /**
   * What the user calls the run.
   */
  name?: string;
  /**
   * Id of a run.
   */
  reproduction?: string;
  /**
   * The record of the new run, relative to the top of the worktree.
   */
  record?: string;
  verdict: "identical" | "within-tolerance" | "different" | "not-runnable";
  /**
   * Why it could not be executed, or in what other way it ended.
   */
  reason?: string;
  /**
   * The largest relative deviation that is none.
   */
  tolerance?: number;
  /**
   * Exit code of the command.
   */
  exitCode?: number;
  /**
   * How long it took.
   */
  seconds?: number;
  /**
   * How long it took the first time.
   */
  firstSeconds: number;
  /**
   * The outputs of the first run, judged.
   */
  outputs: readonly JudgedOutput[];
  /**
   * How the environment differs from the first run's, worst first.
   */
  differences: readonly EnvironmentDifference[];
  /**
   * What most likely made an output differ.
   */
  likelyCause?: string;
  /**
   * The scratch worktree, where it was kept.
   */
  folder?: string;
  /**
   * What was not recorded of the first run, or is worth knowing.
   */
  warnings: readonly Problem[];
}

export interface JudgedOutput {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  path?: string;
  verdict: "identical" | "within-tolerance" | "different" | "not-runnable";
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  made?: string;
  /**
   * The largest relative deviation of a number.
   */
  deviation?: number;
  /**
   * Where it differs, or why it is missing.
   */
  detail?: string;
}

/**
 * One fact that the two do not share.
 */

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis resolve --json
 */

export interface ResolveResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "resolve";
  /**
   * Whether this says only what would be done.
   */
  dryRun: boolean;
  /**
   * What git is in the middle of; left out where it is in none that is to be gone on with.
   */
  operation?: "merge" | "rebase" | "cherry-pick" | "revert";
  /**
   * What was in conflict, by file.
   */
  paths: readonly ResolvedPath[];
  /**
   * Files that were staged, or would be.
   */
  staged: readonly string[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * What became of a conflict.
 */

export interface ResolvedPath {
  /**
   * The tracked path; of a file of aliases the file.
   */
  path: string;
  /**
   * resolved: it is in conflict no more. removed: resolved, and nothing is tracked there. conflicted: something is to be chosen.
   */
  state: "resolved" | "removed" | "conflicted";
  conflict: Conflict;
  version?: VersionId;
  /**
   * Whether the version is a new one, with both sides as its parents.
   */
  isNew?: boolean;
}

/**
 * A file of Pixelis that a merge left in conflict.
 */

export interface Conflict {
  /**
   * The tracked path; of a file of aliases the file.
   */
  path: string;
  /**
   * The pointer, or the file of aliases.
   */
  file: string;
  /**
   * files: the sides made different things of some files of a folder. mergeable: nothing contradicts; git could not do it alone. whole: only one side can be had. deleted-by-us, deleted-by-them: one side gave the path up, the other changed it. aliases: the sides set aliases to different versions. unknown: it cannot be told, for a side or a list of files cannot be read.
   */
  reason: "files" | "mergeable" | "whole" | "deleted-by-us" | "deleted-by-them" | "aliases" | "unknown";
  base?: VersionId;
  ours?: VersionId;
  theirs?: VersionId;
  /**
   * What is in conflict inside, by path.
   */
  entries: readonly ConflictEntry[];
}

/**
 * A version of an artifact.
 */

/**
 * Something of which two sides of a merge made different things.
 */

/**
 * What a side of a conflict has at a path inside a folder.
 */

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * dropped/back/<any name>.json in the cache and on a remote: what rules let go there and somebody brought back. Written once; the next collection enters it into the lists.
 */

export interface ReturnedFile {
  /**
   * Version of the file format.
   */
  pixelis: 1;
  /**
   * Content that came back, by the collection that had let it go.
   */
  back: {
    /**
     * As in the name of the list.
     */
    run: string;
    /**
     * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
     */
    digest: string;
    [k: string]: unknown | undefined;
  }[];
  [k: string]: unknown | undefined;
}

/**
 * Definitions that the --json outputs on runs share.
 */

export interface RunDefinitions {}

/**
 * pixelis run --json, pixelis runs resume --json
 */

export interface RunResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "run" | "runs resume";
  /**
   * Nothing was executed.
   */
  dryRun: boolean;
  /**
   * Id of a run.
   */
  run: string;
  /**
   * What the user calls the run.
   */
  name?: string;
  /**
   * How it ended; PLANNED in a dry run.
   */
  state: "COMPLETED" | "FAILED" | "INTERRUPTED" | "PLANNED";
  /**
   * Why it did not complete.
   */
  reason?: string;
  /**
   * Exit code of the command.
   */
  exitCode?: number;
  /**
   * The signal that ended the command.
   */
  signal?: string;
  /**
   * How long it took.
   */
  seconds: number;
  captureLevel: 1 | 2 | 3;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  environment?: string;
  /**
   * The run record, relative to the top of the worktree.
   */
  record?: string;
  /**
   * The versions that it used.
   */
  inputs: readonly UsedVersion[];
  /**
   * The versions that it made.
   */
  outputs: readonly UsedVersion[];
  /**
   * In a dry run: what would become versions, where the command makes it.
   */
  planned?: {
    /**
     * From the top of the worktree; {run_id} and {step} are not known yet.
     */
    path: string;
    /**
     * Its name, as far as it is known.
     */
    artifact?: string;
  }[];
  /**
   * Files that were staged for git.
   */
  staged: readonly string[];
  /**
   * The commit that was made, where one was asked for.
   */
  commit?: string;
  /**
   * Secrets that were kept out of the record.
   */
  redacted: number;
  /**
   * What could not be done, or is wrong. Empty where all is well.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A version that a run used or made.
 */

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis runs show --json
 */

export interface RunShowResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "runs show";
  run: RunFacts;
  /**
   * The run record, relative to the top of the worktree; left out while the run goes on.
   */
  record?: string;
  /**
   * The environment in one line.
   */
  environmentSummary?: string;
  /**
   * How each metric went: means over equal stretches, null where nothing was finite. Left out where the series is not at hand.
   */
  trends: {
    [k: string]: (number | null)[] | undefined;
  };
  stdout?: OutputTail;
  stderr?: OutputTail;
  /**
   * Runs that belong to it.
   */
  related: readonly RelatedRun[];
  codeDiff?: ShownCodeDiff;
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A run, live or ended.
 */

export interface RunFacts {
  /**
   * Id of a run.
   */
  run: string;
  /**
   * What the user calls it.
   */
  name?: string;
  /**
   * How far it is.
   */
  state: "RUNNING" | "COMPLETED" | "FAILED" | "INTERRUPTED";
  /**
   * Why: an exit code, a signal, an error, a lost process.
   */
  reason?: string;
  /**
   * command: started by 'pixelis run'; function: code inside a program, through the library.
   */
  kind: "command" | "function";
  /**
   * The command and its arguments.
   */
  command: readonly string[];
  /**
   * Where it was started, from the top of the worktree; '' is the top.
   */
  folder: string;
  /**
   * Time in UTC, to the millisecond, as in 2026-03-01T09:30:00.125Z.
   */
  started: string;
  /**
   * Time in UTC, to the millisecond, as in 2026-03-01T09:30:00.125Z.
   */
  ended?: string;
  /**
   * How long it took, or has gone on.
   */
  seconds: number;
  /**
   * Exit code of the command.
   */
  exitCode?: number;
  /**
   * The signal that ended the command.
   */
  signal?: string;
  host: string;
  user: string;
  captureLevel: 1 | 2 | 3;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  environment?: string;
  code: CodeState;
  /**
   * The job that it was part of, as the scheduler calls it.
   */
  scheduler?: {
    [k: string]: string | undefined;
  };
  rank?: Rank;
  config?: ConfigOfRun;
  params: Metadata;
  seed?: number;
  tags: readonly string[];
  /**
   * The versions that it used.
   */
  inputs: readonly UsedVersion[];
  /**
   * What was to become versions, as it was asked for: PATH or PATH=NAME, from the folder.
   */
  declaredOutputs?: readonly string[];
  /**
   * The versions that it made.
   */
  outputs: readonly UsedVersion[];
  /**
   * For each metric what its series comes to.
   */
  metrics: {
    [k: string]: RunMetric | undefined;
  };
  /**
   * Use of the machine, sampled: for each measure what its series comes to.
   */
  hardware?: {
    [k: string]: RunMetric | undefined;
  };
  /**
   * Id of a run.
   */
  parent?: string;
  /**
   * Id of a run.
   */
  resumes?: string;
  reproduces?: Reproduction;
  series?: StoredFile;
  hardwareSeries?: StoredFile;
  stdout?: StoredFile;
  stderr?: StoredFile;
  /**
   * Secrets that were kept out, by the rule that found them and a fingerprint of each.
   */
  redacted: readonly Redaction[];
}

/**
 * The code that ran.
 */

export interface CodeState {
  commit?: string;
  branch?: string;
  /**
   * URL of git's remote, without credentials.
   */
  remote?: string;
  /**
   * Whether the worktree differed from the commit.
   */
  dirty: boolean;
  changes?: CodeChanges;
}

/**
 * What the worktree had that the commit has not: a tree of the files that were changed or untracked.
 */

export interface CodeChanges {
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Bytes.
   */
  size: number;
  files: number;
  /**
   * Files of the commit that the worktree had not.
   */
  deleted?: readonly string[];
  /**
   * Files that were left out, since they hold secrets by their name.
   */
  withheld?: readonly string[];
}

/**
 * Which of the processes of a distributed job it was.
 */

export interface Rank {
  rank: number;
  world: number;
  /**
   * Id of a run.
   */
  group: string;
}

/**
 * The configuration file that was named.
 */

export interface ConfigOfRun {
  path: string;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Bytes.
   */
  size: number;
}

/**
 * What users say about a version: any YAML values by key.
 */

/**
 * A version that a run used or made.
 */

/**
 * What a series of numbers comes to.
 */

export interface RunMetric {
  /**
   * Finite values in the series.
   */
  count: number;
  last: number;
  min: number;
  max: number;
  mean: number;
  /**
   * Step of the last value.
   */
  step?: number;
  /**
   * Values that were no finite number (NaN, Infinity).
   */
  notFinite?: number;
}

/**
 * What came of executing another run again.
 */

export interface Reproduction {
  /**
   * Id of a run.
   */
  run: string;
  verdict: "identical" | "within-tolerance" | "different" | "not-runnable";
  /**
   * Why it could not be executed.
   */
  reason?: string;
  tolerance?: number;
  outputs: readonly JudgedOutput[];
  /**
   * How the environment differed from the first, worst first.
   */
  differences: readonly string[];
}

/**
 * A file of the run, kept as an object.
 */

export interface StoredFile {
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Bytes.
   */
  size: number;
}

export interface Redaction {
  /**
   * argument, variable NAME, file PATH, stdout, remote …
   */
  where: string;
  rule: string;
  /**
   * Equal for the same secret in the same clone; says nothing of the secret itself.
   */
  fingerprint: string;
  count: number;
}

/**
 * The end of what the command wrote.
 */

export interface OutputTail {
  /**
   * Bytes.
   */
  size: number;
  /**
   * The last lines; left empty where the object is not in the cache.
   */
  lines: readonly string[];
}

/**
 * A run that belongs to another.
 */

export interface RelatedRun {
  /**
   * Id of a run.
   */
  run: string;
  /**
   * What the user calls it.
   */
  name?: string;
  /**
   * How far it is.
   */
  state: "RUNNING" | "COMPLETED" | "FAILED" | "INTERRUPTED";
  /**
   * child: started inside it; rank: another process of the job; continuation: goes on with it; reproduction: executed it again.
   */
  relation: "child" | "rank" | "continuation" | "reproduction";
  /**
   * Of a reproduction.
   */
  verdict?: "identical" | "within-tolerance" | "different" | "not-runnable";
}

/**
 * How the code differed from its commit, where that was asked for.
 */

export interface ShownCodeDiff {
  files: readonly ChangedCodeFile[];
  /**
   * Of what is not too large to be read; left out where git cannot make one, and where the commit is not in this clone.
   */
  patch?: string;
}

export interface ChangedCodeFile {
  path: string;
  /**
   * changed: also where it may be new, since the commit is not here; withheld: left out, since it holds secrets by its name.
   */
  kind: "added" | "changed" | "deleted" | "withheld";
  /**
   * Bytes.
   */
  size?: number;
  /**
   * Left out of the patch.
   */
  isLarge?: true;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

export type Verdict = "identical" | "within-tolerance" | "different" | "not-runnable";

/**
 * .pixelis/runs/<run>.yaml: the record of a run that has ended. Written once, never edited.
 */

export interface RunFile {
  /**
   * Version of the file format.
   */
  pixelis: 1;
  /**
   * Id of a run.
   */
  run: string;
  /**
   * What the user calls it.
   */
  name?: string;
  /**
   * How it ended.
   */
  state: "COMPLETED" | "FAILED" | "INTERRUPTED";
  /**
   * Why: an exit code, a signal, an error, a lost process.
   */
  reason?: string;
  /**
   * command: started by 'pixelis run'; function: code inside a program, through the library.
   */
  kind: "command" | "function";
  /**
   * The command and its arguments.
   */
  command: readonly string[];
  /**
   * Where it was started, from the top of the worktree; '' is the top.
   */
  folder: string;
  /**
   * Time in UTC, to the millisecond, as in 2026-03-01T09:30:00.125Z.
   */
  started: string;
  /**
   * Time in UTC, to the millisecond, as in 2026-03-01T09:30:00.125Z.
   */
  ended: string;
  /**
   * How long it took.
   */
  seconds: number;
  /**
   * Exit code of the command.
   */
  exit_code?: number;
  /**
   * The signal that ended the command.
   */
  signal?: string;
  host: string;
  user: string;
  capture_level: 1 | 2 | 3;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  environment?: string;
  code: CodeState;
  /**
   * The job that it was part of, as the scheduler calls it.
   */
  scheduler?: {
    [k: string]: string | undefined;
  };
  rank?: Rank;
  /**
   * The configuration file that was named.
   */
  config?: {
    path: string;
    /**
     * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
     */
    digest: string;
    /**
     * Bytes.
     */
    size: number;
  };
  params?: Metadata;
  seed?: number;
  tags?: readonly string[];
  inputs?: readonly UsedVersion[];
  /**
   * What was to become versions, as it was asked for: PATH or PATH=NAME, from the folder.
   */
  declared_outputs?: readonly string[];
  outputs?: readonly UsedVersion[];
  /**
   * For each metric what its series comes to.
   */
  metrics?: {
    [k: string]: MetricSummary | undefined;
  };
  series?: StoredFile;
  /**
   * Use of the machine, sampled: for each measure what its series comes to.
   */
  hardware?: {
    [k: string]: MetricSummary | undefined;
  };
  hardware_series?: StoredFile;
  stdout?: StoredFile;
  stderr?: StoredFile;
  /**
   * Id of a run.
   */
  parent?: string;
  /**
   * Id of a run.
   */
  resumes?: string;
  reproduces?: Reproduction;
  /**
   * Secrets that were kept out, by the rule that found them and a fingerprint of each.
   */
  redacted?: readonly Redaction[];
  [k: string]: unknown | undefined;
}

/**
 * The code that ran.
 */

/**
 * What the worktree had that the commit has not: a tree of the files that were changed or untracked.
 */

/**
 * Which of the processes of a distributed job it was.
 */

/**
 * What users say about a version: any YAML values by key.
 */

/**
 * A version that a run used or made.
 */

/**
 * What a series of numbers comes to.
 */

export interface MetricSummary {
  /**
   * Finite values in the series.
   */
  count: number;
  last: number;
  min: number;
  max: number;
  mean: number;
  /**
   * Step of the last value.
   */
  step?: number;
  /**
   * Values that were no finite number (NaN, Infinity).
   */
  not_finite?: number;
}

/**
 * A file of the run, kept as an object.
 */

/**
 * What came of executing another run again.
 */

/**
 * pixelis runs compare --json
 */

export interface RunsCompareResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "runs compare";
  /**
   * The runs, in the order given.
   */
  runs: readonly RunSummary[];
  /**
   * What is compared.
   */
  rows: readonly ComparedRow[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A run in one line.
 */

export interface RunSummary {
  /**
   * Id of a run.
   */
  run: string;
  /**
   * What the user calls it.
   */
  name?: string;
  /**
   * How far it is.
   */
  state: "RUNNING" | "COMPLETED" | "FAILED" | "INTERRUPTED";
}

/**
 * One thing in all runs.
 */

export interface ComparedRow {
  section: "run" | "params" | "metrics" | "inputs" | "outputs" | "code" | "environment";
  key: string;
  /**
   * A value for each run; null where it has none.
   */
  values: readonly unknown[];
  differs: boolean;
  /**
   * Which of the values are best, from 0; where the name of a metric says what is better.
   */
  best?: readonly number[];
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis runs list --json
 */

export interface RunsListResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "runs list";
  /**
   * The revision whose runs these are; left out for the worktree.
   */
  revision?: string;
  /**
   * The runs that fit, in the order asked for; default: newest first.
   */
  runs: readonly ListedRun[];
  /**
   * How many fit, shown or not.
   */
  total: number;
  /**
   * Paths of the metrics and parameters that tell them apart, or those that were asked for.
   */
  columns: readonly string[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A run, live or ended, in a list; the processes of a distributed job may be one.
 */

export interface ListedRun {
  /**
   * Id of a run.
   */
  run: string;
  /**
   * What the user calls it.
   */
  name?: string;
  /**
   * How far it is.
   */
  state: "RUNNING" | "COMPLETED" | "FAILED" | "INTERRUPTED";
  /**
   * Why: an exit code, a signal, an error, a lost process.
   */
  reason?: string;
  /**
   * command: started by 'pixelis run'; function: code inside a program, through the library.
   */
  kind: "command" | "function";
  /**
   * The command and its arguments.
   */
  command: readonly string[];
  /**
   * Where it was started, from the top of the worktree; '' is the top.
   */
  folder: string;
  /**
   * Time in UTC, to the millisecond, as in 2026-03-01T09:30:00.125Z.
   */
  started: string;
  /**
   * Time in UTC, to the millisecond, as in 2026-03-01T09:30:00.125Z.
   */
  ended?: string;
  /**
   * How long it took, or has gone on.
   */
  seconds: number;
  /**
   * Exit code of the command.
   */
  exitCode?: number;
  /**
   * The signal that ended the command.
   */
  signal?: string;
  host: string;
  user: string;
  captureLevel: 1 | 2 | 3;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  environment?: string;
  code: CodeState;
  /**
   * The job that it was part of, as the scheduler calls it.
   */
  scheduler?: {
    [k: string]: string | undefined;
  };
  rank?: Rank;
  config?: ConfigOfRun;
  params: Metadata;
  seed?: number;
  tags: readonly string[];
  /**
   * The versions that it used.
   */
  inputs: readonly UsedVersion[];
  /**
   * What was to become versions, as it was asked for: PATH or PATH=NAME, from the folder.
   */
  declaredOutputs?: readonly string[];
  /**
   * The versions that it made.
   */
  outputs: readonly UsedVersion[];
  /**
   * For each metric what its series comes to.
   */
  metrics: {
    [k: string]: RunMetric | undefined;
  };
  /**
   * Use of the machine, sampled: for each measure what its series comes to.
   */
  hardware?: {
    [k: string]: RunMetric | undefined;
  };
  /**
   * Id of a run.
   */
  parent?: string;
  /**
   * Id of a run.
   */
  resumes?: string;
  reproduces?: Reproduction;
  ranks?: RankCounts;
}

/**
 * The code that ran.
 */

/**
 * What the worktree had that the commit has not: a tree of the files that were changed or untracked.
 */

/**
 * Which of the processes of a distributed job it was.
 */

/**
 * The configuration file that was named.
 */

/**
 * What users say about a version: any YAML values by key.
 */

/**
 * A version that a run used or made.
 */

/**
 * What a series of numbers comes to.
 */

/**
 * What came of executing another run again.
 */

/**
 * The processes of a distributed job that have a run.
 */

export interface RankCounts {
  count: number;
  /**
   * How many are in each state.
   */
  states: {
    RUNNING?: number;
    COMPLETED?: number;
    FAILED?: number;
    INTERRUPTED?: number;
  };
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * 32 bytes in base64.
 */

export type HashText = string;

/**
 * What pixelis audit prove writes: that a record was there when a seal was made. Can be checked without the repository.
 */

/**
 * The last leaf of the seal, which says when it was made.
 */

/**
 * An earlier checkpoint, and that the tree of this one grew out of it.
 */

/**
 * pixelis audit seal --json
 */

export interface SealResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "audit seal";
  /**
   * Whether this says only what would be done.
   */
  dryRun: boolean;
  seal?: SealFacts;
  added: SealAddition;
  /**
   * The remote of git to which the seals were brought.
   */
  pushed?: string;
  kept?: KeptSeal;
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A seal: a signed checkpoint over a list of entries that only grows.
 */

export interface SealFacts {
  /**
   * The commit in refs/pixelis/seals that holds it.
   */
  commit: string;
  /**
   * Name of the list.
   */
  origin: string;
  /**
   * Entries that it covers.
   */
  size: number;
  /**
   * Root of the tree over them (RFC 6962), in base64.
   */
  root: string;
  /**
   * Entries that it added.
   */
  added: number;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  time?: string;
  /**
   * Why what was rewritten or lost before it was accepted.
   */
  accepted?: string;
  /**
   * The keys of Pixelis with which it is rightly signed.
   */
  keys: readonly SealKey[];
  signature?: SealSignature;
}

/**
 * A key that signs seals.
 */

export interface SealKey {
  /**
   * SHA256:…
   */
  fingerprint: string;
  /**
   * As the allowed signers name it: ssh-ed25519 AAAA…
   */
  ssh: string;
  /**
   * As verifiers of signed notes are given it: <name>+<key id>+<base64>.
   */
  note: string;
}

/**
 * What the best signature is worth; a bad one comes first.
 */

/**
 * What this seal adds to those before it.
 */

export interface SealAddition {
  /**
   * Records, pointers and aliases, each state once.
   */
  states: number;
  /**
   * Remote branches and tags that stand elsewhere than when they were last sealed; without any remote branch, also main or master.
   */
  heads: number;
  /**
   * Rewritten refs and lost records that are accepted by it.
   */
  accepted: number;
}

/**
 * Where a remote of Pixelis keeps the checkpoint.
 */

export interface KeptSeal {
  /**
   * Name of the remote.
   */
  remote: string;
  /**
   * Its key there.
   */
  key: string;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis audit seals --json
 */

export interface SealsResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "audit seals";
  /**
   * The seals of this clone, the newest first.
   */
  seals: readonly SealFacts[];
  /**
   * What is not as it was sealed or seen, or could not be done. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A seal: a signed checkpoint over a list of entries that only grows.
 */

/**
 * A key that signs seals.
 */

/**
 * What the best signature is worth; a bad one comes first.
 */

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis search --json
 */

export interface SearchResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "search";
  /**
   * The expression.
   */
  expression: string;
  /**
   * The versions that fit, newest first.
   */
  versions: readonly VersionSummary[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A version and what is said about it.
 */

/**
 * What users say about a version: any YAML values by key.
 */

/**
 * Who removed content on purpose, when and why.
 */

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis show --json
 */

export interface ShowResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "show";
  version: VersionSummary;
  /**
   * Path inside the artifact that was asked for.
   */
  subpath?: string;
  /**
   * The versions that it was made from.
   */
  parents: readonly Parent[];
  /**
   * The versions that were made from it.
   */
  children: readonly VersionId[];
  /**
   * Where the worktree tracks this very version.
   */
  paths: readonly string[];
  /**
   * The version record, relative to the top of the worktree.
   */
  record: string;
  recorded?: CommitFacts;
  /**
   * Whether the cache has its objects; purged: all of it was purged.
   */
  cache: "complete" | "partial" | "absent" | "purged";
  /**
   * What is in it, or below the path inside it, where that was asked for.
   */
  entries?: readonly ShownEntry[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A version and what is said about it.
 */

/**
 * What users say about a version: any YAML values by key.
 */

/**
 * Who removed content on purpose, when and why.
 */

/**
 * A version that a version was made from.
 */

/**
 * A version of an artifact.
 */

/**
 * A commit of the git repository.
 */

/**
 * What a signature is worth.
 */

/**
 * One thing inside a folder, or the file itself.
 */

export interface ShownEntry {
  /**
   * Path inside the artifact; '' where it is a file.
   */
  path: string;
  /**
   * What it is.
   */
  kind: "file" | "executable" | "symlink" | "folder";
  /**
   * Bytes.
   */
  size?: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest?: string;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * pixelis status --json
 */

export interface StatusResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "status";
  /**
   * Top of the worktree.
   */
  root: string;
  /**
   * Branch that is checked out.
   */
  branch?: string;
  /**
   * Commit that is checked out.
   */
  commit?: string;
  /**
   * Remote that was asked.
   */
  remote?: string;
  /**
   * Whether every pointer is committed and every tracked path is as its pointer says.
   */
  clean: boolean;
  /**
   * Files of Pixelis that a merge left in conflict; not among the paths unless they can be read.
   */
  conflicts: readonly Conflict[];
  /**
   * Every tracked path that was asked for.
   */
  paths: readonly StatusPath[];
  /**
   * Paths that neither git nor Pixelis tracks and that git does not ignore.
   */
  untracked: readonly UntrackedPath[];
  /**
   * Files of Pixelis (pointers, records, config) that differ from HEAD.
   */
  uncommitted: readonly string[];
  /**
   * Versions at the tracked paths that were asked for and were never seen whole on the default remote, by a push or a fetch of this clone; left out where there is no remote. With --remote, those that it lacks now.
   */
  unpushed?: readonly VersionId[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * A file of Pixelis that a merge left in conflict.
 */

/**
 * A version of an artifact.
 */

/**
 * Something of which two sides of a merge made different things.
 */

/**
 * What a side of a conflict has at a path inside a folder.
 */

/**
 * How one tracked path stands.
 */

export interface StatusPath {
  /**
   * A tracked path, relative to the top of the worktree, with '/'.
   */
  path: string;
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Bytes.
   */
  size: number;
  /**
   * Directories only: number of files and links in it.
   */
  files?: number;
  /**
   * The pointer in the worktree against HEAD.
   */
  pointer: "unchanged" | "added" | "modified" | "deleted" | "conflicted";
  head?: VersionId;
  /**
   * The path in the worktree against its pointer; partial: only files that were never pulled differ; unknown: a tree page is in no store that could be asked.
   */
  worktree: "unchanged" | "modified" | "partial" | "absent" | "unknown";
  placedFrom?: PlacedFrom;
  changes?: ChangeCounts;
  /**
   * The changed files; the first of them where they are many.
   */
  changedFiles: readonly FileChange[];
  /**
   * Files that were never pulled.
   */
  notPulledFiles: number;
  /**
   * Whether the cache has the objects that the pointer needs; purged: all of it was purged, so that nothing is missing.
   */
  cache: "complete" | "partial" | "absent" | "purged";
  purged?: PurgeFacts;
  missingInCache: ObjectCount;
  missingOnRemote?: ObjectCount;
}

/**
 * What the path was placed from, or added as, where the pointer names something else by now and the path could not follow. Artifact and version are left out where no record tells them.
 */

export interface PlacedFrom {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact?: string;
  /**
   * Number of a version, from 1.
   */
  version?: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
}

/**
 * How many files differ, and by how much.
 */

/**
 * How one file differs between two states of a tracked path.
 */

/**
 * Who removed content on purpose, when and why.
 */

/**
 * Objects and their size.
 */

export interface ObjectCount {
  /**
   * How many.
   */
  objects: number;
  /**
   * Bytes.
   */
  bytes: number;
}

/**
 * A path that could be added.
 */

export interface UntrackedPath {
  /**
   * The path, relative to the top of the worktree.
   */
  path: string;
  /**
   * What it is.
   */
  kind: "file" | "folder";
  /**
   * Bytes.
   */
  size: number;
  /**
   * Folders only: number of files in it.
   */
  files?: number;
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * .pixelis/tombstones/<64 hex>.yaml: content that was removed on purpose, everywhere. Written once, never edited.
 */

export interface TombstoneFile {
  /**
   * Version of the file format.
   */
  pixelis: 1;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Bytes.
   */
  size: number;
  /**
   * Folders only: number of files and links in it.
   */
  files?: number;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  purged: string;
  /**
   * Who purged it, as git knows them.
   */
  by: {
    name: string;
    email: string;
  };
  /**
   * Why it had to go.
   */
  reason: string;
  /**
   * What the purge was to empty of it: 'cache', and remotes by their URL, without credentials.
   *
   * @maxItems 1000
   */
  from: readonly string[];
  /**
   * Versions that it stood in, as far as they were known: at most 5,000.
   *
   * @maxItems 5000
   */
  versions?: {
    /**
     * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
     */
    artifact: string;
    /**
     * Number of a version, from 1.
     */
    version: number;
    /**
     * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
     */
    digest: string;
    /**
     * Where in the folder it stood; left out where it was the version itself.
     */
    path?: string;
  }[];
  [k: string]: unknown | undefined;
}

/**
 * pixelis verify --json
 */

export interface VerifyResult {
  /**
   * Version of the output: it grows only by new keys as long as this is 1.
   */
  pixelis: 1;
  /**
   * The command that answers.
   */
  command: "verify";
  /**
   * How the cache was looked at: quick: names, sizes, tables and trees; sample: some of its bytes; full: all of them.
   */
  depth: "quick" | "sample" | "full";
  /**
   * Whether nothing is damaged, missing or contradictory; also where what was has been repaired.
   */
  intact: boolean;
  scope: VerifiedScope;
  /**
   * With --all: versions that `gc` let go by a rule, and that nothing but history names. What lacks of them in the cache is not missing. Left out where there are none.
   */
  dropped?: readonly LetGoVersion[];
  /**
   * The cache, and the remote where it was asked.
   */
  stores: readonly VerifiedStore[];
  /**
   * Every object, pack or file that is damaged, missing or foreign, or was before it was repaired.
   */
  found: readonly FoundFault[];
  /**
   * The versions and runs that need what was found, and the commits that recorded them.
   */
  needers: readonly Needer[];
  /**
   * What could not be done, or is wrong. Empty where all is well; decides the exit code.
   */
  problems: readonly Problem[];
  /**
   * What is worth knowing and changes no exit code.
   */
  warnings: readonly Problem[];
}

/**
 * What was asked for.
 */

export interface VerifiedScope {
  /**
   * Records and pointers that were read.
   */
  records: number;
  /**
   * Versions whose objects were looked for.
   */
  versions: number;
  /**
   * Runs whose objects were looked for.
   */
  runs: number;
  /**
   * Objects that these need, as far as their trees can be read.
   */
  objects: number;
  /**
   * Tombstones: what they name was removed on purpose, and is looked for by nobody. Left out where there are none.
   */
  purged?: number;
  /**
   * Bytes.
   */
  bytes: number;
}

/**
 * A version whose content a rule let go from the cache, or from a remote.
 */

export interface LetGoVersion {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * The remote; left out for the cache.
   */
  remote?: string;
  /**
   * When, UTC.
   */
  dropped: string;
  /**
   * The collection.
   */
  run: string;
  /**
   * Its rules, as they are typed: `--keep-last 3`.
   */
  rule?: string;
  /**
   * Whether it could go though no remote was seen to have all of it: then a remote may lack it, too.
   */
  unpushed: boolean;
}

/**
 * How one store stands.
 */

export interface VerifiedStore {
  /**
   * Name of the remote; left out for the cache.
   */
  remote?: string;
  /**
   * Objects and packs that are damaged now.
   */
  damaged: number;
  /**
   * Objects that are needed and not there now.
   */
  missing: number;
  /**
   * Of the cache: objects that runs alone kept (output, series, code), and that nobody has asked for here.
   */
  notBrought: number;
  /**
   * Objects of versions that rules let go, and that are not there. Left out where there are none.
   */
  dropped?: number;
  /**
   * Files among the objects that Pixelis did not put there.
   */
  foreign: number;
  /**
   * Objects that were purged, and are still there. Left out where there are none.
   */
  purged?: number;
  /**
   * Objects and packs that were damaged or missing, and are good now.
   */
  repaired: number;
  checksums?: ComparedChecksums;
  hashed?: Hashed;
}

/**
 * Packs and large objects of a remote, compared with the cache by checksums that the service keeps.
 */

export interface ComparedChecksums {
  /**
   * Those that are the same.
   */
  same: number;
  /**
   * Those that could not be compared, since the cache lacks them or the service keeps no such checksum, and were not read either.
   */
  unproven: number;
}

/**
 * What was read and hashed, byte by byte.
 */

export interface Hashed {
  /**
   * Objects that were read.
   */
  objects: number;
  /**
   * Bytes.
   */
  bytes: number;
  /**
   * Objects that were to be read.
   */
  ofObjects: number;
  /**
   * Bytes.
   */
  ofBytes: number;
  /**
   * How long it took.
   */
  seconds?: number;
  sample?: SampleVerdict;
}

/**
 * What a random sample says of all objects.
 */

export interface SampleVerdict {
  /**
   * Objects that were read, chosen at random.
   */
  sampled: number;
  /**
   * Those of them that are damaged.
   */
  bad: number;
  /**
   * Objects from which they were chosen.
   */
  population: number;
  /**
   * How sure the bound is.
   */
  confidence: 0.95;
  /**
   * As many of all objects are damaged at most, with this confidence.
   */
  atMostBad: number;
}

/**
 * Something that is, or was, wrong in a store.
 */

export interface FoundFault {
  /**
   * Name of the remote in which it was found; left out for the cache.
   */
  remote?: string;
  /**
   * missing: needed and not there; damaged: there with other bytes, or unreadable; foreign: no file of Pixelis.
   */
  kind: "missing" | "damaged" | "foreign";
  /**
   * found: as it is now; repaired: good bytes are in its place; set-aside: it was moved out of the way, and nothing took its place.
   */
  state: "found" | "repaired" | "set-aside";
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest?: string;
  /**
   * Bytes.
   */
  size?: number;
  /**
   * Where it lies, or lay, in the store.
   */
  file?: string;
  /**
   * What is wrong with it.
   */
  reason?: string;
  /**
   * Repaired only: where the good bytes came from: another copy in the cache, the quarantine, the worktree, the cache (for a remote), or a remote by name.
   */
  from?: string;
  /**
   * Where the damaged or foreign file lies now, in the store.
   */
  quarantine?: string;
  /**
   * For what it is needed.
   */
  needed: readonly Need[];
  lastHad?: CommitFacts;
}

/**
 * What an object is for.
 */

export interface Need {
  /**
   * Place of the version or run in 'needers', from 0.
   */
  needer: number;
  /**
   * Path inside the folder; '' where the object is all of a file, or the list of a folder's files.
   */
  file?: string;
}

/**
 * A commit of the git repository.
 */

/**
 * What a signature is worth.
 */

/**
 * A version, or a run, that needs objects.
 */

export interface Needer {
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact?: string;
  /**
   * Number of a version, from 1.
   */
  version?: number;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest?: string;
  /**
   * Id of the run.
   */
  run?: string;
  /**
   * Tracked paths at which the version stood, in the worktree or in one of the commits.
   */
  paths: readonly string[];
  /**
   * Commits that recorded it, or put it at a path, newest first.
   */
  commits: readonly CommitFacts[];
}

/**
 * One thing that went wrong, or that is worth knowing.
 */

/**
 * .pixelis/artifacts/<name>/v<version>-<8 hex>.yaml: the record of one version. Written once, never edited.
 */

export interface VersionFile {
  /**
   * Version of the file format.
   */
  pixelis: 1;
  /**
   * Name of an artifact: letters, digits, dots, dashes, underscores; none that Windows keeps for a device.
   */
  artifact: string;
  /**
   * Number of a version, from 1.
   */
  version: number;
  /**
   * Type of the artifact.
   */
  type: string;
  /**
   * BLAKE3 digest of the bytes, as b3sum prints it, behind 'blake3:'.
   */
  digest: string;
  /**
   * Bytes.
   */
  size: number;
  /**
   * Directories only: number of files and links in it.
   */
  files?: number;
  /**
   * Files only: whether the file was executable.
   */
  executable?: true;
  /**
   * Time in UTC, to the second, as in 2026-03-01T09:30:00Z.
   */
  created: string;
  /**
   * Id of a run.
   */
  run?: string;
  /**
   * @maxItems 5000
   */
  parents?: readonly Parent[];
  metadata?: Metadata;
  [k: string]: unknown | undefined;
}

/**
 * A version that a version was made from.
 */

/**
 * What users say about a version: any YAML values by key.
 */
