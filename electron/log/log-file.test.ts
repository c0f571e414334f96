import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LogFile } from './log-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const newest = (): string => readFileSync(join(folder, 'log/rollcall.log'), 'utf8');

describe('the log', () => {
  test('has one JSON object a line, with its time', () => {
    const log = new LogFile(folder);
    log.write('info', 'runs.start', { rollout: 'Town hall', counts: { done: 3 } });
    log.write('error', 'two\nlines', { cause: new Error('why') });
    const lines = newest()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({ level: 'info', message: 'runs.start', rollout: 'Town hall', counts: { done: 3 } });
    expect(Date.parse(lines[0].at)).toBeGreaterThan(Date.now() - 60_000);
    expect(lines[1]).toMatchObject({ level: 'error', message: 'two\nlines' });
    expect(lines[1].cause.error).toContain('Error: why');
    if (process.platform !== 'win32') {
      expect(statSync(join(folder, 'log/rollcall.log')).mode & 0o777).toBe(0o600);
      expect(statSync(join(folder, 'log')).mode & 0o777).toBe(0o700);
    }
  });

  test('no secret gets in, wherever it stands', () => {
    const log = new LogFile(folder);
    log.hide('hidden-by-value');
    const secret = 'hunter2';
    log.write('warning', `asked http://user:${secret}@host/ and heard OK: ${secret}`, {
      password: secret,
      oldPassphrase: secret,
      provisioningCode: secret,
      pin: 1234,
      nested: { deep: [{ apiToken: secret, url: `https://a:${secret}@b/` }], Authorization: `Basic ${secret}` },
      said: `Authorization: Basic ${secret}`,
      other: 'it was hidden-by-value here',
      cause: new Error(`connect to http://u:${secret}@host failed, hidden-by-value`),
    });
    expect(newest()).not.toContain(secret);
    expect(newest()).not.toContain('hidden-by-value');
    expect(newest()).not.toContain('1234');
    expect(newest()).toContain('"warning"');
  });

  test('a hidden text never comes through, whatever is around it', () => {
    const log = new LogFile(folder);
    log.hide('S3CR3T-W0RD');
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        rmSync(join(folder, 'log'), { recursive: true, force: true });
        log.write('info', `${before}S3CR3T-W0RD${after}`, { said: `${after}S3CR3T-W0RD${before}` });
        expect(newest()).not.toContain('S3CR3T-W0RD');
      }),
      { numRuns: 50 },
    );
  });

  test('keeps a number of files of a size, the newest first', () => {
    const log = new LogFile(folder, { maxBytes: 500, files: 3 });
    for (let index = 0; index < 40; index += 1) log.write('info', `line ${index} ${'x'.repeat(80)}`);
    const files = log.read();
    expect([...files.keys()]).toEqual(['rollcall.log', 'rollcall.1.log', 'rollcall.2.log']);
    const text = [...files.values()].map(String);
    expect(text[0]).toContain('line 39 ');
    expect(text.join('')).not.toContain('line 0 ');
    for (const content of text) expect(content.length).toBeLessThan(800);
  });

  test('that can’t be written keeps nobody from working', () => {
    writeFileSync(join(folder, 'log'), 'a file where the folder should be');
    const log = new LogFile(folder);
    log.write('error', 'lost');
    expect(log.read().size).toBe(0);
  });
});
