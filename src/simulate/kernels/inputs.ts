import { INPUT_COUNT, INPUT_ONES, INPUTS, SLOT_BYTES, STATE } from '../wasm/header';
import { onesIn } from './count';

/** Copies `bytes` of every input plane, from byte `from` on, into its slot, and counts its 1 bits. */
export function loadInputs(h: usize, from: usize, bytes: usize): void {
  const stride: usize = load<u32>(h, SLOT_BYTES);
  const count: usize = load<u32>(h, INPUT_COUNT);
  const ones: usize = load<u32>(h, INPUT_ONES);
  let slot: usize = load<u32>(h, STATE);
  let input: usize = load<u32>(h, INPUTS);
  for (let i: usize = 0; i < count; i++) {
    const plane: usize = load<u32>(input);
    const flip = load<i32>(input, 4);
    if (plane === 0) {
      memory.fill(slot, <u8>flip, bytes);
    } else {
      const mask = i32x4.splat(flip);
      for (let at: usize = 0; at < bytes; at += 16) {
        v128.store(slot + at, v128.xor(v128.load(plane + from + at), mask));
      }
    }
    store<i32>(ones + (i << 2), onesIn(slot, bytes));
    slot += stride;
    input += 8;
  }
}
