import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe is asked: the success criteria of WCAG 2.2 AA and what is good practice; targets of 24 px among them. */
const OPTIONS = {
  resultTypes: ['violations'],
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
} as const;

/**
 * What axe finds wrong with what is shown, in short; nothing: `[]`.
 *
 * @param rules Only these, by their ids. @default all that are asked for by success criterion and good practice
 */
export async function violations(page: Page, rules: readonly string[] = []): Promise<readonly string[]> {
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(axe.source);
  const options = rules.length === 0 ? OPTIONS : { resultTypes: ['violations'], runOnly: rules };
  const found = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as axe.AxeResults;
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html.slice(0, 200)} ${any[0]?.message ?? ''}`),
  );
}

/**
 * What can't be reached or is cut off in the window's present size, in short; nothing: `[]`.
 *
 * Looks at everything that can be clicked or typed into: with no scrolling but that which the window offers, it comes
 * into view as a whole; and nothing makes the page wider than the window.
 */
export async function unreachable(page: Page): Promise<readonly string[]> {
  return (await page.evaluate(UNREACHABLE)) as readonly string[];
}

/** As a text: these tests have no DOM in their types. */
const UNREACHABLE = `(() => {
  const found = [];
  const name = (element) =>
    (element.getAttribute('aria-label') || element.textContent || element.className || element.tagName).trim().slice(0, 60);
  if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
  if (document.documentElement.scrollHeight > innerHeight) found.push('the page scrolls');
  const top = document.querySelector('[role=dialog], [role=alertdialog]') ?? document.body;
  for (const element of top.querySelectorAll('button, a[href], input, textarea, select, summary, label, [tabindex="0"]')) {
    const shown = element.getBoundingClientRect();
    // Hidden, or for screen readers only.
    if (!element.checkVisibility({ visibilityProperty: true }) || shown.width < 2 || shown.height < 2) continue;
    if (element.closest('.skip, [data-react-aria-hidden], [aria-hidden=true]') !== null) continue;
    let hidden = element;
    while (hidden !== null && getComputedStyle(hidden).clipPath === 'none') hidden = hidden.parentElement;
    if (hidden !== null) continue;
    let box = { left: shown.left, right: shown.right, top: shown.top, bottom: shown.bottom };
    let isFixed = false;
    for (let around = element; around !== null && !isFixed; around = around.parentElement) {
      const style = getComputedStyle(around);
      isFixed = style.position === 'fixed';
      if (around === element || around === document.documentElement) continue;
      const edge = around.getBoundingClientRect();
      for (const [axis, start, end, size] of [['overflowX', 'left', 'right', 'clientWidth'], ['overflowY', 'top', 'bottom', 'clientHeight']]) {
        if (style[axis] === 'visible') continue;
        if (style[axis] === 'auto' || style[axis] === 'scroll') {
          if (around[size] < Math.min(24, end === 'bottom' ? shown.height : shown.width)) found.push(name(element) + ': no room to scroll in');
          box[start] = Math.max(box[start], edge[start]);
          box[end] = Math.min(Math.max(box[end], box[start]), edge[end]);
          box[start] = Math.min(box[start], box[end]);
        } else if (box[start] < edge[start] - 1.5 || box[end] > edge[end] + 1.5) {
          found.push(name(element) + ': cut off by ' + (around.className || around.tagName));
        }
      }
    }
    if (box.left < -1.5 || box.top < -1.5 || box.right > innerWidth + 1.5 || box.bottom > innerHeight + 1.5) found.push(name(element) + ': outside the window');
  }
  return [...new Set(found)];
})()`;

/** Whether one sees where the focus is: a ring of 2 px, or the same around what stands for the focused element. */
export async function focusSeen(page: Page): Promise<{ readonly name: string; readonly isSeen: boolean }> {
  return (await page.evaluate(FOCUS)) as { readonly name: string; readonly isSeen: boolean };
}

const FOCUS = `(() => {
  const focused = document.activeElement;
  const name = focused.tagName + ' ' + (focused.getAttribute('aria-label') || focused.textContent || focused.className).trim().slice(0, 40);
  // What is drawn for an element of which nothing is seen itself.
  const shown = [focused, focused.closest('label'), focused.closest('label')?.querySelector('.box'), document.getElementById(focused.getAttribute('aria-activedescendant'))];
  const isRing = (element) => {
    if (element === null || element === undefined) return false;
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const isInside = box.width > 2 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const isOutlined = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && outlineColor !== 'rgba(0, 0, 0, 0)';
    return isInside && (isOutlined || (element !== focused && boxShadow.includes('2px inset')));
  };
  return { name, isSeen: shown.some(isRing) };
})()`;
