import { opencodeDriver } from '../rig/agent/opencode.mts';
import { agentSuite } from './suite.ts';

agentSuite(opencodeDriver);
