/**
 * The evaluator's loop as one would write it in C, without a bit trick that the others do not have: the same program of
 * steps, the same blocks of samples, the same Reed–Muller forms, left to the compiler to turn into vector code.
 *
 * Compiled with -DK=… for the number of neighbours. It reads one file of 32-bit words (see native-work.ts), then lines
 * from stdin: a number n evaluates everything n times and answers `done`; `counts` prints the counts of the last time.
 */
export const C_SOURCE = String.raw`
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TABLE (1 << K)

/* A step may write the slot of one of its own sources: each word is written after it is read, so no vector is wrong. */
#if defined(__clang__)
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define INDEPENDENT _Pragma("GCC ivdep")
#else
#define INDEPENDENT
#endif

/* Slots are whole vectors of 128 bits apart, from an aligned address on. */
#if defined(__GNUC__)
#define ALIGNED(p) __builtin_assume_aligned(p, 16)
#else
#define ALIGNED(p) (p)
#endif

/* f = f0 ^ (x & f1), input by input, from the coefficients at index b on. */
#define F0(b) c[b]
#define F1(b) (F0(b) ^ (x0 & F0((b) + 1)))
#define F2(b) (F1(b) ^ (x1 & F1((b) + 2)))
#define F3(b) (F2(b) ^ (x2 & F2((b) + 4)))
#define F4(b) (F3(b) ^ (x3 & F3((b) + 8)))
#define F5(b) (F4(b) ^ (x4 & F4((b) + 16)))

static void update(uint32_t *out, uint32_t *const *in, uint32_t form, int words) {
  out = ALIGNED(out);
  uint32_t c[TABLE];
  for (int i = 0; i < TABLE; i++) c[i] = 0u - ((form >> i) & 1u);
  const uint32_t *p0 = ALIGNED(in[0]);
#if K > 1
  const uint32_t *p1 = ALIGNED(in[1]);
#endif
#if K > 2
  const uint32_t *p2 = ALIGNED(in[2]);
#endif
#if K > 3
  const uint32_t *p3 = ALIGNED(in[3]);
#endif
#if K > 4
  const uint32_t *p4 = ALIGNED(in[4]);
#endif
  INDEPENDENT
  for (int i = 0; i < words; i++) {
    const uint32_t x0 = p0[i];
#if K > 1
    const uint32_t x1 = p1[i];
#endif
#if K > 2
    const uint32_t x2 = p2[i];
#endif
#if K > 3
    const uint32_t x3 = p3[i];
#endif
#if K > 4
    const uint32_t x4 = p4[i];
#endif
#if K == 1
    out[i] = F1(0);
#elif K == 2
    out[i] = F2(0);
#elif K == 3
    out[i] = F3(0);
#elif K == 4
    out[i] = F4(0);
#else
    out[i] = F5(0);
#endif
  }
}

static void flip(uint32_t *out, const uint32_t *noise, int words) {
  INDEPENDENT
  for (int i = 0; i < words; i++) out[i] ^= noise[i];
}

static uint32_t reed_muller(uint32_t f) {
  f ^= (f << 1) & 0xaaaaaaaau;
  f ^= (f << 2) & 0xccccccccu;
  f ^= (f << 4) & 0xf0f0f0f0u;
  f ^= (f << 8) & 0xff00ff00u;
  f ^= (f << 16) & 0xffff0000u;
  return f;
}

/* Number of 1 bits, in operations that any vector unit has. */
static inline uint32_t ones(uint32_t v) {
  v = v - ((v >> 1) & 0x55555555u);
  v = (v & 0x33333333u) + ((v >> 2) & 0x33333333u);
  v = (v + (v >> 4)) & 0x0f0f0f0fu;
  v = v + (v >> 8);
  return (v + (v >> 16)) & 0x3fu;
}

static void count(uint32_t *cells, const uint32_t *x, const uint32_t *y, int words) {
  uint32_t first = 0, second = 0, both = 0;
  for (int i = 0; i < words; i++) {
    first += ones(x[i]);
    second += ones(y[i]);
    both += ones(x[i] & y[i]);
  }
  cells[0] += (uint32_t)words * 32u - first - second + both;
  cells[1] += first - both;
  cells[2] += second - both;
  cells[3] += both;
}

static uint32_t *read_words(const char *file) {
  FILE *in = fopen(file, "rb");
  if (!in) { perror(file); exit(1); }
  fseek(in, 0, SEEK_END);
  const size_t size = (size_t)ftell(in);
  rewind(in);
  uint32_t *words = malloc(size);
  if (!words || fread(words, 1, size, in) != size) { fprintf(stderr, "%s: cannot be read\n", file); exit(1); }
  fclose(in);
  return words;
}

int main(int argc, char **argv) {
  if (argc != 2) { fprintf(stderr, "expected one file\n"); return 1; }
  const uint32_t *h = read_words(argv[1]);
  const int steps = (int)h[1], inputs = (int)h[2], slots = (int)h[3], words = (int)h[4];
  const int genotypes = (int)h[5], units = (int)h[6], noisy = (int)h[7], pairs = (int)h[8], readings = (int)h[9];
  const int block = (int)h[10];
  if (h[0] != K) { fprintf(stderr, "compiled for K = %d, given %u\n", K, h[0]); return 1; }
  const uint32_t *target = h + 11;
  const uint32_t *source = target + steps;
  const uint32_t *unit = source + steps * K;
  const uint32_t *pair = unit + steps;
  const uint32_t *planes = pair + steps;
  const uint32_t *tables = planes + (size_t)inputs * words;
  const uint32_t *noise = tables + (size_t)genotypes * units;
  const uint32_t *sides = noise + (size_t)pairs * words;

  uint32_t *state = aligned_alloc(64, ((size_t)slots * block * 4 + 63) / 64 * 64);
  uint32_t *forms = malloc((size_t)genotypes * units * 4);
  uint32_t *counts = malloc((size_t)genotypes * readings * 16);
  uint32_t **in = malloc((size_t)steps * K * sizeof *in);
  uint32_t **out = malloc((size_t)steps * sizeof *out);
  if (!state || !forms || !counts || !in || !out) { fprintf(stderr, "out of memory\n"); return 1; }
  for (int i = 0; i < steps * K; i++) in[i] = state + (size_t)source[i] * block;
  for (int i = 0; i < steps; i++) out[i] = state + (size_t)target[i] * block;

  char line[64];
  while (fgets(line, sizeof line, stdin)) {
    if (line[0] == 'c') {
      for (int i = 0; i < genotypes * readings * 4; i++) printf("%u ", counts[i]);
      printf("\n");
      fflush(stdout);
      continue;
    }
    for (long times = atol(line); times > 0; times--) {
      memset(counts, 0, (size_t)genotypes * readings * 16);
      for (size_t i = 0; i < (size_t)genotypes * units; i++) forms[i] = reed_muller(tables[i]);
      for (int from = 0; from < words; from += block) {
        const int length = words - from < block ? words - from : block;
        for (int i = 0; i < inputs; i++)
          memcpy(state + (size_t)i * block, planes + (size_t)i * words + from, (size_t)length * 4);
        for (int g = 0; g < genotypes; g++) {
          for (int s = 0; s < steps; s++) {
            update(out[s], in + s * K, forms[(size_t)g * units + unit[s]], length);
            if (noisy) flip(out[s], noise + (size_t)pair[s] * words + from, length);
          }
          for (int r = 0; r < readings; r++)
            count(counts + ((size_t)g * readings + r) * 4, state + (size_t)sides[2 * r] * block,
                  state + (size_t)sides[2 * r + 1] * block, length);
        }
      }
    }
    printf("done\n");
    fflush(stdout);
  }
  return 0;
}
`;
