import type { Stimulus } from '../stimulus.js';
import { sameStimulus } from './same-stimulus.js';
import { type Cells, type Session, SessionFailure } from './session.js';

/** One request, as it waits for its cells. */
export interface Request<Key> {
  readonly plan: Key;
  /** `Int32Array [genotype][word]` */
  readonly loci: Int32Array;
  readonly count: number;
  readonly stimulus: Stimulus;
  /** Called with the cells of genotypes from `first` on, `[genotype][cell]`, each genotype once. */
  readonly give: (first: number, cells: Cells) => void;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

/** Genotypes [first, first + count) of a request. */
interface Segment<Key> {
  readonly open: Open<Key>;
  readonly first: number;
  readonly count: number;
}

interface Open<Key> {
  readonly request: Request<Key>;
  /** Genotypes whose cells are still to come. */
  left: number;
  failed: boolean;
}

interface Batch<Key> {
  readonly segments: readonly Segment<Key>[];
  readonly count: number;
  /** Times that this work has failed. */
  readonly failures: number;
}

/** Batches under way at once: while one is computed the next is uploaded. */
const IN_FLIGHT = 2;

/** A batch that has failed so often is given up: once as it was on a new session, and then halved each time. */
const MOST_FAILURES = 5;

/**
 * Gathers the requests of all threads into batches for one device, and answers them.
 *
 * Requests of one plan on one stimulus go into one batch, as far as the device's limits let them; a request beyond the
 * limits goes into several. Counts do not depend on any of it, nor do a device's own measures of analog units. A session that fails is opened again; if the same batch
 * fails once more, it is halved, on a new session each time, and in the end its requests fail.
 *
 * @typeParam Key identifies a plan; equal plans of different threads have the same key
 */
export class BatchServer<Key, Plan> {
  private queue: { open: Open<Key>; first: number; failures: number; count: number; most: number }[] = [];
  private session: Promise<Session<Plan>>;
  private plans = new Map<Key, Plan>();
  private inFlight = 0;
  private isClosing = false;
  private whenIdle: (() => void)[] = [];

  /**
   * @param openSession opens the device, at once and again after a failure
   * @param load what a session keeps of a plan
   */
  constructor(
    private readonly openSession: () => Promise<Session<Plan>>,
    private readonly load: (session: Session<Plan>, key: Key) => Plan,
    session: Session<Plan>,
  ) {
    this.session = Promise.resolve(session);
  }

  submit(request: Request<Key>): void {
    if (this.isClosing) {
      request.fail(new SessionFailure('the device is being closed'));
      return;
    }
    const open = { request, left: request.count, failed: false };
    this.queue.push({ open, first: 0, count: request.count, failures: 0, most: Number.POSITIVE_INFINITY });
    void this.pump();
  }

  /** Lets go of a plan for which no request is open. */
  forget(key: Key): void {
    if (!this.plans.has(key)) return;
    const [plan, plans] = [this.plans.get(key)!, this.plans];
    plans.delete(key);
    void this.session.then(
      // A session that was opened anew has plans of its own.
      (session) => plans === this.plans && session.forget(plan),
      () => {},
    );
  }

  /** Waits for what is under way, refuses what is not, and lets go of the device. */
  async close(): Promise<void> {
    this.isClosing = true;
    for (const { open } of this.queue.splice(0))
      this.failRequest(open, new SessionFailure('the device is being closed'));
    if (this.inFlight > 0) await new Promise<void>((resolve) => this.whenIdle.push(resolve));
    const session = await this.session.catch(() => null);
    await session?.close();
  }

  private async pump(): Promise<void> {
    if (this.inFlight >= IN_FLIGHT || this.queue.length === 0) return;
    this.inFlight++;
    try {
      await this.serveNext();
    } finally {
      this.inFlight--;
      if (this.inFlight === 0 && this.isClosing) for (const wake of this.whenIdle.splice(0)) wake();
      void this.pump();
    }
  }

  private async serveNext(): Promise<void> {
    let batch: Batch<Key> | null = null;
    const under = this.session;
    try {
      const session = await under;
      // What came while the session was awaited is gathered too.
      batch = this.gather(session);
      if (batch === null) return;
      // The next batch may be begun now: its upload goes on while this one is computed.
      const cells = this.rollOut(session, batch);
      void this.pump();
      this.answer(batch, await cells);
    } catch (error) {
      if (batch === null) this.giveUp(error);
      else await this.recover(batch, under, error);
    }
  }

