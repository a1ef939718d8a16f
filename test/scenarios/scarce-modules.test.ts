import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pressureScenario } from '../../src/run/pressure/pressure.js';
import { runOptions, temporaryFolder } from '../run/scenario-text.js';

const folder = temporaryFolder();
