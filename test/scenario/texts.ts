/** The shortest scenario there is: only what is required. */
export const MINIMAL = `name: minimal
lattice:
  map: A . B
  neighbours: west
environment: {x: fair}
ports: {A: {write: x}, B: {read: true, target: x}}
channels: {through: {from: A, to: B, reward: 1}}
stop: {generations: 3}
`;

/** A scenario that uses most of what can be run, in the block style of hand-written files. */
export const VARIED = `# A comment at the top.
name: varied
description: a bit of everything
seed: 7
lattice:
  map: |
    A g . h B
    C . . . D
    E # . . D
  neighbours: [[0, -1], [1, -1], [0, 0]]
  ticks: 6
  noise: 0.01
  border: wrap
  start: zero
environment:
  x: fair
  z: {biased: 0.3}
  y: {copy: x, flip: 0.05}
  v: {fair: 4}
  w: {xor: [v, m]}
  m: {markov: 4, flip: 0.25}
  s: {ising: [2, 3], coupling: -0.4}
  o: {majority: [x, z, s.5]}
ports:
  A: {write: x}
  B: {read: true, target: y}
  C: {write: w.2}
  D: {read: true}
  E: {write: o}
channels:
  through: {from: A, to: B, reward: 2.5}
  leak: {from: C, to: D}
genome:
  prior: {bit: 0.4}
  fixed:
    g: {xor: [0, 1]}
    h: {table: "0b10010110"}
population:
  size: 40
  islands: 3
  migration: {every: 5, rate: 0.1}
selection: {scheme: truncation, fraction: 0.25}
variation:
  mutation: {perGenome: 0.5}
  crossover: {kind: onePoint, rate: 0.75}
measure: {samples: 256, every: 2, stimulus: fixed, prior: 50}
stop: {generations: 30, when: {through: 0.9}}
`;
