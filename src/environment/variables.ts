import type { TextByName } from '#model/environment.js';
import type { Survey } from './survey.js';
import { textByName } from './text-by-name.js';

/** The variables that decide over determinism, as they are set. */
export function switches(survey: Survey): TextByName {
  return chosen(survey, isSwitch);
}

/** Whether a variable decides over determinism. */
export function isSwitch(name: string): boolean {
  return switchNames.test(name);
}

/** All other variables but those that name a session, a job or a place in it. */
export function lastingVariables(survey: Survey): TextByName {
  return chosen(
    survey,
    (name, value) =>
      !switchNames.test(name) && !volatileNames.test(name) && !name.startsWith('=') && !isServiceAddress(name, value),
  );
}

function chosen({ environment, secrets }: Survey, isWanted: (name: string, value: string) => boolean): TextByName {
  return textByName(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || !isWanted(name, value) ? [] : [[name, bounded(secrets.variable(name, value))] as const],
    ),
  );
}

/** Kubernetes tells every process of every service that there is at the time. */
function isServiceAddress(name: string, value: string): boolean {
  return name.endsWith('_PORT') && /^(?:tcp|udp):\/\//.test(value);
}

/** A record has a limit, and one variable must not use it up. */
function bounded(value: string): string {
  if (value.length <= maxLength) return value;
  return `${value.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '')}… (${value.length} characters)`;
}

const maxLength = 8192;

const switchNames = new RegExp(
  `^(?:${[
    'PYTHONHASHSEED|PYTHONOPTIMIZE|PYTHONUTF8|PYTHONSAFEPATH|PYTHONNOUSERSITE|PYTHONFAULTHANDLER',
    'CUBLAS_WORKSPACE_CONFIG|CUDA_VISIBLE_DEVICES|CUDA_LAUNCH_BLOCKING|CUDA_DEVICE_ORDER|NVIDIA_TF32_OVERRIDE',
    'ROCR_VISIBLE_DEVICES|HIP_VISIBLE_DEVICES|HSA_OVERRIDE_GFX_VERSION',
    '(?:OMP|MKL|OPENBLAS|NUMEXPR|VECLIB|BLIS|GOTO|KMP|TBB)_[A-Z0-9_]+|OMP_NUM_THREADS|RAYON_NUM_THREADS|GOMAXPROCS',
    'TF_(?:DETERMINISTIC|CUDNN|ENABLE|XLA|GPU|FORCE|NUM|USE|CPP|DISABLE)[A-Z0-9_]*|XLA_[A-Z0-9_]+|JAX_[A-Z0-9_]+|TORCH_[A-Z0-9_]+|PYTORCH_[A-Z0-9_]+|NCCL_[A-Z0-9_]+|CUDNN_[A-Z0-9_]+',
    'JULIA_NUM_THREADS|UV_THREADPOOL_SIZE|NODE_ENV|NODE_OPTIONS|LANG|LANGUAGE|LC_[A-Z]+|TZ|SOURCE_DATE_EPOCH',
  ].join('|')})$`,
);

const volatileNames = new RegExp(
  `^(?:${[
    // the session
    '_|PWD|OLDPWD|SHLVL|COLUMNS|LINES|HOSTNAME|HOST|CONTAINER_NAME|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|WINDOWID|TTY|GPG_TTY|STY|TERM.*',
    'SSH_.*|TMUX.*|XDG_SESSION_.*|XDG_RUNTIME_DIR|XDG_VTNR|XDG_SEAT|DBUS_.*|SESSION_MANAGER|INVOCATION_ID|JOURNAL_STREAM',
    'SYSTEMD_.*|MEMORY_PRESSURE_.*|MAIL|PS[1-4]|PROMPT_COMMAND|HIST[A-Z]+|LS_COLORS|VSCODE_.*|ITERM_.*|KITTY_.*|WSL_INTEROP',
    'TMPDIR|TMP|TEMP|EDITOR|PAGER|LESS.*|VISUAL|npm_.*|INIT_CWD|NODE_CHANNEL_.*|GIT_.*|COLORTERM|COLORFGBG',
    // the job, and the process within it
    'SLURM.*|SBATCH_.*|SRUN_.*|PBS_.*|LSB_.*|LSF_.*|LS_[A-Z]+|SGE_.*|JOB_ID|JOB_NAME|JOB_SCRIPT|REQUEST|TASK_ID|RAY_.*',
    'PMI_.*|PMIX_.*|OMPI_.*|PRTE_.*|MPI_.*|HYDRA_.*|KUBERNETES_.*|.*_SERVICE_(?:HOST|PORT).*|.*_PORT_\\d+_(?:TCP|UDP).*',
    'RANK|WORLD_SIZE|(?:LOCAL|GROUP|ROLE|NODE|CROSS)_(?:RANK|SIZE|NAME)|.*_WORLD_SIZE|MASTER_(?:ADDR|PORT)|TORCHELASTIC_.*',
    'GPU_DEVICE_ORDINAL|ZE_AFFINITY_MASK|PIXELIS_.*|BUILD_(?:ID|NUMBER|URL)|CI_(?:JOB|PIPELINE|COMMIT)_.*|GITHUB_.*|RUNNER_.*',
  ].join('|')})$`,
);
