/**
 * The same rollout in JAX, as one who knows XLA would write it: 32 samples to a word, every shape static, each unit's
 * table as masks that its inputs fold in half one after the other, population counts on the device, so that only counts
 * come back. It reads the file of the C program (see native-work.ts), and can be told to run on NumPy instead, which
 * tests its arithmetic where there is no JAX.
 *
 * Three forms, of which the benchmark takes the fastest: `looped` keeps the states of one tick as one array [units,
 * genotypes, words] and gathers each tick from the one before, ticks alike in a fori_loop; `unrolled` does so without the
 * loop; `straight` is a straight line of array operations [genotypes, words], one for each step, which XLA fuses as it
 * likes.
 *
 * Genotypes and samples are cut into pieces of so many words a plane, so that few shapes have to be compiled; smaller
 * pieces stay in the device's cache, larger ones need fewer launches. Lines on stdin: `load FILE`, `form NAME WORDS` (of a
 * piece), `whole N` (N times from arrays of the host to counts of the host), `device N` (N times with all inputs on the
 * device, waiting once at the end), `counts N` (of the first N genotypes), `digest`, `about`. Each is answered by one line.
 */
export const JAX_SOURCE = `
import hashlib
import json
import sys
import numpy as np

if sys.argv[1] == 'numpy':
    xp = np
    jit = lambda f: f
    put = lambda a: a
    wait = lambda a: a
    ones = np.bitwise_count
    def fori(first, last, body, state):
        for t in range(first, last):
            state = body(t, state)
        return state
    about = {'version': 'NumPy ' + np.__version__, 'device': 'processor', 'platform': 'cpu'}
else:
    import jax
    import jax.numpy as xp
    jit, put, wait, fori = jax.jit, jax.device_put, jax.block_until_ready, jax.lax.fori_loop
    ones = jax.lax.population_count
    device = jax.devices()[0]
    about = {'version': 'JAX ' + jax.__version__, 'device': device.device_kind, 'platform': device.platform}

class Structure:
    """What is compiled: each step's operands as inputs or as steps."""

class Work:
    """A work's file."""

    def __init__(self, name):
        h = np.fromfile(name, dtype='<u4')
        one = self.structure = Structure()
        one.K, steps, one.inputs, _, self.words, self.genotypes, units, one.noisy, pairs, readings, _ = (int(v) for v in h[:11])
        at = 11
        def take(*shape):
            nonlocal at
            size = int(np.prod(shape))
            at += size
            return h[at - size:at].reshape(shape)
        target, source = take(steps).tolist(), take(steps, one.K).tolist()
        one.unit, one.pair = take(steps).tolist(), take(steps).tolist()
        self.planes = take(one.inputs, self.words)
        self.tables = take(self.genotypes, units)
        self.noise = take(pairs, self.words)
        sides, tick = take(readings, 2).tolist(), take(steps).tolist()
        # Slots are used again; a value is an input (its number) or a step (inputs + its number).
        holds = {slot: slot for slot in range(one.inputs)}
        one.source = []
        for s in range(steps):
            one.source.append([holds[slot] for slot in source[s]])
            holds[target[s]] = one.inputs + s
        one.sides = [[holds[slot] for slot in pair] for pair in sides]
        one.ticks = [[s for s in range(steps) if tick[s] == t] for t in sorted(set(tick))]

def forms_of(tables):
    for shift, where in ((1, 0xaaaaaaaa), (2, 0xcccccccc), (4, 0xf0f0f0f0), (8, 0xff00ff00), (16, 0xffff0000)):
        tables = tables ^ ((tables << np.uint32(shift)) & np.uint32(where))
    return tables

def masks(form, K):
    return [xp.uint32(0) - ((form >> np.uint32(i)) & np.uint32(1)) for i in range(1 << K)]

def fold(terms, xs):
    # f = f0 ^ (x & f1), input by input, from coefficients 0 or ~0.
    for x in xs:
        terms = [terms[i] ^ (x & terms[i + 1]) for i in range(0, len(terms), 2)]
    return terms[0]

def count(one, value, words):
    cells = []
    for x, y in one.sides:
        x, y = value(x), value(y)
        first, second, both = (ones(v).astype(np.int32).sum(axis=-1) for v in (x, y, x & y))
        cells += [words * 32 - first - second + both, first - both, second - both, both]
    return xp.stack(cells, axis=-1)

def straight(one):
    """One array operation [genotypes, words] for each step."""
    def run(tables, planes, noise):
        mask = masks(forms_of(tables).T, one.K)
        values = {i: planes[i][None, :] for i in range(one.inputs)}
        for steps in one.ticks:
            for s in steps:
                out = fold([c[one.unit[s]][:, None] for c in mask], [values[v] for v in one.source[s]])
                values[one.inputs + s] = out ^ noise[one.pair[s]] if one.noisy else out
        return count(one, values.__getitem__, planes.shape[1])
    return run

def gathered(one, looped):
    """One array [units, genotypes, words] for each tick, gathered from the one before and from the inputs."""
    row = {one.inputs + s: r for steps in one.ticks for r, s in enumerate(steps)}
    last = [one.inputs + s for s in one.ticks[-1]]
    if any(v >= one.inputs and v not in last for side in one.sides for v in side):
        raise SystemExit('the gathered forms read units at the last tick only')
    # [tick]: unit and noise plane of each row; where a source is a row of the tick before; which row; which input.
    ticks = []
    for steps in one.ticks:
        source = np.array([one.source[s] for s in steps])
        inside = source >= one.inputs
        rows = np.array([[row.get(v, 0) for v in values] for values in source.tolist()])
        unit, pair = np.array([one.unit[s] for s in steps]), np.array([one.pair[s] for s in steps])
        ticks.append((unit, pair, inside, rows, np.where(inside, 0, source)))

    def run(tables, planes, noise):
        form = forms_of(tables).T
        def advance(state, everywhere, nowhere, unit, pair, inside, rows, inputs):
            def x(j):
                if nowhere[j]:
                    return planes[inputs[:, j]][:, None, :]
                if everywhere[j]:
                    return state[rows[:, j]]
                return xp.where(inside[:, j][:, None, None], state[rows[:, j]], planes[inputs[:, j]][:, None, :])
            out = fold(masks(form[unit][:, :, None], one.K), [x(j) for j in range(one.K)])
            return out ^ noise[pair][:, None, :] if one.noisy else out
        state = None
        t = 0
        while t < len(ticks):
            width = len(ticks[t][0])
            end = t + 1
            # Ticks of as many rows as the one before them: one loop.
            while looped and t > 0 and len(ticks[t - 1][0]) == width and end < len(ticks) and len(ticks[end][0]) == width:
                end += 1
            stacked = [np.stack(parts) for parts in zip(*ticks[t:end])]
            everywhere, nowhere = stacked[2].all(axis=(0, 1)), ~stacked[2].any(axis=(0, 1))
            if end - t == 1:
                state = advance(state, everywhere, nowhere, *ticks[t])
            else:
                alike = [all(np.array_equal(part[0], other) for other in part) for part in stacked]
                arrays = [part[0] if same else xp.asarray(part) for part, same in zip(stacked, alike)]
                at = lambda i: [part if same else part[i] for part, same in zip(arrays, alike)]
                state = fori(0, end - t, lambda i, s: advance(s, everywhere, nowhere, *at(i)), state)
            t = end
        value = lambda v: planes[v][None, :] if v < one.inputs else state[row[v]]
        return count(one, value, planes.shape[1])
    return run

# Compiled once for each structure and form, and by JAX for each shape.
compiled = {}

def function(one, form):
    key = form, repr(sorted(vars(one).items()))
    if key not in compiled:
        compiled[key] = jit(straight(one) if form == 'straight' else gathered(one, form == 'looped'))
    return compiled[key]

add = jit(lambda parts: sum(parts[1:], parts[0]))

class Rollout:
    """A work in one form, cut into pieces of equal shape."""

    def __init__(self, work, form, cells):
        self.work = work
        # So many genotypes at most that few shapes cover all sizes.
        self.group = max(1, min(work.genotypes, cells // 32, 1 << 14))
        self.block = max(1, min(work.words, cells // self.group))
        self.call = function(work.structure, form)

    def pieces(self, size, step):
        return [(first, min(size, first + step)) for first in range(0, size, step)]

    def upload(self):
        work = self.work
        groups = [put(work.tables[a:b]) for a, b in self.pieces(work.genotypes, self.group)]
        blocks = [(put(work.planes[:, a:b]), put(work.noise[:, a:b])) for a, b in self.pieces(work.words, self.block)]
        return groups, blocks

    def evaluate(self, groups, blocks):
        out = []
        for tables in groups:
            parts = [self.call(tables, planes, noise) for planes, noise in blocks]
            out.append(add(parts) if len(parts) > 1 else parts[0])
        return out

    def whole(self):
        return np.concatenate([np.asarray(part) for part in self.evaluate(*self.upload())])

work = rollout = counts = None
form = 'looped', 1 << 19
for line in sys.stdin:
    command, _, rest = line.strip().partition(' ')
    answer = 'done'
    if command == 'load':
        work, rollout = Work(rest), None
    elif command == 'form':
        name, cells = rest.split()
        form, rollout = (name, int(cells)), None
    elif command == 'about':
        answer = json.dumps(about)
    elif command == 'counts':
        answer = ' '.join(map(str, counts[:int(rest)].ravel().tolist()))
    elif command == 'digest':
        answer = hashlib.sha256(np.ascontiguousarray(counts, dtype='<u4').tobytes()).hexdigest()
    else:
        if rollout is None:
            rollout = Rollout(work, *form)
            held = rollout.upload()
        if command == 'whole':
            for _ in range(int(rest)):
                counts = rollout.whole()
        elif command == 'device':
            for _ in range(int(rest)):
                last = rollout.evaluate(*held)
            wait(last)
        else:
            answer = 'unknown command ' + command
    print(answer, flush=True)
`;
