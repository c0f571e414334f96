import { type BrowserWindow, type Rectangle, screen } from 'electron';
import ElectronStore from 'electron-store';
import { z } from 'zod';

const place = z.object({
  bounds: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  isMaximized: z.boolean(),
});

/** Where the window was when it was closed last. */
export type WindowPlace = z.infer<typeof place>;

/** How much of a window must lie on a screen that is there, in pixels each way, for it to be found again. */
const VISIBLE_PIXELS = 120;
const SAVE_DELAY_MS = 500;

/** Remembers where the window is, from start to start. */
export class WindowPlaceStore {
  readonly #store: ElectronStore<{ place: unknown }>;

  /** @param folder where its file `window.json` lies. */
  constructor(folder: string) {
    this.#store = new ElectronStore({ name: 'window', cwd: folder, clearInvalidConfig: true });
  }

  /** The place to open at, or `null` when there is none or its screen is gone. Needs Electron to be ready. */
  read(): WindowPlace | null {
    const parsed = place.safeParse(this.#store.get('place'));
    return parsed.success && isOnAScreen(parsed.data.bounds) ? parsed.data : null;
  }

  /** Keeps the place of this window from now on. */
  follow(window: BrowserWindow): void {
    let timer: NodeJS.Timeout | undefined;
    const save = () => {
      clearTimeout(timer);
      if (!window.isDestroyed()) {
        this.#store.set('place', { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
      }
    };
    const saveSoon = () => {
      clearTimeout(timer);
      timer = setTimeout(save, SAVE_DELAY_MS);
    };
    window.on('resize', saveSoon);
    window.on('move', saveSoon);
    window.on('close', save);
  }
}

function isOnAScreen(bounds: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const width = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
    const height = Math.min(bounds.y + bounds.height, workArea.y + workArea.height) - Math.max(bounds.y, workArea.y);
    return width >= VISIBLE_PIXELS && height >= VISIBLE_PIXELS;
  });
}
