import type { AppUpdater } from 'electron-updater';
import type { UpdateState } from '../../shared/contract/updates.ts';
import type { UpdateAbility } from '../api/updates.ts';

/** The window comes first: how long after the start to look, in milliseconds. */
const FIRST_LOOK_MS = 20_000;
/** How often to look after that, in milliseconds. */
const LOOK_EVERY_MS = 24 * 60 * 60 * 1_000;

/** What {@link Updates} works with. */
export interface UpdatesParts {
  /** Brings the updater when it is first needed: it takes longer to load than the window. */
  readonly load: () => Promise<AppUpdater>;
  /** Whether the person lets the program look by itself; asked each time. */
  readonly isOn: () => Promise<boolean>;
  /** Called with every change. */
  readonly onChange: (state: UpdateState) => void;
  /** Gets why a look or a download failed: for the log, nobody is interrupted. */
  readonly onFailure: (error: unknown) => void;
}

/** Loads electron-updater with the feed that the package names (`app-update.yml` in its resources). */
export async function loadUpdater(): Promise<AppUpdater> {
  const { default: library } = await import('electron-updater');
  return library.autoUpdater;
}

/**
 * Looks for newer versions of the program and, when the person asks, brings one.
 *
 * Nothing is downloaded and nothing installed without being asked for.
 */
export class Updates implements UpdateAbility {
  readonly #parts: UpdatesParts;
  #state: UpdateState = { state: 'idle', version: null, percent: null };
  #updater: Promise<AppUpdater> | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: UpdatesParts) {
    this.#parts = parts;
  }

  /** See {@link UpdateAbility}. */
  readonly state = (): UpdateState => this.#state;

  /** See {@link UpdateAbility}. */
  readonly act = async (what: 'check' | 'download' | 'install'): Promise<UpdateState> => {
    try {
      await this.#act(what);
    } catch (error) {
      this.#fail(error);
    }
    return this.#state;
  };

  /** Looks soon and then once a day, as long as the person lets it. Ends with {@link Updates.stop}. */
  start(firstLookMs = FIRST_LOOK_MS): void {
    this.#timer = setTimeout(async () => {
      this.start(LOOK_EVERY_MS);
      if (await this.#parts.isOn()) await this.act('check');
    }, firstLookMs);
    this.#timer.unref();
  }

  /** Looks no more. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #act(what: 'check' | 'download' | 'install'): Promise<void> {
    const { state, version } = this.#state;
    if (what === 'check') {
      if (state !== 'idle' && state !== 'failed' && state !== 'available') return;
      const updater = await this.#load();
      this.#set({ state: 'checking', version: null, percent: null });
      const found = await updater.checkForUpdates();
      if (found?.isUpdateAvailable) {
        this.#set({ state: 'available', version: found.updateInfo.version, percent: null });
      } else this.#set({ state: found === null ? 'none' : 'idle', version: null, percent: null });
    } else if (what === 'download') {
      if (state !== 'available') return;
      this.#set({ state: 'downloading', version, percent: 0 });
      await (await this.#load()).downloadUpdate();
      this.#set({ state: 'ready', version, percent: null });
    } else if (state === 'ready') {
      (await this.#load()).quitAndInstall(false, true);
    }
  }

  #load(): Promise<AppUpdater> {
    this.#updater ??= this.#parts.load().then((updater) => {
      updater.autoDownload = false;
      updater.autoInstallOnAppQuit = true;
      updater.logger = null;
      // Its promises say the same; unheard, the event would be thrown.
      updater.on('error', () => {});
      updater.on('download-progress', ({ percent }) => {
        const { state, version } = this.#state;
        if (state === 'downloading') this.#set({ state, version, percent: Math.round(percent) });
      });
      return updater;
    });
    return this.#updater;
  }

  #fail(error: unknown): void {
    this.#parts.onFailure(error);
    this.#set({ state: 'failed', version: this.#state.version, percent: null });
  }

  #set(state: UpdateState): void {
    this.#state = state;
    this.#parts.onChange(state);
  }
}
