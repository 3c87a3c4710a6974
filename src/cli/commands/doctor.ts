import type { DoctorResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { renderDoctor } from '../render/checks.js';

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'look for what is wrong with the setup',
  details: 'Looks at the installation, git, the repository, the cache, the hooks and, unless offline, the remotes.',
  operands: [],
  options: {},
  examples: [
    { command: 'pixelis doctor', explanation: 'everything' },
    { command: 'pixelis doctor --offline', explanation: 'without asking the remotes' },
  ],
  answers: true,
  async run(_, session): Promise<DoctorResult> {
    const repository = await session.repository();
    return repository.doctor(session.task);
  },
  render: renderDoctor,
});
