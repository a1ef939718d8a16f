import type { Faults } from '../document/faults.js';
import type { Draft } from '../draft.js';
import { checkBins } from './bins.js';
import { checkChannels } from './channels.js';
import { checkContexts } from './contexts.js';
import { checkCycles } from './cycles.js';
import { checkDemons } from './demons.js';
import { checkEnvironment } from './environment.js';
import { checkEvolution } from './evolution.js';
import { checkGenome } from './genome.js';
import { checkInheritance } from './inheritance.js';
import { checkMap } from './map.js';
import { checkNeighbours } from './neighbours.js';
import { checkPhases } from './phases.js';
import { checkPorts } from './ports.js';
import { checkPressure } from './pressure.js';
import { checkSamples } from './samples.js';
import { checkStop } from './stop.js';
import { checkTicks } from './ticks.js';
import { checkTies } from './ties.js';
import { checkUnits } from './units.js';

/** Whatever involves more than one place of a file. Each check looks at the parts of the right form, whatever else is wrong. */
export const crossChecks: readonly ((draft: Draft, faults: Faults) => void)[] = [
  checkMap,
  checkNeighbours,
  checkEnvironment,
  checkCycles,
  checkContexts,
  checkPorts,
  checkTicks,
  checkChannels,
  checkGenome,
  checkTies,
  checkEvolution,
  checkPhases,
  checkInheritance,
  checkDemons,
  checkSamples,
  checkBins,
  checkStop,
  checkPressure,
  checkUnits,
];
