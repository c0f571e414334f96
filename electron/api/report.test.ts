import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MacAddress } from '../../shared/domain/device.ts';
import type { Outcome } from '../../shared/domain/outcome.ts';
import { NO_ENTRY } from '../../shared/domain/outcome.ts';
import { readPdfText, WHY_NO_PDF } from '../sheets/pdf-testing.ts';
import { expectValue, expectWords, openTestApi, sourceOf, type TestApi } from './api-testing.ts';

const FIELDS = {
  site: 'Rathaus <Nord> & Söhne',
  address: 'Marktplatz 1\n12345 Musterstadt',
  customer: 'Stadt Musterstadt',
  technician: 'T. Weiß',
  remarks: 'Keller ist feucht.',
};

function macAt(index: number): string {
  return `7c2f80${index.toString(16).padStart(6, '0')}`;
}

function outcomeAt(index: number): Outcome {
  const base = { reason: null, aspect: null, detail: null, serviceWords: null };
  const url = 'https://user:hunter2@pbx.example.net/prov/%MACD.xml';
  if (index % 10 === 1) return { ...base, kind: 'refused', reason: 'owned-by-other', serviceWords: 'owned', now: null };
  if (index % 10 === 2)
    return { ...base, kind: 'failed', reason: 'timeout', detail: { host: 'prov.example' }, now: null };
  return { ...base, kind: 'done', now: { ...NO_ENTRY, url } };
}

/** A rollout whose one run ended for every phone. */
async function openEnded(phones: number): Promise<TestApi> {
  const opened = await openTestApi();
  const { api, store } = opened;
  expectValue(await api.rollouts.create({ name: 'site' }));
  const rows = Array.from(
    { length: phones },
    (_, index) => `${macAt(index)};Raum ${100 + index};Benutzer ${index};${index};1234;geheim`,
  );
  const source = sourceOf(['MAC;Raum;Benutzer;Nebenstelle;PIN;Seriennummer', ...rows].join('\n'));
  expectValue(await api.lists.importSource({ rollout: 'site', source, mapping: {}, sheet: '', language: 'de' }));
  const rolloutId = store.rollouts.find('site')?.id ?? 0;
  const run = await store.runs.add(
    { rolloutId, account: 'giga', service: 'gigaset', action: 'register', undoOf: null },
    Array.from({ length: phones }, (_, index) => {
      const outcome = outcomeAt(index);
      const now =
        outcome.now === null
          ? null
          : { ...outcome.now, url: expectValue(store.vault.protectUrl(outcome.now.url ?? '')) };
      return {
        ...{ position: index, mac: macAt(index) as MacAddress, checkCode: '55DF', action: 'register', group: 'new' },
        ...{ target: { url: '', name: '' }, before: null, stage: 'ended' },
        outcome: { ...outcome, now, endedAt: '2026-11-21T09:15:00.000Z' },
      } as const;
    }),
  );
  store.runs.finish(run);
  expectValue(await api.report.keep({ rollout: 'site', fields: FIELDS }));
  return opened;
}

const needsPdf = test.skipIf(WHY_NO_PDF !== null);

describe(`the hand-over report${WHY_NO_PDF === null ? '' : ` (as PDF skipped: ${WHY_NO_PDF})`}`, () => {
  needsPdf('of three phones says in English what was done, what is open and who signs', async () => {
    const { api } = await openEnded(3);
    const file = expectValue(await api.report.file({ rollout: 'site', format: 'pdf', language: 'en' }));
    expect(file).toMatchObject({ name: 'site.pdf', devices: 3 });
    const text = readPdfText(Buffer.from(file.base64, 'base64'));
    for (const words of [
      ...['Hand-over report', 'Rathaus <Nord> & Söhne', 'Marktplatz 1', 'Stadt Musterstadt', 'Keller ist feucht.'],
      ...['7C:2F:80:00:00:00', 'Raum 101', 'Benutzer 2, 2', '2 phones are open', 'Another account owns this phone'],
      ...['naming the MAC 7C:2F:80:00:00:01', 'No answer from prov.example in time', 'The service said: “owned”'],
      ...['own accounts not looked at yet', 'Signature', 'https://***@pbx.example.net/prov/%MACD.xml'],
    ]) {
      expect(text.replaceAll(/\s+/g, ' ')).toContain(words);
    }
    expect(text).not.toMatch(/hunter2|1234\b.*geheim|geheim|55DF/);
    expect(text).toMatch(/page 1 of \d+ · printed/);
  });

  needsPdf('of 500 phones repeats its header and numbers its pages, in German', async () => {
    const { api } = await openEnded(500);
    const file = expectValue(await api.report.file({ rollout: 'site', format: 'pdf', language: 'de' }));
    const text = readPdfText(Buffer.from(file.base64, 'base64'));
    const pages = text.split('\f').slice(0, -1);
    expect(pages.length).toBeGreaterThan(8);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`Seite ${index + 1} von ${pages.length} · gedruckt`);
    }
    const results = pages.filter((page) => (page.match(/Raum \d+ +Benutzer/g) ?? []).length > 0);
    for (const page of results) expect(page).toMatch(/MAC +Raum +Benutzer, +Modell +Ergebnis +Wann/);
    const rows = text.match(/7C:2F:80:\S+ +Raum \d+ +Benutzer/g) ?? [];
    expect(rows).toHaveLength(500);
    expect(text).toContain('100 Telefone sind offen');
    expect(text).toMatch(/50 Telefone: abgelehnt/);
    expect(text).toContain('Unterschrift');
    expect(text).not.toContain('hunter2');
  });

  test('of a rollout without phones or runs says so', async () => {
    const { api } = await openTestApi();
    expectValue(await api.rollouts.create({ name: 'leer' }));
    const file = expectValue(await api.report.file({ rollout: 'leer', format: 'html', language: 'de' }));
    const page = Buffer.from(file.base64, 'base64').toString();
    expect(page).toContain('Der Rollout hat keine Telefone.');
    expect(page).toContain('Noch gab es keinen Lauf.');
  });

  needsPdf('is written by its ending, results as tables too', async () => {
    const { api, folder } = await openEnded(3);
    const write = (name: string) =>
      api.report.write({ rollout: 'site', path: join(folder, name), separator: ';', language: 'de' });
    for (const name of ['a.PDF', 'a.html', 'a.csv', 'a.xlsx'])
      expect(expectValue(await write(name))).toEqual({ devices: 3 });
    expect(readFileSync(join(folder, 'a.PDF'), 'latin1')).toMatch(/^%PDF-/);
    expect(readFileSync(join(folder, 'a.html'), 'utf8')).toContain('Übergabebericht');
    expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toContain('owned-by-other');
    expect(expectWords(await write('a.doc'))).toBe('reason.file-not-written');
    expect(expectWords(await write('none/a.pdf'))).toBe('reason.file-not-written');
  });
});

describe('what was typed', () => {
  test('is remembered per rollout; another one starts with the same technician', async () => {
    const { api } = await openTestApi();
    for (const name of ['a', 'b']) expectValue(await api.rollouts.create({ name }));
    const of = async (rollout: string) => expectValue(await api.report.fields({ rollout }));
    expect(await of('a')).toEqual({ site: '', address: '', customer: '', technician: '', remarks: '' });
    expectValue(await api.report.keep({ rollout: 'a', fields: FIELDS }));
    expect(await of('a')).toEqual(FIELDS);
    expect(await of('b')).toEqual({ site: '', address: '', customer: '', technician: 'T. Weiß', remarks: '' });
  });
});
