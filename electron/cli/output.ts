import { createTranslator, type Language } from '../../shared/words/translate.ts';
import { words as german } from './words.de.ts';
import { words as english } from './words.en.ts';

/** The command line's translator: everybody's texts and its own. */
export type CliTranslate = ReturnType<typeof createCliTranslator>;

/** Makes the translator of the command line. */
export function createCliTranslator(language: Language) {
  return createTranslator(language, { en: english, de: german });
}

/** How often progress is shown: on a terminal, and as plain lines elsewhere. In milliseconds. */
const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 5_000;
const BAR_CELLS = 24;

/**
 * Where a command's words go: data to standard output, everything else to standard error.
 *
 * With `--json` data is one JSON object a line; otherwise it is text for people.
 */
export class Output {
  readonly isJson: boolean;
  readonly language: Language;
  readonly translate: CliTranslate;
  #shownAt = 0;
  #startedAt = 0;
  #phase: 'plan' | 'run' | null = null;
  #isBarOpen = false;

  constructor(isJson: boolean, language: Language) {
    this.isJson = isJson;
    this.language = language;
    this.translate = createCliTranslator(language);
    // Who reads our output may stop reading (`| head`): the run goes on, unheard.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  }

  /** Gives data: the object with `--json`, the text otherwise (`null`: nothing). */
  data(value: Readonly<Record<string, unknown>>, text: string | null): void {
    this.#closeBar();
    if (this.isJson) process.stdout.write(`${JSON.stringify(value)}\n`);
    else if (text !== null) process.stdout.write(`${text}\n`);
  }

  /** Gives several objects as one write. */
  lines(values: readonly (readonly [Readonly<Record<string, unknown>>, string])[]): void {
    if (values.length === 0) return;
    this.#closeBar();
    process.stdout.write(values.map(([value, text]) => `${this.isJson ? JSON.stringify(value) : text}\n`).join(''));
  }

  /** Says something to the person. */
  say(text: string): void {
    this.#closeBar();
    process.stderr.write(`${text}\n`);
  }

  /** Shows how far the work is: a bar on a terminal, now and then a line elsewhere. */
  progress(phase: 'plan' | 'run', done: number, total: number): void {
    const now = performance.now();
    if (this.#phase !== phase) {
      this.#phase = phase;
      this.#startedAt = now;
    }
    const isTerminal = process.stderr.isTTY === true;
    const isLast = done >= total;
    if (now - this.#shownAt < (isTerminal ? BAR_EVERY_MS : LINE_EVERY_MS) && !(isLast && isTerminal)) return;
    this.#shownAt = now;
    const seconds = (now - this.#startedAt) / 1000;
    const rate = seconds > 0.2 ? done / seconds : 0;
    const left = rate > 0 ? Math.ceil((total - done) / rate) : 0;
    const text = this.translate(phase === 'plan' ? 'cli.progress.plan' : 'cli.progress.run', {
      done,
      total,
      rate: rate >= 10 ? Math.round(rate) : Math.round(rate * 10) / 10,
      left: formatSeconds(left),
    });
    if (!isTerminal) {
      process.stderr.write(`${text}\n`);
      return;
    }
    const filled = total === 0 ? BAR_CELLS : Math.floor((done / total) * BAR_CELLS);
    process.stderr.write(`\r\u001b[K${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)} ${text}`);
    this.#isBarOpen = true;
    if (isLast) this.#closeBar();
  }

  #closeBar(): void {
    if (!this.#isBarOpen) return;
    this.#isBarOpen = false;
    process.stderr.write('\n');
  }
}

/** Seconds as people read them: `42 s`, `3:05 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} min`;
}
