import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findBrowser } from './find-browser.ts';
import { html } from './html.ts';
import { makePage } from './page.ts';
import { printLimitMs } from './pdf-printer.ts';
import { readPdfText, WHY_NO_PDF } from './pdf-testing.ts';
import { createBrowserPrinter } from './print-with-browser.ts';

const PAPER = { paper: 'A4', isLandscape: false } as const;
const PRINTED_AT = new Date('2026-11-21T10:15:00');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-test-print-'));
  // Other tests print at the same time: what is left behind is looked for where only these do.
  vi.stubEnv('TMPDIR', folder);
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function program(name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

function leftovers(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('rollcall-print-'));
}

describe('a page', () => {
  test('keeps a hostile title out of markup and style', () => {
    const title = '</style><script>alert(1)</script>"; } body { display: none';
    const page = makePage({ title, language: 'en', body: html`<p>${title}</p>`, printedAt: PRINTED_AT });
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page).not.toContain('<script');
    expect(page).not.toContain('"; }');
    expect(page).toContain("default-src 'none'");
  });

  test.skipIf(WHY_NO_PDF !== null)(
    'becomes a PDF with numbered pages in the language asked for, and leaves nothing behind',
    async () => {
      const before = leftovers();
      const body = html`<section class="sheet"><h1>Gerät Ä</h1></section><section class="sheet"><h1>${'B & <C>'}</h1>
      <script>document.title = 'ran'; document.body.append('SCRIPT RAN')</script></section>`;
      const page = makePage({ title: 'Übergabe "Nord"', language: 'de', body, printedAt: PRINTED_AT });
      const printed = await createBrowserPrinter()(page, PAPER);
      const bytes = printed.ok ? printed.value : expect.fail(JSON.stringify(printed));
      const path = join(folder, 'page.pdf');
      writeFileSync(path, bytes);
      const text = readPdfText(bytes);
      expect(text).toMatch(
        /Gerät Ä[\s\S]*Übergabe "Nord"\s+Seite 1 von 2 · gedruckt 21\.11\.2026, 10:15\s*\f\s*B ?& ?<C>/,
      );
      expect(text).toContain('Seite 2 von 2');
      expect(text).not.toContain('SCRIPT RAN');
      expect(execFileSync('pdfinfo', [path], { encoding: 'utf8' })).toMatch(/Page size:.*\(A4\)/);
      expect(leftovers()).toEqual(before);
    },
  );
});

test('a longer page gets longer to be printed', () => {
  expect(printLimitMs('')).toBe(60_000);
  expect(printLimitMs('x'.repeat(3_500_000))).toBe(147_500);
});

describe('printing fails as a value', () => {
  test('when no browser is there', async () => {
    const printed = await createBrowserPrinter({ browser: null })('', PAPER);
    expect(printed).toMatchObject({ ok: false, error: { reason: 'pdf-not-made', aspect: 'browser' } });
  });

  test('when the browser can not be started', async () => {
    const printed = await createBrowserPrinter({ browser: join(folder, 'missing') })('', PAPER);
    expect(printed).toMatchObject({ ok: false, error: { reason: 'pdf-not-made' } });
  });

  test('with its last words when it ends without a PDF', async () => {
    const browser = program('broken', 'echo "no such display" >&2; exit 1');
    const printed = await createBrowserPrinter({ browser })('', PAPER);
    expect(printed).toMatchObject({ ok: false, error: { detail: { error: 'no such display' } } });
  });

  test('when it takes too long, with all that it started', async () => {
    const before = leftovers();
    const browser = program('slow', `sleep 600 & echo $! > '${join(folder, 'helper')}'; wait`);
    const printed = await createBrowserPrinter({ browser, timeLimitMs: 300 })('', PAPER);
    expect(printed).toMatchObject({ ok: false, error: { aspect: 'timeout' } });
    const state = execFileSync('sh', ['-c', `ps -o stat= -p $(cat '${join(folder, 'helper')}') || true`], {
      encoding: 'utf8',
    });
    expect(state.trim().replace(/^Z.*/, '')).toBe('');
    expect(leftovers()).toEqual(before);
  });
});

describe('a browser', () => {
  test('is found in PATH, by its usual names, and only where it can be started', () => {
    const path = program('google-chrome', 'exit 0');
    writeFileSync(join(folder, 'chromium-browser'), '');
    expect(findBrowser({ PATH: folder }, 'linux')).toBe(path);
  });

  test('is the one that was named, or none', () => {
    const path = program('my-browser', 'exit 0');
    expect(findBrowser({ PATH: folder, ROLLCALL_CHROMIUM: path })).toBe(path);
    expect(findBrowser({ PATH: folder, ROLLCALL_CHROMIUM: 'none' })).toBeNull();
    expect(findBrowser({ PATH: folder, ROLLCALL_CHROMIUM: '/nowhere' })).toBeNull();
  });
});
