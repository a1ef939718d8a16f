import { createHash } from 'node:crypto';
import { readSync, writeSync } from 'node:fs';

/** Bytes moved by one call: the system takes fewer than 2^31 at once, and this many keep the disk busy. */
const MOST_BYTES = 2 ** 26;

/** A block of memory in pieces that one system call can take. */
function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += MOST_BYTES) yield bytes.subarray(from, from + MOST_BYTES);
}

/** SHA-256 over several blocks of any size, as if they were one. */
export function checksumOf(blocks: Iterable<Uint8Array>): Buffer {
  const hash = createHash('sha256');
  for (const block of blocks) for (const piece of pieces(block)) hash.update(piece);
  return hash.digest();
}

/** Writes blocks of any size one after another at the end of an open file. */
export function writeBlocks(handle: number, blocks: Iterable<Uint8Array>): void {
  for (const block of blocks) {
    for (const piece of pieces(block)) {
      for (let written = 0; written < piece.length; ) written += writeSync(handle, piece, written);
    }
  }
}

/** Fills a block of any size from an open file; false where the file ends before. */
export function readBlock(handle: number, block: Uint8Array, position: number): boolean {
  for (let read = 0; read < block.length; ) {
    const length = Math.min(MOST_BYTES, block.length - read);
    const count = readSync(handle, block, read, length, position + read);
    if (count === 0) return false;
    read += count;
  }
  return true;
}

/** SHA-256 of an open file from a position to its end. */
export function checksumOfFile(handle: number, from: number): Buffer {
  const hash = createHash('sha256');
  const buffer = new Uint8Array(MOST_BYTES);
  for (let position = from; ; ) {
    const count = readSync(handle, buffer, 0, MOST_BYTES, position);
    if (count === 0) return hash.digest();
    hash.update(buffer.subarray(0, count));
    position += count;
  }
}
