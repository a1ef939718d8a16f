import type { FamilyName } from '../../scenario/scenario.js';
import { balanced } from './families/balanced.js';
import { linear } from './families/linear.js';
import { reversible } from './families/reversible.js';
import { sparse } from './families/sparse.js';
import type { Family } from './family.js';

export const families: Readonly<Record<FamilyName, Family>> = { balanced, linear, sparse, reversible };
