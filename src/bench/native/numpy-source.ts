/**
 * The same loop in NumPy: one array operation for all samples of a group of genotypes at once, 64 samples to a word.
 * Groups are as large as keeps one plane of all their samples within a few hundred kilobytes. It speaks like the C
 * program and reads the same file (see native-work.ts).
 */
export const NUMPY_SOURCE = `
import sys
import numpy as np

h = np.fromfile(sys.argv[1], dtype='<u4')
K, steps, inputs, slots, words, genotypes, units, noisy, pairs, readings, block = (int(v) for v in h[:11])
at = 11

def take(number):
    global at
    at += number
    return h[at - number:at]

target = take(steps).tolist()
source = take(steps * K).reshape(steps, K).tolist()
unit = take(steps).tolist()
pair = take(steps).tolist()
planes = np.ascontiguousarray(take(inputs * words)).view('<u8').reshape(inputs, words // 2)
tables = take(genotypes * units).reshape(genotypes, units)
noise = np.ascontiguousarray(take(pairs * words)).view('<u8').reshape(pairs, words // 2)
sides = take(readings * 2).reshape(readings, 2).tolist()
group = max(1, (1 << 18) // (words * 4))
bits = np.array([bin(i).count('1') for i in range(1 << 16)], dtype=np.uint8)

def ones(plane):
    if hasattr(np, 'bitwise_count'):
        return np.bitwise_count(plane).sum(axis=-1, dtype=np.int64)
    return bits[np.ascontiguousarray(plane).view(np.uint16)].sum(axis=-1, dtype=np.int64)

def masks(tables):
    form = tables.astype(np.uint32)
    for shift, where in ((1, 0xaaaaaaaa), (2, 0xcccccccc), (4, 0xf0f0f0f0), (8, 0xff00ff00), (16, 0xffff0000)):
        form = form ^ ((form << np.uint32(shift)) & np.uint32(where))
    index = np.arange(1 << K, dtype=np.uint32)[:, None, None, None]
    return np.where((form.T[None, :, :, None] >> index) & np.uint32(1), ~np.uint64(0), np.uint64(0))

def update(c, xs):
    # f = f0 ^ (x & f1), input by input.
    terms = list(c)
    for x in xs:
        nexts = []
        for i in range(0, len(terms), 2):
            out = x & terms[i + 1]
            out ^= terms[i]
            nexts.append(out)
        terms = nexts
    return terms[0]

def evaluate():
    counts = np.zeros((genotypes, readings, 4), dtype=np.int64)
    for first in range(0, genotypes, group):
        last = min(genotypes, first + group)
        c = masks(tables[first:last])
        state = [planes[i][None, :] for i in range(inputs)] + [None] * (slots - inputs)
        for s in range(steps):
            xs = [state[slot] for slot in source[s]]
            out = update(c[:, unit[s]], xs)
            if noisy:
                out ^= noise[pair[s]]
            state[target[s]] = out
        for r, (x, y) in enumerate(sides):
            a, b = ones(state[x]), ones(state[y])
            both = ones(state[x] & state[y])
            counts[first:last, r, 0] = words * 32 - a - b + both
            counts[first:last, r, 1] = a - both
            counts[first:last, r, 2] = b - both
            counts[first:last, r, 3] = both
    return counts

counts = None
for line in sys.stdin:
    if line.startswith('c'):
        print(*counts.ravel().tolist(), flush=True)
        continue
    for _ in range(int(line)):
        counts = evaluate()
    print('done', flush=True)
`;
