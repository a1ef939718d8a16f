import { it } from 'vitest';
import { expectOneDigest } from '../simulate/run-digests.js';

it('the digest of a run is the same under every evaluator, whatever is saved, in 200 random scenarios', async () => {
  await expectOneDigest(200);
  console.log('200 random scenarios: one digest each under plain, reference, wasm, and wasm that saves nothing');
});
