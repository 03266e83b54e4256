import { claudeDriver } from '../rig/agent/claude.mts';
import { agentSuite } from './suite.ts';

agentSuite(claudeDriver);
