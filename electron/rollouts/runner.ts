import type { Failure } from '../../shared/domain/failure.ts';
import type { Reading, ServiceSession, WriteAnswer } from '../services/service.ts';
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
} from './machine.ts';
import type { Pace } from './pace.ts';
import { LIST_FROM_DEVICES, readMany } from './reader.ts';

/** How long a read may be relied on before something is overwritten, in milliseconds. */
const FRESH_FOR_MS = 60_000;
/** How long calls under way may still take once the person stopped the run, in milliseconds. */
const STOP_WITHIN_MS = 30_000;

/** What a runner needs. */
export interface RunnerOptions {
  readonly session: ServiceSession;
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

/** The order in which work is taken: a phone that is without its entry comes first. */
const WRITE_ORDER: readonly WriteCommand[] = ['restore', 'register', 'deregister'];

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
  /** Devices to write for, by command and target. */
  readonly #writes = new Map<WriteCommand, Map<string, Queue>>(WRITE_ORDER.map((command) => [command, new Map()]));
  readonly #reads = new Queue();
  readonly #open = new Map<number, DeviceState>();
  readonly #abort = new AbortController();
  readonly #idle: (() => void)[] = [];
  #running = 0;
  #readAtMs: number;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#readAtMs = options.readAtMs;
  }

  /** Queues a device for what is to be done next, or drops it when it has its outcome. */
  take(state: DeviceState): void {
    const command = nextCommand(state, this.#options.rules);
    if (command === null) {
      this.#open.delete(state.position);
      return;
    }
    this.#open.set(state.position, state);
    if (command === 'read') this.#reads.push(state);
    else this.#queueFor(command, state).push(state);
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
    try {
      await Promise.all(Array.from({ length: pace.concurrency }, () => this.#work()));
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
        await this.#perform(job);
        this.#running -= 1;
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

  #queueFor(command: WriteCommand, state: DeviceState): Queue {
    const key =
      command === 'register'
        ? `${state.target.url}\n${state.target.name}`
        : command === 'restore'
          ? `${state.before?.url}\n${state.before?.name}`
          : '';
    const queues = this.#writes.get(command);
    if (queues === undefined) throw new Error(`No queue for ${command}.`);
    let queue = queues.get(key);
    if (queue === undefined) {
      queue = new Queue();
      queues.set(key, queue);
    }
    return queue;
  }

  #nextJob(): Job | null {
    this.#forgetStaleReadings();
    const isStopped = this.#options.stop.aborted;
    for (const command of WRITE_ORDER) {
      for (const queue of this.#writes.get(command)?.values() ?? []) {
        const devices = queue.takeBatch(this.#options.batch, isStopped ? isUnderWay : isAny);
        if (devices.length > 0) return { command, devices };
      }
      // What is in doubt is read before anything new is begun, but after a phone without an entry got one.
      if (command === 'restore') {
        const job = this.#nextRead(isStopped);
        if (job !== null) return job;
      }
    }
    return null;
  }

  #nextRead(isStopped: boolean): Job | null {
    if (isStopped) {
      const devices = this.#reads.takeBatch(1, isUnderWay);
      return devices.length > 0 ? { command: 'read', devices } : null;
    }
    if (this.#reads.length >= LIST_FROM_DEVICES && this.#options.session.readAll !== undefined) {
      const waiting = this.#reads.takeAll((state) => state.stage === 'waiting');
      if (waiting.length >= LIST_FROM_DEVICES) return { command: 'read', devices: waiting };
      for (const state of waiting) this.#reads.push(state);
    }
    const devices = this.#reads.takeBatch(1, isAny);
    return devices.length > 0 ? { command: 'read', devices } : null;
  }

  /** What will overwrite something is read again when the plan's reading has grown old. */
  #forgetStaleReadings(): void {
    if (performance.now() - this.#readAtMs < FRESH_FOR_MS) return;
    this.#readAtMs = performance.now();
    const { rules } = this.#options;
    for (const queues of this.#writes.values()) {
      for (const queue of queues.values()) {
        const stale = queue.takeAll(
          (state) => state.stage === 'waiting' && (state.before !== null || rules.overwrite === 'replace'),
        );
        for (const state of stale) this.take({ ...state, isSettled: false });
      }
    }
  }

  async #perform(job: Job): Promise<void> {
    if (job.command === 'read') await this.#read(job.devices);
    else await this.#write(job.command, job.devices);
  }

  async #read(devices: readonly DeviceState[]): Promise<void> {
    const { session, pace, rules } = this.#options;
    const [only] = devices;
    if (devices.length === 1 && only !== undefined) {
      const reading = await session.readOne(only, this.#abort.signal);
      pace.leave(reading.kind === 'failed' ? reading.failure : null);
      this.#settle([[only, takeIn(only, reading, rules)]]);
      return;
    }
    // readMany takes its places in the pace itself.
    pace.leaveUnused();
    const readings = await readMany(session, pace, devices, this.#abort.signal);
    const settled: [DeviceState, DeviceState][] = [];
    for (const device of devices) {
      const reading = readings.get(device.mac);
      if (reading !== undefined) settled.push([device, takeIn(device, reading, rules)]);
    }
    this.#settle(settled);
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
    session: ServiceSession,
    command: WriteCommand,
    devices: readonly DeviceState[],
  ): Promise<readonly WriteAnswer[]> {
    const first = devices[0];
    if (first === undefined) throw new Error('A call without devices.');
    if (command === 'deregister') return session.deregister(devices, this.#abort.signal);
    if (command === 'register') return session.register(devices, first.target, this.#abort.signal);
    return session.register(
      devices,
      { url: first.before?.url ?? '', name: first.before?.name ?? '' },
      this.#abort.signal,
    );
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

/** A read that the person's stop cut off says nothing of the device. */
function takeIn(state: DeviceState, reading: Reading, rules: Rules): DeviceState {
  if (reading.kind === 'failed' && reading.failure.kind === 'cancelled') return state;
  return afterReading(state, reading, rules);
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

  /** Takes every device that `accept` takes. */
  takeAll(accept: (state: DeviceState) => boolean): readonly DeviceState[] {
    const rest = this.#items.slice(this.#head);
    this.#items = rest.filter((state) => !accept(state));
    this.#head = 0;
    return rest.filter(accept);
  }
}
