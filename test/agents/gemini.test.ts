import { geminiDriver } from '../rig/agent/gemini.mts';
import { agentSuite } from './suite.ts';

agentSuite(geminiDriver);
