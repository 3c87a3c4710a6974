import type { Command } from '../command.js';
import { sealCommands } from './seals.js';

export const auditCommands: readonly Command[] = [...sealCommands];
