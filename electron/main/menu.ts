import { app, Menu } from 'electron';
import type { Result } from '../../shared/result.ts';
import type { CallFromWindow } from '../api/open-for-window.ts';
import { type MenuActions, type MenuState, menuTemplate } from './menu-template.ts';
import type { MainTranslate } from './words.ts';

/** The names of the calls that make a plan or carry out a run. */
const JOBS: Readonly<Record<string, 'plan' | 'run'>> = { plan: 'plan', planUndo: 'plan', start: 'run', resume: 'run' };

/** Keeps the application's menu in step with what the window shows, what is going, and the language. */
export class AppMenu {
  readonly #actions: MenuActions;
  #translate: MainTranslate;
  #state: MenuState = {
    rollout: null,
    recent: [],
    job: null,
    updates: { state: 'none', version: null, percent: null },
  };

  constructor(translate: MainTranslate, actions: MenuActions) {
    this.#translate = translate;
    this.#actions = actions;
  }

  /** Puts the menu up in another language. */
  speak(translate: MainTranslate): void {
    this.#translate = translate;
    this.#draw();
  }

  /** Changes what the menu knows, and the menu where that makes a difference. */
  change(part: Partial<MenuState>): void {
    const state = { ...this.#state, ...part };
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    this.#draw();
  }

  /**
   * Wraps the calls, so that the menu follows what they tell.
   *
   * @param onVisit called when the window says where it is: it listens from then on.
   */
  follow(call: CallFromWindow, onVisit: () => void): CallFromWindow {
    return (group, name, argument) => {
      const work = call(group, name, argument);
      if (work === null || typeof name !== 'string') return work;
      const job = group === 'runs' && Object.hasOwn(JOBS, name) ? JOBS[name] : undefined;
      if (job !== undefined) {
        this.change({ job });
        const end = () => this.change({ job: null });
        work.then(end, end);
      }
      if (group === 'rollouts' && name === 'visit') {
        work.then((result) => {
          this.#noteVisit(argument, result);
          onVisit();
        });
      }
      return work;
    };
  }

  #noteVisit(argument: unknown, result: Result<unknown, unknown>): void {
    if (!result.ok) return;
    const { name } = argument as { readonly name: string | null };
    const { recent } = result.value as { readonly recent: readonly string[] };
    this.change({ rollout: name, recent });
  }

  #draw(): void {
    const place = { appName: app.name, isMac: process.platform === 'darwin', isPackaged: app.isPackaged };
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(this.#translate, this.#state, this.#actions, place)));
  }
}
