import { useEffect } from 'react';

const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';

/** The open tab, else the screen. */
function homePlace(): HTMLElement | null {
  return document.querySelector<HTMLElement>('.tab[aria-current]') ?? document.getElementById('screen');
}

/**
 * Gives the focus a place when what held it is gone: the open tab, else the screen.
 *
 * @param step What is shown; another one may have taken the focused button away.
 */
export function useFocusKept(step: string): void {
  useEffect(() => {
    if (step === '' || document.activeElement !== document.body) return;
    homePlace()?.focus();
  }, [step]);
}

/** An element around the focused one, and which of its children led there. */
interface Around {
  readonly element: Element;
  readonly child: number;
}

function pathTo(focused: Element): readonly Around[] {
  const path: Around[] = [];
  for (let inner = focused; inner.parentElement !== null; inner = inner.parentElement) {
    path.push({ element: inner.parentElement, child: [...inner.parentElement.children].indexOf(inner) });
  }
  return path;
}

function canFocus(element: HTMLElement): boolean {
  // A scanner would type its next label into a field that nobody chose.
  if (element.matches('input, textarea') && document.querySelector('[data-scanning]') !== null) return false;
  return !element.matches(':disabled, [aria-hidden=true] *') && element.checkVisibility();
}

/** What stands where the focus was, or else nearest to it. */
function nearestTo(path: readonly Around[]): HTMLElement | null {
  for (const { element, child } of path) {
    if (element === document.body) return null;
    if (!element.isConnected) continue;
    const places = [element.children[Math.min(child, element.children.length - 1)], element];
    for (const place of places) {
      const found = [...(place?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].find(canFocus);
      if (found !== undefined) return found;
    }
    // What is left of the screen is no nearer than its beginning.
    if (element.id === 'screen') return null;
  }
  return null;
}

/**
 * Keeps the focus near where it was when what held it goes away or can't be used for a while: a mended row's button, a
 * button that shows more and disappears. Without this the next key would begin at the top of the window.
 *
 * Waits for the frame after next: whoever knows better, a dialog that closes or {@link useFocusKept}, comes first.
 */
export function useFocusNear(): void {
  useEffect(() => {
    let path: readonly Around[] = [];
    let isLooking = false;
    function look(): void {
      isLooking = false;
      if (document.activeElement === document.body && path.length > 0) (nearestTo(path) ?? homePlace())?.focus();
    }
    function onFocus(event: FocusEvent): void {
      path = event.target instanceof Element ? pathTo(event.target) : [];
    }
    function onPointer(event: PointerEvent): void {
      // A click on nothing takes the focus away on purpose.
      if (event.target instanceof Element && event.target.closest(FOCUSABLE) === null) path = [];
    }
    const changes = new MutationObserver(() => {
      if (isLooking || path.length === 0) return;
      // Only the next frame takes the focus from a button that was disabled.
      isLooking = true;
      requestAnimationFrame(() => requestAnimationFrame(look));
    });
    changes.observe(document.body, {
      subtree: true,
      childList: true,
      attributeFilter: ['disabled', 'inert', 'aria-hidden'],
    });
    document.addEventListener('focusin', onFocus);
    document.addEventListener('pointerdown', onPointer);
    return () => {
      changes.disconnect();
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('pointerdown', onPointer);
    };
  }, []);
}
