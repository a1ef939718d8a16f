/*
 * Where the kernel finds its arguments: byte offsets into the header at the head of a region. Compiled twice, by
 * TypeScript for the host and by AssemblyScript for the kernel, so that the two cannot disagree. All fields are 32-bit
 * words; addresses are byte addresses in the shared memory.
 */

/** Tables of the batch's first genotype: `Uint32Array [genotype][locus]`. */
export const LOCI = 0;
/** Genotypes in the batch. */
export const COUNT = 4;
export const LOCUS_COUNT = 8;
/** K, neighbours of a unit. */
export const NEIGHBOURS = 12;
/** Bits of a table: 2^K. */
export const TABLE_BITS = 16;
/** Bytes of one plane of the stimulus. */
export const PLANE_BYTES = 20;
/** Bytes of a plane that are in the state at once. */
export const BLOCK_BYTES = 24;
/** Step records, {@link STEP_BYTES} each, in the order of the program. */
export const STEPS = 28;
export const STEP_COUNT = 32;
/** For each step the K values that it reads, as 32-bit numbers: 1 + step, or 0 for an input plane. */
export const WIRES = 36;
/** Input records: address of the plane in the stimulus (0: all zeros), then the mask that is XORed to it. */
export const INPUTS = 40;
export const INPUT_COUNT = 44;
/** Number of 1 bits of each input plane in the present block. */
export const INPUT_ONES = 48;
/** Slots of one plane's block each; input i lies in slot i. */
export const STATE = 52;
/** Address of the first noise plane; 0 without noise. */
export const NOISE = 56;
/** Reading records. */
export const READINGS = 60;
export const READINGS_END = 64;
/** Values that readings need: 1 + step, 0 for an input plane. */
export const ROOTS = 68;
export const ROOT_COUNT = 72;
/** Reed–Muller form of each locus, then of each fixed unit. */
export const FORMS = 76;
/** For each form, bit j set where it depends on input j. */
export const DEPENDS = 80;
/** For each form, nonzero where it is not the one of the genotype before. */
export const CHANGED = 84;
/** For each value, 1 where its slot may not hold what the present genotype asks for. */
export const STALE = 88;
/** For each value, 1 where the present genotype needs it. */
export const LIVE = 92;
/** Lists of (step record, form): what each genotype of a chunk has to update. */
export const LISTS = 96;
/** Entries that the lists hold together. */
export const LIST_CAPACITY = 100;
/** For each genotype of a chunk: address of the end of its list, or 0 where its counts are those of the one before. */
export const ENDS = 104;
/** Genotypes in one chunk, at most. */
export const ENDS_CAPACITY = 108;
/** The batch's genotypes in the order of evaluation, as 64-bit numbers whose low half is the index. */
export const ORDER = 112;
/** As much room again for sorting. */
export const ORDER_SPARE = 116;
/** Loci from the one that reaches most steps to the one that reaches fewest. */
export const SIGNIFICANCE = 120;
/** `Uint32Array [genotype][cell]`: the result. */
export const COUNTS = 124;
/** Cells of one genotype. */
export const CELLS = 128;
/** 256 × 8 bytes: bit i of a byte as bit 0 of byte i. */
export const SPREAD = 132;
/** Room for the masks of a joint count. */
export const MASKS = 136;
/** Savings that are switched on: bits {@link DUPLICATES}, {@link PLANES} and {@link LIVENESS}. */
export const SAVINGS = 140;
/** Cost of one step's update, in units of one step's share of an analysis; sets when an analysis pays. */
export const STEP_COST = 144;
/** For each locus, the first value that it has a part in. */
export const FIRST_VALUES = 148;
/** Result: step updates done, each over the whole stimulus. */
export const UPDATES = 152;
/** Result: genotypes that were not evaluated because they equal another one. */
export const DUPLICATES_FOUND = 156;
/** Distance of two slots in bytes. */
export const SLOT_BYTES = 160;
export const HEADER_BYTES = 176;

/** Bits of {@link SAVINGS}. */
export const DUPLICATES = 1;
export const PLANES = 2;
export const LIVENESS = 4;

/** A step record: target slot, five source slots (addresses), noise plane (byte offset), form (byte offset). */
export const STEP_BYTES = 32;
export const STEP_SOURCES = 4;
export const STEP_NOISE = 24;
export const STEP_FORM = 28;

/*
 * A reading record: kind, number of planes, byte offset of its first cell in a genotype's counts, input number of the
 * first plane (−1 where it is none), then the addresses of the planes.
 */
export const READING_SIZE = 4;
export const READING_CELL = 8;
export const READING_INPUT = 12;
export const READING_PLANES = 16;
/** Kinds of readings: the sample's symbol; samples in which any pair of planes differs. */
export const JOINT = 0;
export const CHANGE = 1;
