import { expect, test } from 'vitest';
import type { FileCheck } from '../../shared/domain/config-check.ts';
import { expectValue, openTestApi, sourceOf, type TestApi } from './api-testing.ts';

/** More than are looked up, or counted, at once. */
const PHONES = 12_000;
const LINE =
  '10.1.0.138 - - [23/Apr/2013:11:43:27 +0200] "GET /prov/001565000001.cfg HTTP/1.0" 200 2654 "-" "Yealink SIP-T38G 38.0.23.22 00:15:65:00:00:01"\n';

function macAt(index: number): string {
  return `001565${index.toString(16).padStart(6, '0')}`;
}

function checkOf(index: number): FileCheck {
  return {
    ...{ mac: macAt(index), model: 'T38G', file: `${macAt(index)}.cfg`, scheme: 'https', role: 'phone', status: 200 },
    ...{ answers: ['200'], finding: index % 3 === 0 ? 'empty' : 'ok', aspect: '', detail: {}, notes: [], bytes: 1 },
    ...{ hash: '', summary: '', checkedAt: '2026-03-01T10:00:00.000Z' },
  };
}

async function openSite(phones: number): Promise<TestApi> {
  const opened = await openTestApi();
  expectValue(await opened.api.rollouts.create({ name: 'site' }));
  const lines = Array.from({ length: phones }, (_, index) => `${macAt(index)};R${index % 2}`);
  const source = sourceOf(['MAC;Raum', ...lines].join('\n'));
  const list = { rollout: 'site', source, mapping: {}, sheet: '', language: 'en' } as const;
  expectValue(await opened.api.lists.importSource(list));
  return opened;
}

test('files are shown page by page in the order of the list, and counted without phones that are gone', async () => {
  const { api, store } = await openSite(PHONES);
  // Every fifth of them, so that the test is over soon.
  for (let index = 0; index < PHONES; index += 5) {
    store.configs.keepChecks(1, macAt(index), 'https', [checkOf(index), { ...checkOf(index), file: 'common.cfg' }]);
  }
  expectValue(await api.devices.remove({ rollout: 'site', macs: [macAt(0)] }));
  const files = PHONES / 5 - 1;
  const { counts } = expectValue(await api.configs.state({ rollout: 'site' }));
  expect(counts).toEqual({ empty: PHONES / 15 - 1 + PHONES / 15 - 1, ok: 2 * (files - (PHONES / 15 - 1)) });
  const filter = { text: 'r1 common', findings: ['ok' as const] };
  const page = expectValue(await api.configs.files({ rollout: 'site', filter, offset: 2, limit: 3 }));
  const wanted = Array.from({ length: PHONES / 5 }, (_, at) => at * 5).filter((at) => at % 2 === 1 && at % 3 !== 0);
  expect(page).toMatchObject({ all: 2 * files, total: wanted.length });
  expect(page.rows.map(({ mac, room }) => [mac, room])).toEqual(wanted.slice(2, 5).map((at) => [macAt(at), 'R1']));
});

test('parts of a log that come at once are read one after the other', async () => {
  const { api } = await openSite(2);
  const read = (text: string, isNew: boolean, isEnd: boolean) =>
    api.configs.readLog({ rollout: 'site', text, isNew, isEnd });
  const parts = await Promise.all([read(LINE.slice(0, 40), true, false), read(LINE.slice(40), false, true)]);
  expect(parts.map((part) => expectValue(part).counts)).toMatchObject([{ lines: 0 }, { lines: 1, unreadable: 0 }]);
  const { phones } = expectValue(await api.configs.fetches({ rollout: 'site' }));
  expect(phones.map(({ mac, state, room }) => [mac, state, room])).toEqual([
    [macAt(0), 'never-seen', 'R0'],
    [macAt(1), 'fetched', 'R1'],
  ]);
  expect(expectValue(await api.configs.state({ rollout: 'site' })).states).toEqual({ 'never-seen': 1, fetched: 1 });
});
