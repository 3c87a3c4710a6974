import path from 'node:path';
import type { GpuFacts } from '#model/environment.js';
import { ask } from './ask.js';
import { jsonFile, namesIn, textStart } from './machine-files.js';
import type { SurveyedPython } from './python-facts.js';
import type { Survey } from './survey.js';

type CudaFacts = Pick<GpuFacts, 'toolkit' | 'build' | 'cudnn'>;

/** What is installed of CUDA, in the Python of the command and on the machine; what is not there is left out. */
export async function cudaFacts(survey: Survey, surveying: Promise<SurveyedPython | undefined>): Promise<CudaFacts> {
  const folder = toolkitFolder(survey);
  const [toolkit, python] = await Promise.all([toolkitVersion(folder) ?? compilerVersion(survey), surveying]);
  const build = torchBuild(python);
  const cudnn = packagedCudnn(python) ?? headerCudnn(folder) ?? libraryCudnn(survey, folder);
  return {
    ...(toolkit === undefined ? {} : { toolkit }),
    ...(build === undefined ? {} : { build }),
    ...(cudnn === undefined ? {} : { cudnn }),
  };
}

function toolkitFolder({ environment }: Survey): string {
  return environment['CUDA_HOME'] || environment['CUDA_PATH'] || '/usr/local/cuda';
}

function toolkitVersion(folder: string): string | undefined {
  const file = jsonFile(path.join(folder, 'version.json')) as
    | { readonly cuda?: { readonly version?: unknown } }
    | undefined;
  if (typeof file?.cuda?.version === 'string') return file.cuda.version;
  return /CUDA Version (\S+)/.exec(textStart(path.join(folder, 'version.txt')) ?? '')?.[1];
}

async function compilerVersion(survey: Survey): Promise<string | undefined> {
  const { text } = await ask(survey, 'nvcc', ['--version']);
  return /release \d+\.\d+, V(\S+)/.exec(text ?? '')?.[1];
}

/** PyTorch says in a file of its own what it was built for. */
function torchBuild(python: SurveyedPython | undefined): string | undefined {
  for (const folder of python?.searchPath ?? []) {
    const text = textStart(path.join(folder, 'torch', 'version.py'));
    if (text === undefined) continue;
    const [cuda, hip] = ['cuda', 'hip'].map((name) => {
      return new RegExp(`^${name}(?:\\s*:[^=\\n]+)?\\s*=\\s*['"]([^'"]+)['"]`, 'm').exec(text)?.[1];
    });
    return cuda === undefined ? hip && `ROCm ${hip}` : `CUDA ${cuda}`;
  }
  return undefined;
}

/** The cuDNN that comes with a Python's packages is the one that its libraries load. */
function packagedCudnn(python: SurveyedPython | undefined): string | undefined {
  if (python === undefined) return undefined;
  const { packages, conda } = python.facts;
  const name = Object.keys(packages).find((candidate) => /^nvidia-cudnn(?:-cu\d+)?$/.test(candidate));
  return name === undefined ? conda['cudnn']?.split(' ', 1)[0] : packages[name];
}

function headerCudnn(toolkit: string): string | undefined {
  for (const folder of [path.join(toolkit, 'include'), '/usr/include', '/usr/include/x86_64-linux-gnu']) {
    for (const name of ['cudnn_version.h', 'cudnn.h']) {
      const text = textStart(path.join(folder, name));
      const numbers = ['MAJOR', 'MINOR', 'PATCHLEVEL'].map(
        (part) => new RegExp(`^#define CUDNN_${part} (\\d+)`, 'm').exec(text ?? '')?.[1],
      );
      if (!numbers.includes(undefined)) return numbers.join('.');
    }
  }
  return undefined;
}

/** `libcudnn.so.9.1.0`. */
function libraryCudnn({ environment }: Survey, toolkit: string): string | undefined {
  const named = (environment['LD_LIBRARY_PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const known = [path.join(toolkit, 'lib64'), '/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64'];
  for (const folder of [...named, ...known]) {
    for (const name of namesIn(folder)) {
      const version = /^libcudnn\.so\.(\d+(?:\.\d+)+)$/.exec(name)?.[1];
      if (version !== undefined) return version;
    }
  }
  return undefined;
}
