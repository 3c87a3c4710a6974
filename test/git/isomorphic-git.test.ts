import { testGitAdapter } from './git-suite.js';

testGitAdapter('isomorphic-git');
