import { testGitAdapter } from './git-suite.js';

testGitAdapter('git');
