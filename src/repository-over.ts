import { tmpdir } from 'node:os';
import type { RepositoryContext } from '#operations/repository-context.js';
import type { Collection } from './collection.js';
import type { Environments } from './environments.js';
import type { Metrics } from './metrics.js';
import type { Aliases, Config, Hooks, Lineage, Merging, Remotes, Repository } from './repository.js';
import { afterLostRuns } from './after-lost-runs.js';
import { remoteCollectionOver } from './remote-collection-over.js';
import { runsOver } from './runs-over.js';
import { sealsOver } from './seals-over.js';
import { withDiskErrors } from './with-disk-errors.js';

/** The public face over an open repository. Each verb is loaded when it is first called: start-up pays for one alone. */
export function repositoryOver(context: RepositoryContext): Repository {
  const close = () => context.close();
  const verbs: Verbs = {
    add: async (paths, options = {}) => (await import('#operations/add.js')).add(context, paths, options),
    status: async (targets = [], options = {}) =>
      (await import('#operations/status.js')).status(context, targets, options),
    checkout: async (targets = [], options = {}) =>
      (await import('#operations/checkout.js')).checkout(context, targets, options),
    diff: async (between = {}, options = {}) => (await import('#operations/diff.js')).diff(context, between, options),
    get: async (reference, options) => (await import('#operations/get.js')).get(context, reference, options),
    cat: async (reference, options) => (await import('#operations/cat.js')).cat(context, reference, options),
    list: async (targets = [], options = {}) =>
      (await import('#operations/list-artifacts.js')).listArtifacts(context, targets, options),
    show: async (reference, options) =>
      (await import('#operations/show-version.js')).showVersion(context, reference, options),
    blame: async (reference, options) => (await import('#operations/blame.js')).blame(context, reference, options),
    log: async (target, options) => (await import('#operations/log-versions.js')).logVersions(context, target, options),
    search: async (expression, options) =>
      (await import('#operations/search-versions.js')).searchVersions(context, expression, options),
    reproduce: async (reference, options = {}) =>
      (await import('#operations/reproduce.js')).reproduce(context, reference, {
        ...options,
        temporaryFolder: tmpdir(),
      }),
    push: async (targets = [], options = {}) => (await import('#operations/push.js')).push(context, targets, options),
    fetch: async (targets = [], options = {}) =>
      (await import('#operations/fetch.js')).fetch(context, targets, options),
    pull: async (targets = [], options = {}) => (await import('#operations/pull.js')).pull(context, targets, options),
    verify: async (targets = [], options = {}) =>
      (await import('#operations/verify.js')).verify(context, targets, options),
    purge: async (references = [], options = {}) =>
      (await import('#operations/purge.js')).purge(context, references, options),
    audit: async (options) => (await import('#operations/audit.js')).audit(context, options),
    doctor: async (options) => (await import('#operations/doctor.js')).doctor(context, options),
  };
  return {
    root: context.git.places.root,
    ...withDiskErrors(afterLostRuns(context, verbs)),
    runs: withDiskErrors(afterLostRuns(context, runsOver(context))),
    metrics: withDiskErrors(metricsOver(context)),
    lineage: withDiskErrors(afterLostRuns(context, lineageOver(context))),
    aliases: withDiskErrors(aliasesOver(context)),
    remotes: withDiskErrors(remotesOver(context)),
    config: withDiskErrors(configOver(context)),
    hooks: withDiskErrors(hooksOver(context)),
    environments: withDiskErrors(environmentsOver(context)),
    seals: withDiskErrors(sealsOver(context)),
    merging: withDiskErrors(mergingOver(context)),
    // Runs without a process are live to it, and a full disk is no place for their records.
    gc: {
      ...withDiskErrors(collectionOver(context)),
      remote: (name) => withDiskErrors(remoteCollectionOver(context, name)),
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

type Verbs = Omit<
  Repository,
  | 'root'
  | 'runs'
  | 'metrics'
  | 'lineage'
  | 'aliases'
  | 'remotes'
  | 'config'
  | 'hooks'
  | 'environments'
  | 'seals'
  | 'merging'
  | 'gc'
  | 'close'
  | typeof Symbol.asyncDispose
>;

function collectionOver(context: RepositoryContext): Omit<Collection, 'remote'> {
  const gc = async (options: Parameters<Collection['plan']>[0] & { readonly mode: 'plan' | 'apply' | 'purge' }) =>
    (await import('#operations/gc.js')).gc(context, options);
  return {
    plan: async (options) => gc({ ...options, mode: 'plan' }),
    apply: async (options) => gc({ ...options, mode: 'apply' }),
    purge: async (options) => gc({ ...options, mode: 'purge' }),
    undo: async (run, options) => (await import('#operations/gc-trash.js')).undoGc(context, run, options),
    trash: async (options) => (await import('#operations/gc-trash.js')).listTrash(context, options),
  };
}

function metricsOver(context: RepositoryContext): Metrics {
  const { show, read } = afterLostRuns(context, {
    show: async (...[id, options]: Parameters<Metrics['show']>) =>
      (await import('#operations/show-metrics.js')).showMetrics(context, id, options),
    read: async (...[id, options]: Parameters<Metrics['read']>) =>
      (await import('#operations/read-metrics.js')).readMetrics(context, id, options),
  });
  return {
    // Called at every step of a loop: nothing is looked at that need not be.
    log: async (values, options) =>
      (await import('#operations/log-metrics.js')).logMetrics(context.environment, values, options),
    show,
    read,
  };
}

function lineageOver(context: RepositoryContext): Lineage {
  return {
    graph: async (reference, options) =>
      (await import('#operations/show-lineage.js')).showLineage(context, reference, options),
    path: async (from, to, options) =>
      (await import('#operations/find-lineage-path.js')).findLineagePath(context, { from, to }, options),
    run: async (id, options) => (await import('#operations/show-lineage.js')).showLineageOfRun(context, id, options),
    validate: async (options) => (await import('#operations/validate-lineage.js')).validateLineage(context, options),
  };
}

function aliasesOver(context: RepositoryContext): Aliases {
  return {
    set: async (reference, alias, options) =>
      (await import('#operations/set-alias.js')).setAlias(context, { reference, alias }, options),
    list: async (artifact, options) =>
      (await import('#operations/list-aliases.js')).listAliases(context, artifact, options),
    remove: async (artifact, alias, options) =>
      (await import('#operations/remove-alias.js')).removeAlias(context, { artifact, alias }, options),
  };
}

function remotesOver(context: RepositoryContext): Remotes {
  return {
    add: async (name, url, options) =>
      (await import('#operations/add-remote.js')).addRemote(context, { name, url }, options),
    list: async (options) => (await import('#operations/list-remotes.js')).listRemotes(context, options),
    remove: async (name, options) =>
      (await import('#operations/remove-remote.js')).removeRemote(context, name, options),
    setDefault: async (name, options) =>
      (await import('#operations/set-default-remote.js')).setDefaultRemote(context, name, options),
    check: async (name, options) => (await import('#operations/check-remote.js')).checkRemote(context, name, options),
  };
}

function configOver(context: RepositoryContext): Config {
  return {
    get: async (key, options) => (await import('#operations/get-setting.js')).getSetting(context, key, options),
    set: async (key, value, options) =>
      (await import('#operations/set-setting.js')).setSetting(context, { key, value }, options),
    unset: async (key, options) => (await import('#operations/unset-setting.js')).unsetSetting(context, key, options),
    list: async (options) => (await import('#operations/list-settings.js')).listSettings(context, options),
  };
}

function hooksOver(context: RepositoryContext): Hooks {
  return {
    install: async (options) => (await import('#operations/install-hooks.js')).installHooks(context, options),
    uninstall: async (options) => (await import('#operations/uninstall-hooks.js')).uninstallHooks(context, options),
    status: async (options) => (await import('#operations/hooks-status.js')).hooksStatus(context, options),
    run: async (call, options) => (await import('#operations/run-hook.js')).runHook(context, call, options),
  };
}

function environmentsOver(context: RepositoryContext): Environments {
  return {
    capture: async (options) => (await import('#operations/keep-environment.js')).keepEnvironment(context, options),
    show: async (reference, options) =>
      (await import('#operations/show-environment.js')).showEnvironment(context, reference, options),
    diff: async (from, to, options) =>
      (await import('#operations/diff-environments.js')).diffEnvironments(context, { from, to }, options),
    check: async (reference, options) =>
      (await import('#operations/diff-environments.js')).checkEnvironment(context, reference, options),
  };
}

function mergingOver(context: RepositoryContext): Merging {
  const { resolve } = afterLostRuns(context, {
    resolve: async (...[targets = [], options = {}]: Parameters<Merging['resolve']>) =>
      (await import('#operations/resolve.js')).resolve(context, targets, options),
  });
  return {
    resolve,
    // In the middle of git's work: nothing is looked at, and nothing staged, that need not be.
    mergeFile: async (call, options) => (await import('#operations/merge-driver.js')).mergeFile(context, call, options),
  };
}
