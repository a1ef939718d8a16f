/** Analog units with contexts, ties, crossover, migration, copying and ports of two sites; a fraction of a second. */
export const ANALOG_SCENARIO = `
name: small-analog
seed: 5
lattice:
  map: |
    A g B
    A h B
    S . D
  neighbours: west3
  start: zero
units: {kind: analog, noise: 0.3, scale: 1.5}
environment:
  x: {gaussian: 2}
  s: fair
contexts:
  free: {weight: 3}
  held: {set: {s: 1}, weight: 1}
ports:
  A: {write: x}
  B: {read: true, target: x}
  S: {write: s}
  D: {read: true}
channels:
  through: {from: A, to: B, reward: 1}
  leak: {from: S, to: D}
genome:
  ties: [{from: [g], to: [h], fraction: 0.5, sign: -1}]
population: {size: 12, islands: 2, migration: {every: 2, rate: 0.1}}
variation:
  mutation: {perGenome: 2, step: 0.5}
  crossover: {kind: uniform, rate: 0.5}
  copying: {region: g, rate: 0.05}
measure: {samples: 128, every: 3, prior: 2}
stop: {generations: 7}
`;