  private rollOut(session: Session<Plan>, { segments, count }: Batch<Key>): Promise<Cells> {
    const { request } = segments[0]!.open;
    const loci = segments.length === 1 ? lociOf(segments[0]!) : concatenate(segments.map(lociOf));
    return session.rollOut(this.planIn(session, request.plan), loci, count, request.stimulus);
  }

  private planIn(session: Session<Plan>, key: Key): Plan {
    const known = this.plans.get(key);
    if (known !== undefined) return known;
    const plan = this.load(session, key);
    this.plans.set(key, plan);
    return plan;
  }

  /** Takes from the queue what one batch holds, first come first served. */
  private gather(session: Session<Plan>): Batch<Key> | null {
    const head = this.queue[0];
    if (head === undefined) return null;
    const { plan, stimulus } = head.open.request;
    const most = Math.min(head.most, session.mostGenotypes(this.planIn(session, plan), stimulus));
    const segments: Segment<Key>[] = [];
    let room = Math.max(1, most);
    this.queue = this.queue.filter((waiting) => {
      const { request } = waiting.open;
      // What has failed goes alone, so that others do not fail with it.
      const fits = waiting === head || (waiting.failures === 0 && head.failures === 0);
      if (room === 0 || !fits || request.plan !== plan || !sameStimulus(request.stimulus, stimulus)) return true;
      const count = Math.min(room, waiting.count);
      segments.push({ open: waiting.open, first: waiting.first, count });
      room -= count;
      waiting.first += count;
      waiting.count -= count;
      return waiting.count > 0;
    });
    return { segments, count: segments.reduce((sum, segment) => sum + segment.count, 0), failures: head.failures };
  }

  private answer({ segments, count }: Batch<Key>, cells: Cells): void {
    const width = cells.length / count;
    let at = 0;
    for (const { open, first, count: own } of segments) {
      if (!open.failed) open.request.give(first, cells.subarray(at * width, (at + own) * width));
      at += own;
      open.left -= own;
      if (open.left === 0 && !open.failed) open.request.done();
    }
  }

  /** A batch failed: again on a new session, or in halves, or not at all. */
  private async recover(batch: Batch<Key>, under: Promise<Session<Plan>>, error: unknown): Promise<void> {
    const failures = batch.failures + 1;
    const isLast = failures >= MOST_FAILURES || (failures > 1 && batch.count === 1);
    if (!(error instanceof SessionFailure) || isLast || this.isClosing) {
      for (const { open } of batch.segments) this.failRequest(open, this.afterAll(error, failures, batch.count));
      return;
    }
    // Another batch of the same session may have failed and opened a new one already.
    if (this.session === under) {
      this.plans = new Map();
      this.session = under.then(
        async (session) => {
          await session.close().catch(() => {});
          return this.openSession();
        },
        () => this.openSession(),
      );
    }
    const most = failures === 1 ? batch.count : Math.ceil(batch.count / 2);
    for (const { open, first, count } of batch.segments.toReversed()) {
      this.queue.unshift({ open, first, count, failures, most });
    }
  }

  /** The device cannot be opened any more: nobody waits for it in vain. */
  private giveUp(error: unknown): void {
    for (const { open } of this.queue.splice(0)) this.failRequest(open, error);
  }

  private failRequest(open: Open<Key>, error: unknown): void {
    if (open.failed) return;
    open.failed = true;
    this.queue = this.queue.filter((waiting) => waiting.open !== open);
    open.request.fail(error);
  }

  private afterAll(error: unknown, failures: number, count: number): unknown {
    if (!(error instanceof SessionFailure)) return error;
    return new SessionFailure(
      `${error.message}; it failed ${failures} times, opened anew each time, the last time with a batch of ` +
        `${count} genotype${count === 1 ? '' : 's'}: lower measure.samples or the size of the lattice, go on with ` +
        '--resume, or use --evaluator wasm',
      { cause: error },
    );
  }
}

function lociOf<Key>({ open: { request }, first, count }: Segment<Key>): Int32Array {
  const width = request.loci.length / request.count;
  return request.loci.subarray(first * width, (first + count) * width);
}

function concatenate(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
