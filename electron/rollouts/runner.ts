import type { Failure } from '../../shared/domain/failure.ts';
import type { Reading, RedirectionSession, Target, WriteAnswer } from '../services/service.ts';
import {
  abandon,
  afterAnswer,
  afterReading,
  begin,
  type Command,
  type DeviceState,
  goesAlone,
  nextCommand,
  type Rules,
  restoreTarget,
} from './machine.ts';
import type { Pace } from './pace.ts';
import { LIST_FROM_DEVICES, readMany } from './reader.ts';

/** How long a read may be relied on before something is overwritten, in milliseconds. */
const FRESH_FOR_MS = 60_000;
/** How long calls under way may still take once the person stopped the run, in milliseconds. */
const STOP_WITHIN_MS = 30_000;

/** What a runner needs. */
export interface RunnerOptions {
  readonly session: RedirectionSession;
  readonly rules: Rules;
  readonly pace: Pace;
  /** Devices per write call, 1 or more. */
  readonly batch: number;
  /** When the devices were read, on the monotonic clock, in milliseconds. */
  readonly readAtMs: number;
  /** Makes states durable; returns only when they are. */
  readonly save: (states: readonly DeviceState[]) => void;
  /** Told of devices that got their outcome, after it is durable. */
  readonly onEnded: (states: readonly DeviceState[]) => void;
  /**
   * Aborts when the person stops the run. `keep`: what is open stays open, for a resume; `cancel`: it ends as
   * cancelled.
   */
  readonly stop: AbortSignal;
  readonly stopMode: () => 'keep' | 'cancel';
}

/** How a run ended: `finished` when every device has its outcome. */
export interface RunEnd {
  readonly isFinished: boolean;
  /** Why the account became unusable on the way, if it did. */
  readonly stopCause: Failure | null;
}

type WriteCommand = Exclude<Command, 'read'>;

interface Job {
  readonly command: Command;
  readonly devices: readonly DeviceState[];
}

/** The lines in which devices queue for a write. `refill` is the register of a phone whose old entry is gone. */
type Lane = 'restore' | 'refill' | 'register' | 'deregister';

/** A phone that is without its entry comes first. */
const LANES: readonly Lane[] = ['restore', 'refill', 'register', 'deregister'];

/**
 * Brings every device of a run to its outcome.
 *
 * The intent is durable before a request leaves, the outcome before anyone is told. One call carries up to `batch`
 * devices with the same target. One bad device never holds up the others; a bad login stops everything at once.
 */
export async function executeRun(devices: readonly DeviceState[], options: RunnerOptions): Promise<RunEnd> {
  const runner = new Runner(options);
  for (const device of devices) runner.take(device);
  return runner.run();
}

