import { qwenDriver } from '../rig/agent/qwen.mts';
import { agentSuite } from './suite.ts';

agentSuite(qwenDriver);
