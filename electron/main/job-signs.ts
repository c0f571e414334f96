import { type BrowserWindow, Notification, powerSaveBlocker } from 'electron';
import type { Pushes } from '../../shared/contract/contract.ts';
import type { CallFromWindow } from '../api/open-for-window.ts';
import { wordEndOfRun } from './end-of-run.ts';
import { revealWindow } from './window.ts';
import type { MainTranslate } from './words.ts';

/** A run that took longer than this is announced when it ends while the person looks elsewhere, in milliseconds. */
const LONG_RUN_MS = 30_000;

/** Shows a plan or run outside the window: progress in the taskbar, a word at the end; keeps the computer awake. */
export class JobSigns {
  readonly #window: () => BrowserWindow | null;
  readonly #words: { readonly translate: MainTranslate };
  /** Held on to: a notification that is forgotten can't be clicked. */
  #latest: Notification | null = null;

  constructor(window: () => BrowserWindow | null, words: { readonly translate: MainTranslate }) {
    this.#window = window;
    this.#words = words;
  }

  /** Shows how far it is. */
  showProgress({ done, total }: Pushes['progress']): void {
    this.#window()?.setProgressBar(total === 0 ? -1 : done / total);
  }

  /** Wraps the calls, so that the signs follow those that start a plan or a run. */
  follow(call: CallFromWindow): CallFromWindow {
    return (group, name, argument) => {
      const work = call(group, name, argument);
      if (group === 'runs' && work !== null && typeof name === 'string') this.#follow(name, work);
      return work;
    };
  }

  async #follow(name: string, work: NonNullable<ReturnType<CallFromWindow>>): Promise<void> {
    const isRun = name === 'start' || name === 'resume';
    if (!isRun && name !== 'plan' && name !== 'planUndo') return;
    const startedAt = performance.now();
    const blocker = powerSaveBlocker.start('prevent-app-suspension');
    const answer = await work.catch(() => null);
    powerSaveBlocker.stop(blocker);
    const window = this.#window();
    window?.setProgressBar(-1);
    if (!isRun || performance.now() - startedAt < LONG_RUN_MS || window?.isFocused() !== false) return;
    const { translate } = this.#words;
    this.#latest = new Notification({ title: translate('ended.title'), body: wordEndOfRun(translate, answer) });
    this.#latest.on('click', () => revealWindow(window));
    this.#latest.show();
  }
}
