import { clineDriver } from '../rig/agent/cline.mts';
import { agentSuite } from './suite.ts';

agentSuite(clineDriver);
