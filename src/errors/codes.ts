/**
 * Every problem a user can meet: its code, the kind that decides the exit code, and the heading under which
 * `docs/errors.md` explains it. The same problem has the same code in every command.
 */
export const errorCodes = {
  // usage
  'usage.invalid-argument': { kind: 'usage', heading: 'An argument cannot be used' },
  'usage.unknown-command': { kind: 'usage', heading: 'The command is not known' },
  'usage.unknown-option': { kind: 'usage', heading: 'The option is not known' },
  'reference.invalid': { kind: 'usage', heading: 'A reference cannot be read' },
  'reference.not-found': { kind: 'failed', heading: 'Nothing has that name' },
  'reference.ambiguous': { kind: 'failed', heading: 'A reference fits more than one thing' },
  'name.invalid': { kind: 'usage', heading: 'An artifact name cannot be used' },
  'name.against-convention': { kind: 'usage', heading: 'An artifact name is against the convention' },
  'expression.invalid': { kind: 'usage', heading: 'A search expression cannot be read' },

  // paths to be put under version
  'path.invalid': { kind: 'usage', heading: 'A path cannot be used' },
  'path.not-found': { kind: 'failed', heading: 'A path does not exist' },
  'path.outside-repository': { kind: 'usage', heading: 'A path lies outside the repository' },
  'path.inside-git': { kind: 'usage', heading: 'A path lies inside .git or .pixelis' },
  'path.is-pointer': { kind: 'usage', heading: 'A path is a pointer' },
  'path.is-symlink': { kind: 'usage', heading: 'A path is a symbolic link' },
  'path.tracked-by-git': { kind: 'failed', heading: 'Git tracks the path' },
  'path.overlaps': { kind: 'failed', heading: 'Two tracked paths would overlap' },
  'path.ignored': { kind: 'failed', heading: 'A path is ignored' },
  'path.special-file': { kind: 'failed', heading: 'A file is neither a file, a folder nor a link' },
  'path.not-tracked': { kind: 'failed', heading: 'Nothing is tracked at a path' },

  // the worktree
  'worktree.would-overwrite': { kind: 'failed', heading: 'Bytes that exist nowhere else would be lost' },
  'worktree.outdated': { kind: 'failed', heading: 'Placed from another version than the pointer names' },
  'worktree.changed-meanwhile': { kind: 'failed', heading: 'A file changed while it was read' },
  'worktree.unsafe-path': { kind: 'integrity', heading: 'A path would lead out of its folder' },

  // files of ours
  'file.invalid': { kind: 'integrity', heading: 'A file of Pixelis cannot be read' },
  'file.too-large': { kind: 'integrity', heading: 'A file of Pixelis is too large' },
  'file.newer-format': { kind: 'failed', heading: 'A file was written by a newer Pixelis' },
  'file.conflicted': { kind: 'failed', heading: 'A file has merge conflicts' },
  'merge.cannot-unite': { kind: 'failed', heading: 'Only one side of a conflict can be kept' },
  'merge.record-left-out': { kind: 'failed', heading: 'A merge has no room for a record' },
  'record.missing': { kind: 'integrity', heading: 'A record is missing' },
  'record.contradicted': { kind: 'integrity', heading: 'A record is contradicted by another file' },
  'record.changed': { kind: 'integrity', heading: 'A record was changed after it was committed' },
  'config.invalid': { kind: 'failed', heading: 'A setting cannot be used' },

  'signature.trust-unreadable': { kind: 'failed', heading: 'A file that says whom to trust cannot be read' },

  // objects
  'object.missing': { kind: 'partial', heading: 'An object is missing' },
  'object.corrupt': { kind: 'integrity', heading: 'An object is damaged' },
  'pack.corrupt': { kind: 'integrity', heading: 'A pack is damaged' },
  'tree.invalid': { kind: 'integrity', heading: 'A tree is damaged' },
  'object.dropped': { kind: 'partial', heading: 'A rule let the content go' },
  'object.purged': { kind: 'failed', heading: 'The content was purged' },
  'store.foreign-file': { kind: 'failed', heading: 'A file among the objects is none of Pixelis' },
  'digest.invalid': { kind: 'usage', heading: 'A digest cannot be read' },

  // purging
  'purge.shared': { kind: 'failed', heading: 'Other versions have the content as well' },
  'purge.unknown-needs': { kind: 'failed', heading: 'What a version needs cannot be told' },

  // several things at once
  'command.partly-done': { kind: 'partial', heading: 'A command was partly done' },

  // repository and git
  'repository.not-found': { kind: 'not-a-repository', heading: 'This is not a Pixelis repository' },
  'repository.no-git': { kind: 'not-a-repository', heading: 'This is not a git repository' },
  'repository.bare': { kind: 'not-a-repository', heading: 'The repository has no worktree' },
  'repository.exists': { kind: 'failed', heading: 'The repository is set up already' },
  'git.failed': { kind: 'failed', heading: 'Git failed' },
  'git.unsupported': { kind: 'failed', heading: 'The repository needs the git executable' },
  'git.revision-not-found': { kind: 'failed', heading: 'A revision is not known' },
  'git.shallow': { kind: 'failed', heading: 'History is cut off here' },
  'hook.blocked': { kind: 'failed', heading: 'A git hook cannot be changed' },
  'lock.held': { kind: 'locked', heading: 'Another process holds a lock' },

  // seals
  'seal.broken': { kind: 'integrity', heading: 'A seal is broken' },
  'seal.rewritten': { kind: 'integrity', heading: 'Sealed history was rewritten' },
  'seal.lost': { kind: 'integrity', heading: 'A sealed record is gone' },
  'seal.hidden': { kind: 'integrity', heading: 'A kept seal was hidden' },
  'seal.incomplete': { kind: 'failed', heading: 'Sealed history is not all here' },
  'seal.not-found': { kind: 'failed', heading: 'Nothing is sealed, or not that' },
  'seal.untrusted': { kind: 'failed', heading: 'The key of a seal is not known' },
  'proof.invalid': { kind: 'integrity', heading: 'A proof does not hold' },
  // garbage collection
  'gc.root-unreadable': { kind: 'failed', heading: 'What is needed cannot be told' },
  'gc.run-not-found': { kind: 'failed', heading: 'No collection has that id' },

  // garbage on remotes
  'gc.push-under-way': { kind: 'failed', heading: 'A push to a remote is not finished' },
  'gc.from-trash': { kind: 'failed', heading: 'Something lies in the trash of a remote' },
  'gc.last-copy': { kind: 'failed', heading: 'Nobody else is seen to have a version' },
  'gc.retained': { kind: 'failed', heading: 'A service keeps what was to be removed' },

  // runs, environments, lineage
  'run.not-active': { kind: 'failed', heading: 'There is no active run' },
  'run.not-found': { kind: 'failed', heading: 'No run has that id' },
  'run.exists': { kind: 'failed', heading: 'A run has that id already' },
  'run.ended': { kind: 'failed', heading: 'A run has ended' },
  'run.config-changed': { kind: 'failed', heading: 'The configuration of a run is not what it was' },
  'run.lost': { kind: 'failed', heading: 'A run was lost with its process' },
  'run.input-modified': { kind: 'failed', heading: 'An input of a run was changed in the worktree' },
  'run.outputs-left-out': { kind: 'failed', heading: 'The outputs of a run were not put under version' },
  'run.not-reproducible': { kind: 'failed', heading: 'A run cannot be executed again' },
  'code.dirty': { kind: 'failed', heading: 'The working directory has uncommitted changes' },
  'environment.not-found': { kind: 'failed', heading: 'No environment is recorded under that digest' },
  'environment.incomplete': { kind: 'failed', heading: 'A part of the environment could not be captured' },
  'environment.differs': { kind: 'failed', heading: 'The environment differs from the recorded one' },
  'secret.redacted': { kind: 'failed', heading: 'A secret was kept out of a record' },
  'lineage.broken': { kind: 'integrity', heading: 'The lineage has a fault' },

  // remotes
  'remote.not-configured': { kind: 'usage', heading: 'There is no such remote' },
  'remote.exists': { kind: 'usage', heading: 'The remote exists already' },
  'remote.invalid-url': { kind: 'usage', heading: 'A remote URL cannot be used' },
  'remote.unreachable': { kind: 'remote', heading: 'A remote cannot be reached' },
  'remote.denied': { kind: 'remote', heading: 'A remote refused access' },
  'remote.not-found': { kind: 'remote', heading: 'The bucket or folder of a remote does not exist' },
  'remote.failed': { kind: 'remote', heading: 'A remote failed' },
  'remote.bad-response': { kind: 'integrity', heading: 'A remote answered with the wrong bytes' },
  'remote.cannot-keep': { kind: 'remote', heading: 'A remote cannot hold what it is to keep' },
  'offline.forbidden': { kind: 'remote', heading: 'The network is off' },

  // the machine
  'disk.full': { kind: 'failed', heading: 'The disk is full' },
  'disk.denied': { kind: 'failed', heading: 'The file system refused access' },
  'disk.failed': { kind: 'failed', heading: 'The file system failed' },

  'process.failed': { kind: 'failed', heading: 'Another program failed' },
  interrupted: { kind: 'interrupted', heading: 'The command was interrupted' },
  bug: { kind: 'bug', heading: 'Pixelis has a bug' },
} as const satisfies Record<string, { readonly kind: ErrorKind; readonly heading: string }>;

/** Kinds of problems, one exit code each. */
export type ErrorKind =
  | 'failed'
  | 'usage'
  | 'partial'
  | 'integrity'
  | 'not-a-repository'
  | 'locked'
  | 'remote'
  | 'bug'
  | 'interrupted';

/** A code of {@link errorCodes}; stable, part of the public interface. */
export type ErrorCode = keyof typeof errorCodes;

/** Exit code of the command line for each kind of problem. */
export const exitCodes = {
  failed: 1,
  usage: 2,
  partial: 3,
  integrity: 4,
  'not-a-repository': 10,
  locked: 11,
  remote: 12,
  bug: 70,
  interrupted: 130,
} as const satisfies Record<ErrorKind, number>;
