import { copilotDriver } from '../rig/agent/copilot.mts';
import { agentSuite } from './suite.ts';

agentSuite(copilotDriver);
