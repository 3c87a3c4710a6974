import type { ErrorCode } from './codes.js';

/** What each problem means and what to do about it: the paragraphs of `docs/errors.md`, in Markdown. */
export const explanations: Readonly<Record<ErrorCode, string>> = {
  'usage.invalid-argument':
    'An argument or the value of an option is missing, superfluous or of the wrong form. `pixelis COMMAND --help` shows what the command takes, with examples.',
  'usage.unknown-command':
    'Pixelis has no command of that name. The hint names the closest ones; `pixelis --help` lists all.',
  'usage.unknown-option':
    'The command has no option of that name. The hint names the closest ones; `pixelis COMMAND --help` lists all. A value that begins with a dash is written `--option=-value`; what follows `--` is never an option.',
  'reference.invalid':
    'A reference has one of these forms: `name`, `name:v2`, `name-v2`, `name:alias`, `name@revision`, `blake3:6f1a`, `name@blake3:6f1a`, a tracked path, or a path with `@revision`; each may be followed by `//` and a path inside the artifact.',
  'reference.not-found':
    'No artifact, version, alias or tracked path fits the reference. The error lists the closest names; `pixelis list --all` shows every version. What another branch recorded is reached by `name@branch`.',
  'reference.ambiguous':
    'More than one version fits: an abbreviated digest that is too short, or a version number that two branches gave to different content before they were merged. Name the version by its digest; the error lists the candidates.',
  'name.invalid':
    'The name of an artifact begins with a letter, a digit or `_`, has only letters, digits, `.`, `_` and `-` after it, and no more than 200 characters.',
  'name.against-convention':
    'The name does not have the form that its type asks for; the error shows the form and a corrected name. `pixelis config set naming warn` only warns, `off` says nothing; types of your own are declared under `types` in `.pixelis/config.yaml`.',
  'expression.invalid':
    'The search expression is not valid JSONata; the error says where. Strings stand in quotes inside the expression, so the shell needs others around it: `pixelis search \'type = "model"\'`.',

  'path.invalid':
    'The path cannot be stored so that it comes back everywhere as it was: it is empty, too long, or has a part that no file can have.',
  'path.not-found':
    'There is no file or folder at the path. Paths are relative to the folder in which you are (or `-C`).',
  'path.outside-repository':
    'Only what lies in the worktree can be put under version: the pointer must stand beside it, in git. Move or copy the data into the repository.',
  'path.inside-git':
    'What lies in `.git` or `.pixelis` belongs to git and to Pixelis and is not put under version as data.',
  'path.is-pointer':
    'The path is a pointer file (`*.pixelis.yaml`), which stands for data. Name the path that it points to: the same without the ending.',
  'path.is-symlink':
    'The path itself is a symbolic link. Add what it leads to, if that is in the repository, or a folder that holds the link: links inside a folder are kept as links.',
  'path.tracked-by-git':
    'Git already has the file, or files in the folder. One of the two keeps it: `git rm -r --cached PATH` takes it out of git and leaves it on the disk; then add it.',
  'path.overlaps':
    'The path lies inside a tracked path, or has one inside it. Add the outer path, which brings the inner along, or give up the one that is tracked: remove its pointer.',
  'path.ignored':
    'A rule in `.pixelisignore` leaves the path out. Change the rule, or add a line with `!` that takes the path back in.',
  'path.special-file':
    'Sockets, pipes and devices have no content that could be stored. Remove them, or leave them out with a line in `.pixelisignore`.',
  'path.not-tracked':
    'There is no pointer for the path. `pixelis status` lists what is tracked; `pixelis add PATH` puts it under version.',

  'worktree.would-overwrite':
    'The file was changed and its content is in no version and not in the cache, so that writing over it would lose it. `pixelis add PATH` keeps it as a new version; `--force` gives it up.',
  'worktree.outdated':
    'The pointer was moved, by `git pull` or `git checkout`, and the path could not follow, because it was changed or its content was not there. Recording it now would undo, unseen, what the version that the pointer names changed. `pixelis checkout --merge PATH` brings both together: what only one side changed is taken from that side; where both changed a file, `--ours` keeps what is here and `--theirs` takes the other. `pixelis checkout --force PATH` gives up what is here. `pixelis add --as-is PATH` records what is there all the same.',
  'worktree.changed-meanwhile':
    'The file changed while it was being read, so that its digest would fit no state of it. Nothing was recorded. Run the command again when whatever writes the file is done.',
  'worktree.unsafe-path':
    'A path in a tree would be written outside the folder it belongs to, or through a symbolic link. Pixelis does not write it. If nobody meddled with the worktree meanwhile, the tree comes from somebody you should not trust.',

  'file.invalid':
    'A file under `.pixelis/`, a pointer or an object of Pixelis does not have the form that `docs/formats.md` describes; the error says where. `git log -p FILE` shows who changed it; `git checkout REV -- FILE` brings a good state back.',
  'file.too-large':
    'A file of Pixelis is larger than any that Pixelis writes, and is not read for that reason. Bring a good state back from git.',
  'file.newer-format':
    'A newer Pixelis wrote the file in a format that this one does not know. Install the newer version: `npm install -g pixelis@latest`.',
  'file.conflicted':
    'A merge left conflict marks in the file. Pointers and aliases are settled with `pixelis resolve`, which lists what is in conflict, file by file, and takes `--ours`, `--theirs` or `--union`. Of other files choose a side (`git checkout --ours FILE` or `--theirs`) and `git add` it. Then run the command again.',
  'merge.cannot-unite':
    'Both sides cannot be kept of a single file, of a path that stands for two artifacts, or of an alias. Choose one: `pixelis resolve PATH --ours` or `--theirs`.',
  'merge.record-left-out':
    'Two sides changed different files of a folder, and Pixelis can merge them into a new version. Its record must be in the commit that points at it; in a rebase, a cherry-pick or a revert, git commits before anybody can add it, and where the git hooks are not installed nobody does. `pixelis resolve` merges and stages all that belongs together; then go on with git (`git rebase --continue`). `pixelis hooks install` installs the hooks.',
  'record.missing':
    'A pointer, an alias or a run names a version or an environment of which there is no record. Records are written once and never deleted: `git log --diff-filter=D -- .pixelis` shows the commit that took it away, and `git checkout COMMIT~1 -- PATH` brings it back. A merge that was resolved by hand may have lost it, too.',
  'record.contradicted':
    'Two files of Pixelis say different things of one version, or the name of a file says something else than its bytes. Records are never edited: `git log -- PATH` shows who changed the file, and `git checkout COMMIT -- PATH` brings back what it was.',
  'record.changed':
    'A record of a version, a run or an environment was committed, and somebody edited or deleted it in the worktree since. Records are written once: if that is committed as well, `pixelis audit` calls the history tampered with for ever. `git checkout HEAD -- PATH` puts it back.',
  'config.invalid':
    'A setting in `.pixelis/config.yaml` or `.pixelis/config.local.yaml` has a value that it cannot have; the error names key and file. `pixelis config list` shows what is in force.',
  'signature.trust-unreadable':
    'A file of allowed signers, of revoked keys or of OpenPGP keys is not there, or holds something that is none of these. A line that cannot be read trusts nobody; where the revoked keys cannot be read, no signature by SSH is called good. Git names the first two (`git config gpg.ssh.allowedSignersFile`, `gpg.ssh.revocationFile`), or the settings `signatures.*` do.',

  'object.missing':
    'The bytes of a file or a tree are neither in the cache nor on the remote that was asked. `pixelis fetch` brings what the remote has; `pixelis fetch --remote NAME` asks another. If no remote has them, push from the clone that made the version.',
  'object.corrupt':
    'The bytes of an object do not match its digest. They were not delivered, and a damaged copy in the cache is moved aside. `pixelis fetch` brings a good copy; a damaged copy on a remote is replaced by pushing from a clone that has a good one.',
  'pack.corrupt':
    'A pack, which holds many small objects, is damaged. It is moved aside; `pixelis fetch` brings its objects again.',
  'tree.invalid':
    'The listing of a tracked folder cannot be read although its digest is right: another program wrote it. Nothing of it is placed.',
  'object.dropped':
    'The version is named in history, and its content is not here on purpose: somebody ran `pixelis gc --apply` with a rule that let it go (`--keep-last`, `--older-than`). The error says when and which. Nothing is damaged. `pixelis fetch NAME:vN` brings it back from the trash or a remote; one that was let go with `--unpushed`, or on the remote as well (`pixelis gc --remote --apply`), may be nowhere but in the clone that did so: have it pushed from there.',
  'object.purged':
    'Somebody removed the content on purpose and for good (personal data, a licence): the error says who, when and why, and so does its record in `.pixelis/tombstones`. Nothing is damaged, and nobody can bring it back: pick another version. If the purge was a mistake and somebody still has the bytes, `git rm` the record and add them again; the history shows both.',
  'store.foreign-file':
    'A file lies where only objects and packs belong, and its name is none of theirs. It does no harm and is never read. `pixelis verify --repair` moves it into the quarantine of the cache.',
  'digest.invalid':
    'A digest is `blake3:` and 64 lower-case hex digits; where a reference takes one, at least 4 of them.',

  'purge.shared':
    'What was named is also the content of other versions, or of a file in them, which would lose it. Name these, too, or say `--with-sharing`: then it goes from all of them.',
  'purge.unknown-needs':
    'The list of files of another version can be read neither in the cache nor on a remote, so that it cannot be told whether it needs what is to go. Bring it first (`pixelis fetch --all`), or purge that version as well.',

  'command.partly-done':
    'Some of what was asked is done and some could not be; each failure is named with a code of its own. Run the command again when its cause is mended: what is done is not done again.',

  'repository.not-found':
    'Neither this folder nor one above it has been set up for Pixelis. Go to the repository, name it with `-C`, or set it up: `pixelis init`.',
  'repository.no-git':
    'Pixelis works inside a git repository, and this folder is in none. `git init` makes one; then `pixelis init`.',
  'repository.bare': 'A bare repository has no files to put under version. Clone it, and work in the clone.',
  'repository.exists':
    'There is nothing left for `init` to do. `pixelis config` changes settings, `pixelis remote add` adds a remote, `pixelis hooks install` installs the hooks.',
  'git.failed':
    'Git ended with an error, which is shown. Try the same with git itself; `pixelis doctor` looks at the setup.',
  'git.unsupported':
    'Without the git executable Pixelis reads the repository with isomorphic-git, which would misread this one (the error says why). Install git and make sure that it is in PATH.',
  'git.revision-not-found':
    'Git knows no such commit, branch or tag here. `git fetch --all --tags` brings what the server has.',
  'git.shallow':
    'The clone was made with `--depth` and lacks the history that this needs. `git fetch --unshallow` brings it.',
  'hook.blocked':
    'A git hook exists that Pixelis must not change: it is no shell script, a link, or switched off. Let it call `pixelis hooks run` itself, or move it away and install again.',
  'lock.held':
    'Another Pixelis process is doing what only one can do at a time. Run the command again when it is done; locks of dead processes are freed by themselves.',
  'gc.push-under-way':
    'A clone registered on the remote what it was about to push, and not all of it is there yet: nobody can tell which objects it counts on, so nothing is collected. Wait until its push is done, or finish it there with `pixelis push --all`. A clone that is gone for good is forgotten with `pixelis gc --remote=NAME --apply --forget-clone ID`.',
  'gc.from-trash':
    'The remote has what was asked for in its trash only: a collection took it away, and nothing is lost. Any clone that has it pushes it back (`pixelis push`); `pixelis gc undo --remote=NAME` takes the collection back; the next collection brings back what a clone needs.',
  'gc.last-copy':
    'A rule let the version go from a remote some time ago, its content lies in the trash there, and neither the cache of this clone nor another remote is seen to have all of it, byte for byte. So the purge left it. Purge from the clone that has it, take the collection back (`pixelis gc undo --remote=NAME RUN`), or say that it may go all the same: `--unpushed NAME:vN`.',
  'gc.retained':
    'The service refuses to move or remove files before their retention ends. They cost space and harm nothing; a later collection takes them. A service with versions, as Amazon S3, does not refuse: it hides the files, and holds their versions.',

  'seal.broken':
    'The seals in `refs/pixelis/seals` contradict each other or themselves: a root that does not follow from the entries, an entry that was changed, a signature over other bytes, or a chain that no longer holds what this clone has seen before. Somebody wrote there by other means than `pixelis audit seal`, or moved the ref back. Compare with another clone, or with the remote that keeps seals under Object Lock: `pixelis audit --remote`.',
  'seal.rewritten':
    'A branch or tag no longer contains the commit at which it was sealed or last seen: somebody force-pushed, amended or deleted what others had. The commit is named; as long as any clone has it, `git branch rescue COMMIT` brings it back. Where it was meant, say so on the record: `pixelis audit seal --accept REASON`.',
  'seal.lost':
    'A record that was sealed is in no commit that a branch, remote branch or tag leads to. The commit that brought it is named; as long as any clone has it, `git branch rescue COMMIT` brings it back. Where it was meant, say so on the record: `pixelis audit seal --accept REASON`.',
  'seal.hidden':
    'On a remote that keeps versions, somebody removed a seal that was kept there. The version is still held, under a delete marker, and was compared with the seals of this clone like any other; but no command of Pixelis removes a seal. Find out who did (the log of the service says so), and remove the marker by its version: `aws s3api list-object-versions --prefix seals/` shows it, `aws s3api delete-object --version-id` takes it away. Leave `seals/` out of lifecycle rules that expire objects. A seal that was removed when its retention had ended is not told.',
  'seal.incomplete':
    'The seals speak of commits or records that this clone does not have: they were not fetched, not pushed, or history is cut off here (`git fetch --unshallow`). Whether they still exist can only be told where they are.',
  'seal.not-found':
    'There is no seal in this clone, or what is to be proven was recorded after the last one. `pixelis audit seal` makes one; `pixelis audit seals --fetch` brings those of others.',
  'seal.untrusted':
    'The seal is signed, by a key that the allowed signers do not name. If you know whose it is, add the line that `pixelis audit seals` shows to the file of allowed signers (`git config gpg.ssh.allowedSignersFile`).',
  'proof.invalid':
    'The file is no proof, or it does not show what it says: its parts do not lead to the root that was signed, or the signature is not that of the key. Ask for a fresh one: `pixelis audit prove REF -o FILE`.',
  'gc.root-unreadable':
    'Garbage collection takes away only what nothing names, so it stops where it cannot read something that may name objects: a repository that shares the cache and is gone or cut off (shallow, partial clone), a pointer or record that cannot be decoded, a tree that is damaged. The error names it. Mend it (`git fetch --unshallow`, `pixelis verify --repair --all`), or say that it counts no more: `--forget-repository PATH` for a repository, `--ignore NAME` for anything else.',
  'gc.run-not-found':
    'The trash has nothing of a collection with that id: it was purged, or taken back. `pixelis gc trash` lists what there is.',

  'run.not-active':
    'What was asked for belongs to a run, and there is none: `pixelis metrics log` and the methods of a context work inside `pixelis run -- COMMAND`, or inside the scope of an `ExperimentContext`. A run tells its children its id by the variable `PIXELIS_RUN_ID`; a job that clears its environment has to pass it on.',
  'run.not-found':
    'No run, finished or live, has the id, or begins with it. `pixelis runs list` shows those of this worktree; what another branch recorded is there after a merge.',
  'run.exists':
    'The id that was asked for is taken by another run. Records are never edited: leave out `--id` and a fresh one is made.',
  'run.ended':
    'The run has ended and its record is written; nothing can be added to it any more. Start another one, or go on with it: `pixelis runs resume ID`.',
  'run.config-changed':
    'The run goes on with another configuration than it began with: the command reads the file as it is now, and that is recorded. To go on with the one of the first run, bring the file back with git.',
  'run.lost':
    'The process that kept the run (or its host) died before it could write the record, so this command wrote it: INTERRUPTED, with the output and the metrics that had been logged by then. Outputs that were only declared were not put under version.',
  'run.input-modified':
    'The path holds other bytes than the version that would be recorded as an input, so the record would be untrue. `pixelis add PATH` makes a version of what is there; `pixelis checkout PATH` brings the recorded one back.',
  'run.outputs-left-out':
    'The run did not complete, so what it left at the paths of its declared outputs may be half written, and must not become the latest version of anything. The files are where they are; `pixelis add PATH` puts what is good of them under version.',
  'run.not-reproducible':
    'What the run needs is not there: its commit is not in this clone (`git fetch`), an object is neither in the cache nor on the remote, or an argument was a secret and is not recorded. The error says which.',
  'code.dirty':
    'The worktree differs from its commit. At capture level 1 that difference is not recorded, and the run cannot be reproduced exactly: commit first (`git add -A && git commit`), or use level 2 or 3, which keep changed and untracked files as objects. More than 100 MiB of them are told at these levels too, since they are read at the start of every run: put data under version (`pixelis add`), or have git ignore it.',
  'environment.not-found':
    'No environment record has the digest, and no run or version leads to one. `pixelis runs show ID` names the environment of a run; `pixelis env capture` records the one of this machine.',
  'environment.incomplete':
    'A part of the environment could not be found out (a tool is missing, or failed), and the record says `unknown` there. The run is recorded all the same.',
  'environment.differs':
    'This machine does not satisfy the recorded environment; the differences are listed, the ones most likely to change a result first.',
  'secret.redacted':
    'Something that looks like a secret was replaced by the name of the rule that found it and a fingerprint, in which equal secrets show as equal. If it is none, allow it by name: `--allow NAME`, or `capture.allow` in the config.',
  'lineage.broken':
    'Records contradict each other: a parent or a run that has no record, a cycle, an evaluation that does not name what it evaluated, a digest that no store has. `pixelis lineage validate` lists them all; git history tells who changed what.',

  'remote.not-configured':
    'No remote of that name is configured, or none at all. `pixelis remote list` shows them; `pixelis remote add origin URL` adds one.',
  'remote.exists':
    'There is a remote of that name already. `pixelis remote remove NAME` forgets it (what is stored there stays); then add it anew.',
  'remote.invalid-url':
    'A remote is `s3://bucket/prefix`, a folder (`/mnt/store`), or `file:///folder`. Credentials never stand in the URL.',
  'remote.unreachable':
    'The remote does not answer: no network, a wrong endpoint, a service that is down. `pixelis remote check` tries it step by step. Nothing is lost: run the command again later.',
  'remote.denied':
    'The remote answered, and refused: credentials are missing, expired or not allowed to do this. For S3 they come from the environment, the profile or the instance role, as for every AWS tool; for a folder from its permissions.',
  'remote.not-found':
    'The remote answers, but has no such bucket or folder. Check the URL with `pixelis remote list`, or create it.',
  'remote.failed':
    'The remote failed, also when asked again. `pixelis remote check` tries it step by step; what was moved need not be moved again.',
  'remote.bad-response':
    'The remote delivered bytes that do not match their digest or length. They were not used. If this lasts, something between here and there changes data: a proxy, a disk.',
  'remote.cannot-keep':
    'Only a bucket of S3 that was made with Object Lock can promise that nobody removes an object before a day. A folder and other buckets keep seals, too, as long as nobody takes them away: leave out `--lock-days`.',
  'offline.forbidden':
    'The command needs the network, and `--offline` or `PIXELIS_OFFLINE_MODE=true` forbids it. Remotes that are folders work offline as well.',

  'disk.full':
    'There is no room left. Nothing half-written is kept. Make room, or move the cache: `pixelis config set cache.dir FOLDER --local`.',
  'disk.denied':
    'The operating system does not allow access to the path; its permissions, or a file system that is mounted read-only.',
  'disk.failed':
    'The operating system could not read or write the path; the error says why. Check the disk if it speaks of input or output errors.',

  'process.failed': 'A program that Pixelis called ended with an error, which is shown.',
  interrupted:
    'The command was stopped by Ctrl-C or a signal. What was done stays valid, nothing half-done is left: run it again to go on.',
  bug: 'Pixelis met something that it should never meet. Run the command again with `PIXELIS_DEBUG=1` and report what it prints, with the output of `pixelis doctor`.',
};