class Runner {
  readonly #options: RunnerOptions;
  /** Devices to write for, by lane and target; a queue that is empty is gone. */
  readonly #writes = new Map<Lane, Map<string, Queue>>(LANES.map((lane) => [lane, new Map()]));
  /** Devices to read since a write left them in doubt. */
  readonly #doubts = new Queue();
  /** Devices to read before anything is begun for them. */
  readonly #unread = new Queue();
  /** Devices whose read failed. */
  readonly #failedReads = new Queue();
  /** Devices whose turn came too long after they were read. */
  readonly #stale = new Queue();
  /** When a device was read in this run, by position. */
  readonly #readAtMs = new Map<number, number>();
  readonly #open = new Map<number, DeviceState>();
  readonly #abort = new AbortController();
  readonly #idle: (() => void)[] = [];
  #running = 0;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Queues a device for what is to be done next, or drops it when it has its outcome. */
  take(state: DeviceState): void {
    const command = nextCommand(state, this.#options.rules);
    if (command === null) {
      this.#open.delete(state.position);
      this.#readAtMs.delete(state.position);
      return;
    }
    this.#open.set(state.position, state);
    this.#queueFor(command, state).push(state);
  }

  async run(): Promise<RunEnd> {
    const { pace, stop } = this.#options;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onStop = () => {
      timer = setTimeout(() => this.#abort.abort(), STOP_WITHIN_MS);
      this.#abortWhenNothingIsUnderWay();
    };
    if (stop.aborted) onStop();
    else stop.addEventListener('abort', onStop, { once: true });
    const workers = Array.from({ length: pace.concurrency }, () => this.#work());
    try {
      await Promise.all(workers);
    } catch (bug) {
      // Nothing may go on in the background of a run that has broken down.
      this.#abort.abort();
      this.#wakeIdle();
      await Promise.allSettled(workers);
      throw bug;
    } finally {
      clearTimeout(timer);
      stop.removeEventListener('abort', onStop);
    }
    return this.#conclude();
  }

  async #work(): Promise<void> {
    for (;;) {
      if (!(await this.#options.pace.enter(this.#abort.signal))) return;
      const job = this.#nextJob();
      if (job !== null) {
        this.#running += 1;
        try {
          await this.#perform(job);
        } finally {
          this.#running -= 1;
        }
        if (this.#options.stop.aborted) this.#abortWhenNothingIsUnderWay();
        this.#wakeIdle();
        continue;
      }
      this.#options.pace.leaveUnused();
      if (this.#running === 0) {
        this.#wakeIdle();
        return;
      }
      await new Promise<void>((resolve) => this.#idle.push(resolve));
    }
  }

  /** Once stopped, only devices in the middle of a change are worth waiting for. */
  #abortWhenNothingIsUnderWay(): void {
    for (const state of this.#open.values()) if (isUnderWay(state)) return;
    this.#abort.abort();
    this.#wakeIdle();
  }

  #wakeIdle(): void {
    for (const wake of this.#idle.splice(0)) wake();
  }

  #queueFor(command: Command, state: DeviceState): Queue {
    if (command === 'read') {
      if (state.failedReads > 0) return this.#failedReads;
      return isUnderWay(state) ? this.#doubts : this.#unread;
    }
    const lane = command === 'register' && state.stage === 'removed' ? 'refill' : command;
    const target = targetOf(command, state);
    const key = target === null ? '' : JSON.stringify([target.url, target.name]);
    const queues = this.#queuesOf(lane);
    const queue = queues.get(key) ?? new Queue();
    queues.set(key, queue);
    return queue;
  }

  #queuesOf(lane: Lane): Map<string, Queue> {
    const queues = this.#writes.get(lane);
    if (queues === undefined) throw new Error(`There is no lane ${lane}.`);
    return queues;
  }

  /** What is best done next. Once the person stopped the run, only what is in the middle of a change. */
  #nextJob(): Job | null {
    const isStopped = this.#options.stop.aborted;
    const urgent = this.#nextWrite('restore') ?? this.#nextWrite('refill') ?? nextSingle(this.#doubts, isAny);
    if (urgent !== null) return urgent;
    if (isStopped) return nextSingle(this.#failedReads, isUnderWay);
    // While calls fail, those that did not fail yet go first: a device that never gets an answer holds up no other.
    const retry = () => nextSingle(this.#failedReads, isAny);
    const fresh = () =>
      this.#nextUnread() ?? this.#nextWrite('register') ?? this.#nextWrite('deregister') ?? this.#nextStale();
    return this.#options.pace.isFailing ? (fresh() ?? retry()) : (retry() ?? fresh());
  }

  #nextWrite(lane: Lane): Job | null {
    const queues = this.#queuesOf(lane);
    for (const [key, queue] of queues) {
      while (queue.length > 0) {
        const devices = queue.takeBatch(this.#options.batch, isAny).filter((state) => !this.#setAsideStale(state));
        if (queue.length === 0) queues.delete(key);
        if (devices.length > 0) return { command: lane === 'refill' ? 'register' : lane, devices };
      }
    }
    return null;
  }

  /** What would overwrite something is read again when its reading has grown old. */
  #setAsideStale(state: DeviceState): boolean {
    const { rules, readAtMs } = this.#options;
    const overwrites = state.stage === 'waiting' && (state.before !== null || rules.overwrite === 'replace');
    const ageMs = performance.now() - (this.#readAtMs.get(state.position) ?? readAtMs);
    if (!overwrites || ageMs < FRESH_FOR_MS) return false;
    this.#stale.push(state);
    return true;
  }

  #nextUnread(): Job | null {
    if (this.#unread.length >= LIST_FROM_DEVICES && this.#options.session.readAll !== undefined) {
      return { command: 'read', devices: this.#unread.takeAll() };
    }
    return nextSingle(this.#unread, isAny);
  }

  /** Reads again no more than can be written before it grows old once more, unless one listing reads them all. */
  #nextStale(): Job | null {
    const { batch, pace, session } = this.#options;
    const size = session.readAll === undefined ? batch * pace.concurrency : this.#stale.length;
    for (const state of this.#stale.takeSome(size)) this.take({ ...state, isSettled: false });
    return this.#nextUnread();
  }

  async #perform(job: Job): Promise<void> {
    if (job.command === 'read') await this.#read(job.devices);
    else await this.#write(job.command, job.devices);
  }

  async #read(devices: readonly DeviceState[]): Promise<void> {
    const { session, pace } = this.#options;
    const [only] = devices;
    if (devices.length === 1 && only !== undefined) {
      const reading = await session.readOne(only, this.#abort.signal);
      pace.leave(reading.kind === 'failed' ? reading.failure : null, only.failedReads > 0);
      this.#settle([[only, this.#takeIn(only, reading)]]);
      return;
    }
    // readMany takes its places in the pace itself.
    pace.leaveUnused();
    const readings = await readMany(session, pace, devices, this.#abort.signal, undefined, 1);
    const settled: [DeviceState, DeviceState][] = [];
    for (const device of devices) {
      const reading = readings.get(device.mac);
      if (reading !== undefined) settled.push([device, this.#takeIn(device, reading)]);
    }
    this.#settle(settled);
  }

  #takeIn(state: DeviceState, reading: Reading): DeviceState {
    if (reading.kind !== 'failed') this.#readAtMs.set(state.position, performance.now());
    return afterReading(state, reading, this.#options.rules);
  }

  async #write(command: WriteCommand, devices: readonly DeviceState[]): Promise<void> {
    const { session, pace, save } = this.#options;
    const begun = devices.map((device) => begin(device, command));
    save(begun);
    for (const device of begun) this.#open.set(device.position, device);
    const answers = await this.#send(session, command, begun);
    pace.leave(causeOf(answers));
    this.#settle(
      begun.map((device, index) => {
        const answer = answers[index];
        if (answer === undefined)
          throw new Error(`The service answered for ${answers.length} of ${begun.length} devices.`);
        return [device, afterAnswer(device, answer)];
      }),
    );
  }

  #send(
    session: RedirectionSession,
    command: WriteCommand,
    devices: readonly DeviceState[],
  ): Promise<readonly WriteAnswer[]> {
    const first = devices[0];
    if (first === undefined) throw new Error('A call without devices.');
    const target = targetOf(command, first);
    if (target === null) return session.deregister(devices, this.#abort.signal);
    return session.register(devices, target, this.#abort.signal);
  }

  #settle(settled: readonly (readonly [DeviceState, DeviceState])[]): void {
    const moved = settled.filter(([from, to]) => from.stage !== to.stage).map(([, to]) => to);
    if (moved.length > 0) this.#options.save(moved);
    for (const [, to] of settled) this.take(to);
    const ended = moved.filter((state) => state.stage === 'ended');
    if (ended.length > 0) this.#options.onEnded(ended);
  }

  #conclude(): RunEnd {
    const { pace, stop, stopMode } = this.#options;
    const stopCause = pace.stopCause;
    if (this.#open.size === 0) return { isFinished: true, stopCause };
    if (stopCause === null && !stop.aborted)
      throw new Error(`${this.#open.size} devices were left without an outcome.`);
    if (stopCause === null && stopMode() === 'keep') return { isFinished: false, stopCause };
    const abandoned = [...this.#open.values()].map((state) => abandon(state, stopCause ?? 'cancelled'));
    this.#options.save(abandoned);
    this.#open.clear();
    this.#options.onEnded(abandoned);
    return { isFinished: true, stopCause };
  }
}

/** Where a write points the device to; `null` for one that removes it. */
function targetOf(command: WriteCommand, state: DeviceState): Target | null {
  if (command === 'deregister') return null;
  return command === 'restore' ? restoreTarget(state) : state.target;
}

function nextSingle(queue: Queue, accept: (state: DeviceState) => boolean): Job | null {
  const devices = queue.takeBatch(1, accept);
  return devices.length > 0 ? { command: 'read', devices } : null;
}

function isAny(): boolean {
  return true;
}

/** Whether a device is in the middle of being overwritten, so that it is better brought to an end than left. */
function isUnderWay(state: DeviceState): boolean {
  return state.stage !== 'waiting';
}

function causeOf(answers: readonly WriteAnswer[]): Failure | null {
  for (const answer of answers) if (answer.kind === 'failed') return answer.failure;
  return null;
}

/** A first-in, first-out queue of devices from which batches are cut. */
class Queue {
  #items: DeviceState[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(state: DeviceState): void {
    this.#items.push(state);
  }

  /** Takes up to `size` devices that `accept` takes; one that has to go alone comes alone. */
  takeBatch(size: number, accept: (state: DeviceState) => boolean): readonly DeviceState[] {
    const batch: DeviceState[] = [];
    const passed: DeviceState[] = [];
    while (batch.length < size && this.#head < this.#items.length) {
      const state = this.#items[this.#head] as DeviceState;
      if (accept(state)) {
        if (goesAlone(state) && batch.length > 0) break;
        batch.push(state);
      } else passed.push(state);
      this.#head += 1;
      if (batch.length === 1 && goesAlone(state)) break;
    }
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    this.#items.push(...passed);
    return batch;
  }

  /** Takes up to `size` devices, whether they have to go alone or not. */
  takeSome(size: number): readonly DeviceState[] {
    const some = this.#items.slice(this.#head, this.#head + size);
    this.#items = this.#items.slice(this.#head + size);
    this.#head = 0;
    return some;
  }

  /** Takes every device. */
  takeAll(): readonly DeviceState[] {
    return this.takeSome(this.length);
  }
}
