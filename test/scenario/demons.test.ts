import { describe, expect, it } from 'vitest';
import { FaultList } from '../../src/base/errors.js';
import { loadScenario } from '../../src/scenario/load.js';
import { dependsOn } from '../../src/scenario/ways.js';

/** Two XOR gates hold the host; the payload reaches the second by a path of its own. */
const HOSTAGE = `name: hostage
lattice:
  map: |
    A g . . h B
    C # # D # #
    E . n # # #
  neighbours: [[0, -1], [1, -1]]
  border: zero
environment: {x: fair, z: fair}
ports:
  A: {write: x}
  B: {read: true, target: x}
  C: {write: z}
  E: {write: z}
  D: {read: true}
channels:
  through: {from: A, to: B, reward: 1}
  leak: {from: C, to: D}
genome:
  fixed: {g: {xor: [0, 1]}, h: {xor: [0, 1]}}
demons:
  taker: {kind: hostage, payload: leak, host: through, lock: g, unlock: h}
stop: {generations: 20}
`;

function faultsOf(overrides: string[], text = HOSTAGE): readonly string[] {
  try {
    loadScenario({ text, file: 'f.yaml', overrides });
  } catch (error) {
    if (error instanceof FaultList) return error.faults;
    throw error;
  }
  return [];
}

describe('a demon', () => {
  it('is loaded as it is written where its mechanism is there', () => {
    const { scenario } = loadScenario({ text: HOSTAGE, file: 'f.yaml' });
    expect(scenario.demons).toEqual({
      taker: { kind: 'hostage', payload: 'leak', host: 'through', lock: 'g', unlock: 'h' },
    });
  });

  it('is part of the identity, which is that of a file without demons where there are none', () => {
    const hash = (text: string): string => loadScenario({ text, file: 'f.yaml' }).hash;
    const plain = HOSTAGE.replace(/demons:.*\n.*\n/, '');
    expect(hash(plain)).not.toBe(hash(HOSTAGE));
    expect(hash(plain)).toBe(hash(`${plain}demons: {}\n`));
  });

  it('may serve a channel that `watch: all` has named', () => {
    const watched = ['channels={watch: all, through: {from: A, to: B, reward: 1}}', 'demons.taker.payload=E->D'];
    expect(faultsOf(watched)).toEqual([]);
  });

  it('may have gates that are XORs under another name, or complemented, and not others', () => {
    expect(faultsOf(['genome.fixed.g={table: "0b1001"}', 'genome.fixed.h={table: 6}'])).toEqual([]);
    for (const gate of ['{and: [0, 1]}', '{table: "0b0010"}']) {
      expect(faultsOf([`genome.fixed.g=${gate}`])).toEqual([expect.stringContaining('whose gate is no XOR')]);
    }
    expect(faultsOf(['genome.fixed.g={copy: 0}'])).toEqual([expect.stringContaining('variable z of the payload')]);
  });

  it('needs a way for its payload to the unlock, and from there to the host, which may go around the torus', () => {
    // Nothing carries z to the lock any more; D still reads E.
    expect(faultsOf(['ports.C.write=x', 'channels.leak.from=E'])).toEqual([
      expect.stringMatching(/^f\.yaml:22:\d+: demons\.taker\.lock: g, which variable z of the payload does not reach/),
    ]);
    // The same map with its columns moved by three: every way goes around the torus.
    const moved = HOSTAGE.replace('A g . . h B', '. h B A g .')
      .replace('C # # D # #', 'D # # C # #')
      .replace('E . n # # #', '# # # E . n');
    expect(faultsOf(['lattice.border=wrap'], moved)).toEqual([]);
    expect(faultsOf([], moved)).not.toEqual([]);
  });

  it('is not asked for ways where the wiring is drawn from the seed', () => {
    const drawn = ['lattice.neighbours={random: 2, radius: all}', 'ports.C.write=x', 'channels.leak.from=E'];
    expect(faultsOf(drawn)).toEqual([]);
    expect(faultsOf([...drawn, 'genome.fixed={g: {xor: [0, 1]}}'])).toEqual([
      expect.stringContaining('demons.taker.unlock: h, whose units evolve'),
    ]);
  });

  it('of any kind is found by its mechanism, and not without it', () => {
    const tied = [
      'genome.ties=[{from: [B], to: [D], fraction: 0.25}]',
      'demons.taker={kind: hitchhiker, payload: leak, host: through, tie: 0}',
    ];
    expect(faultsOf(tied)).toEqual([]);
    expect(faultsOf([...tied, 'genome.ties.0.fraction=0'])).toEqual([expect.stringContaining('nothing is tied')]);
    const driving = [
      'variation={crossover: {kind: uniform, rate: 0.5}, drive: {region: n, toward: leak, bias: 0.8}}',
      'demons.taker={kind: driver, payload: leak, host: through, region: n}',
    ];
    expect(faultsOf(driving)).toEqual([]);
    expect(faultsOf([...driving, 'variation.drive.bias=0.5'])).toEqual([
      expect.stringContaining('n, which drives toward leak with a bias of 0.5 or less; expected'),
    ]);
    const inPhase = 'phases=[{at: 3, variation: {copying: {region: n, rate: 0.1}}}]';
    expect(faultsOf([inPhase, driving[1]!])).toEqual([]);
    expect(faultsOf([inPhase, 'phases.0.variation.copying.rate=0', driving[1]!])).toEqual([
      expect.stringContaining('n, which nothing favours; expected'),
    ]);
  });
});

describe('dependence of a table on an input', () => {
  it('tells an XOR, which every input flips, from an AND, which some do', () => {
    // AND of inputs 0 and 1, of three: true at indices 3 and 7.
    expect([0, 1, 2].map((input) => dependsOn(0b10001000, 3, input))).toEqual([true, true, false]);
    expect([0, 1, 2].map((input) => dependsOn(0b10001000, 3, input, true))).toEqual([false, false, false]);
    expect([0, 1, 2].map((input) => dependsOn(0b01100110, 3, input, true))).toEqual([true, true, false]);
  });
});
