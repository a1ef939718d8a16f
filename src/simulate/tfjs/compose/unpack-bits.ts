import { cast, greaterEqual, less, mul, scalar, stack, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';

/**
 * The bits of words as numbers 0 and 1, int32 `[…, width]`, lowest first.
 *
 * By comparison and subtraction, highest bit first: TensorFlow.js has no shift on every backend, and its int32 floorDiv
 * goes through float32 on wasm, which is wrong beyond 2^24.
 *
 * @param words int32, no bit from `width` on set
 * @param width 1 to 32; the 32nd bit is the sign
 */
export function unpackBits(words: Tensor, width: number): Tensor {
  return tidy(() => {
    const bits: Tensor[] = [];
    let rest = words;
    if (width === 32) {
      const sign = cast(less(rest, scalar(0, 'int32')), 'int32');
      bits.push(sign);
      rest = sub(rest, mul(sign, scalar(-(2 ** 31), 'int32')));
    }
    for (let bit = Math.min(width, 31) - 1; bit >= 0; bit--) {
      const { one, less: remainder } = splitHighest(rest, 2 ** bit);
      bits.push(one);
      if (rest !== words) rest.dispose();
      rest = remainder;
    }
    return stack(bits.reverse(), -1);
  });
}

/** Whether words hold `power`, as 0 and 1, and what is left of them without it. */
function splitHighest(words: Tensor, power: number): { one: Tensor; less: Tensor } {
  return tidy(() => {
    const value = scalar(power, 'int32');
    const one = cast(greaterEqual(words, value), 'int32');
    return { one, less: sub(words, mul(one, value)) };
  });
}
