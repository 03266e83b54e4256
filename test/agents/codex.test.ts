import { codexDriver } from '../rig/agent/codex.mts';
import { agentSuite } from './suite.ts';

agentSuite(codexDriver);
