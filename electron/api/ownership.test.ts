import { describe, expect, onTestFinished, test } from 'vitest';
import type { OwnedPhone } from '../../shared/contract/ownership.ts';
import { judgeStanding, type Look } from '../../shared/domain/ownership.ts';
import { startPractice } from '../services/practice.ts';
import type { RunningPractice } from '../services/practice-host.ts';
import { expectValue, expectWords, openTestApi, sourceOf, type TestApi } from './api-testing.ts';

const TARGET = 'https://pbx.example.net/prov/%MACD.xml';

const PREFIXES = { gigaset: '7c2f80', snom: '000413' } as const;

type ServiceId = keyof typeof PREFIXES;

function macAt(index: number, service: ServiceId = 'gigaset'): string {
  return `${PREFIXES[service]}${index.toString(16).padStart(6, '0')}`;
}

interface Site extends TestApi {
  /** The account that is registered with; it says of the first three phones that somebody else owns them. */
  readonly main: RunningPractice;
  /** Another own account, at a service of its own. */
  readonly other: RunningPractice;
  readonly phones: () => Promise<readonly OwnedPhone[]>;
}

async function startService({ api }: TestApi, name: string, service: ServiceId): Promise<RunningPractice> {
  const practice = expectValue(await startPractice({ services: [service] }));
  onTestFinished(() => practice.close());
  const { url = '', user = '', password = '' } = practice.addresses[service] ?? {};
  expectValue(
    await api.accounts.add({
      ...{ name, service, url, user, password, caFile: '', pin: '', proxy: 'none' },
      ...{ concurrency: 2, batch: 4 },
    }),
  );
  return practice;
}

/** A rollout of five phones, three of which were refused. */
async function openRefused(service: ServiceId = 'gigaset'): Promise<Site> {
  const opened = await openTestApi();
  const { api } = opened;
  const main = await startService(opened, 'main', service);
  const other = await startService(opened, 'other', service);
  main.setFaults(service, [`owned=${[0, 1, 2].map((index) => macAt(index, service)).join(',')}`]);
  expectValue(await api.rollouts.create({ name: 'site' }));
  const source = sourceOf(
    ['MAC;Serial', ...[0, 1, 2, 3, 4].map((index) => `${macAt(index, service)};SN${index}`)].join('\n'),
  );
  expectValue(await api.lists.importSource({ rollout: 'site', source, mapping: {}, sheet: '', language: 'en' }));
  const { plan } = expectValue(await planAll(api));
  expectValue(await api.runs.start({ plan }));
  return {
    ...opened,
    main,
    other,
    phones: async () => expectValue(await api.ownership.list({ rollout: 'site' })).phones,
  };
}

function planAll(api: TestApi['api']) {
  return api.runs.plan({
    rollout: 'site',
    account: 'main',
    action: 'register',
    url: TARGET,
    provider: '',
    only: 'all',
  });
}

describe('phones that another account owns', () => {
  test('are those of the latest outcome, with what the service said', async () => {
    const { phones, api } = await openRefused();
    expect(await phones()).toMatchObject(
      [0, 1, 2].map((index) => ({
        ...{ mac: macAt(index), serial: `SN${index}`, service: 'gigaset', account: 'main', parked: null },
        ...{ standing: 'unlooked', heldBy: null, looks: [] },
      })),
    );
    expect(expectValue(await api.ownership.state({ rollout: 'site' }))).toEqual({ phones: 3, parked: 0, going: null });
  });

  test('are looked for in every own account, and what is found lasts', async () => {
    const { api, phones, other } = await openRefused();
    other.seed('gigaset', [{ mac: macAt(1), url: 'https://other', name: 'us', owner: 'me' }]);
    const swept = expectValue(await api.ownership.sweep({ rollout: 'site', macs: null }));
    expect(swept).toEqual({
      ...{ phones: 3, accounts: 2, unlooked: [], unparked: 0, isCancelled: false },
      standings: { unlooked: 0, held: 1, foreign: 2, free: 0, open: 0 },
    });
    expect((await phones()).map(({ standing, heldBy }) => [standing, heldBy])).toEqual([
      ['foreign', null],
      ['held', 'other'],
      ['foreign', null],
    ]);
    const [first] = await phones();
    // The account that refused is asked last. Gigaset's reads don't tell that somebody else owns a phone.
    expect(first).toMatchObject({ tellsForeign: false });
    expect(first?.looks.map(({ account, finding }) => [account, finding])).toEqual([
      ['other', 'absent'],
      ['main', 'absent'],
    ]);
  });

  test('are uncertain while an account can not be asked, and nothing is changed anywhere', async () => {
    const { api, phones, other, main } = await openRefused();
    const before = main.state('gigaset');
    await other.close();
    const swept = expectValue(await api.ownership.sweep({ rollout: 'site', macs: [macAt(0)] }));
    expect(swept.standings).toMatchObject({ open: 1 });
    expect((await phones())[0]?.looks).toMatchObject([
      { account: 'other', finding: 'failed', reason: 'unreachable' },
      { account: 'main', finding: 'absent', reason: null },
    ]);
    expect(main.state('gigaset')).toEqual(before);
  });

  test('are looked for in the other accounts although the password of one is missing, which is named', async () => {
    const { api, store, phones } = await openRefused();
    const forget = (name: string) => expectValue(store.vault.removeSecret(`account:${store.accounts.find(name)?.id}`));
    forget('other');
    const swept = expectValue(await api.ownership.sweep({ rollout: 'site', macs: null }));
    expect(swept).toMatchObject({ phones: 3, accounts: 1, standings: { foreign: 3 } });
    expect(swept.unlooked).toMatchObject([{ account: 'other', failure: { words: 'vault.missing-secret' } }]);
    expect((await phones())[0]?.looks.map(({ account }) => account)).toEqual(['main']);
    forget('main');
    expect(expectWords(await api.ownership.sweep({ rollout: 'site', macs: null }))).toBe('vault.missing-secret');
  });

  test('are looked for once, however often it is clicked', async () => {
    const { api } = await openRefused();
    const look = () => api.ownership.sweep({ rollout: 'site', macs: null });
    const [first, second] = await Promise.all([look(), look()]);
    expect(expectValue(first).phones).toBe(3);
    expect(expectWords(second)).toBe('input.busy');
    expect(expectValue(await look()).phones).toBe(3);
  });

  test('looking can be stopped; what was not asked stays unknown', async () => {
    const { api, phones, other } = await openRefused();
    other.setFaults('gigaset', ['delay=60000']);
    const sweeping = api.ownership.sweep({ rollout: 'site', macs: null });
    while (expectValue(await api.ownership.state({ rollout: 'site' })).going === null) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(expectWords(await api.ownership.sweep({ rollout: 'site', macs: null }))).toBe('input.busy');
    // Both at once would be more than the accounts' pace, and nobody would find the records of a rollout that is gone.
    const wish = { rollout: 'site', account: 'main', action: 'check', url: '', provider: '', only: 'all' } as const;
    expect(expectWords(await api.runs.plan(wish))).toBe('input.busy');
    expect(expectWords(await api.rollouts.remove({ name: 'site' }))).toBe('input.busy');
    expectValue(await api.ownership.stopSweep({}));
    expect(expectValue(await sweeping).isCancelled).toBe(true);
    expect((await phones()).map(({ standing }) => standing)).toEqual(['unlooked', 'unlooked', 'unlooked']);
  });
});

describe('parked phones', () => {
  test('are skipped by plans that would write, keep their date and note, and show in checks', async () => {
    const { api, phones } = await openRefused();
    expectValue(await api.ownership.park({ rollout: 'site', macs: [macAt(0), macAt(1)], note: ' waits for Telco ' }));
    expect((await phones())[0]?.parked).toMatchObject({ note: 'waits for Telco' });
    const plan = expectValue(await planAll(api));
    expect(plan.rows.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['skipped', 'parked'],
      ['skipped', 'parked'],
      [null, null],
      ['unchanged', null],
      ['unchanged', null],
    ]);
    expectValue(await api.runs.start({ plan: plan.plan }));
    // A run that skipped them does not make them forgotten.
    expect((await phones()).map(({ mac }) => mac)).toEqual([macAt(0), macAt(1), macAt(2)]);
    expect(expectValue(await api.ownership.unpark({ rollout: 'site', macs: [macAt(0)] }))).toEqual({ unparked: 1 });
    expect((await phones()).map(({ parked }) => parked !== null)).toEqual([false, true, false]);
    const check = { rollout: 'site', account: 'main', action: 'check', url: '', provider: '', only: 'all' } as const;
    expect(expectValue(await api.runs.plan(check)).rows.filter(({ reason }) => reason === 'parked')).toEqual([]);
  });

  test('are not registered by a plan that was made before', async () => {
    const { api } = await openRefused();
    const { plan } = expectValue(await planAll(api));
    expectValue(await api.ownership.park({ rollout: 'site', macs: [macAt(0)], note: '' }));
    expect(expectWords(await api.runs.start({ plan }))).toBe('input.no-plan');
    const again = expectValue(await planAll(api));
    expect(again.rows.filter(({ reason }) => reason === 'parked').map(({ mac }) => mac)).toEqual([macAt(0)]);
    expect(expectValue(await api.runs.start({ plan: again.plan })).counts).toMatchObject({ skipped: 1 });
  });

  test('that were released are found free and taken out of parking', async () => {
    const { api, phones, main } = await openRefused('snom');
    const macs = [macAt(0, 'snom'), macAt(2, 'snom')];
    expectValue(await api.ownership.park({ rollout: 'site', macs, note: '' }));
    main.setFaults('snom', [`owned=${macAt(2, 'snom')}`]);
    const swept = expectValue(await api.ownership.sweep({ rollout: 'site', macs }));
    expect(swept).toMatchObject({ phones: 2, unparked: 1, standings: { free: 1, foreign: 1 } });
    expect((await phones()).map(({ standing, parked }) => [standing, parked !== null])).toEqual([
      ['free', false],
      ['unlooked', false],
      ['foreign', true],
    ]);
  });
});

describe('the letter', () => {
  test('names the phones that are in no own account, and keeps what was typed', async () => {
    const { api, other } = await openRefused();
    other.seed('gigaset', [{ mac: macAt(1), url: 'https://other', name: 'us', owner: 'me' }]);
    expectValue(await api.ownership.sweep({ rollout: 'site', macs: null }));
    const fields = {
      ...{ addressee: 'Telco AG\nWeg 1', sender: 'Wir GmbH\nGasse 2', contact: 'a@b.example', customer: 'Stadt' },
      ...{ place: 'Bonn', signatory: 'E. Muster' },
    };
    expectValue(await api.ownership.keepLetter({ rollout: 'site', fields }));
    const letter = async (language: 'de' | 'en') => {
      const made = expectValue(await api.ownership.letter({ rollout: 'site', macs: null, format: 'txt', language }));
      return { ...made, text: Buffer.from(made.base64, 'base64').toString() };
    };
    const german = await letter('de');
    expect(german).toMatchObject({ name: 'site-freigabe.txt', devices: 2 });
    expect(german.text).toMatch(/^Wir GmbH\nGasse 2\n\nTelco AG\nWeg 1\n\nBonn, /);
    expect(german.text).toContain('Bitte um Freigabe von 2 Telefonen');
    expect(german.text).toContain('im Auftrag von Stadt');
    expect(german.text).toContain(`7C:2F:80:00:00:00  SN0`);
    expect(german.text).not.toContain('7C:2F:80:00:00:01');
    expect((await letter('en')).text).toMatch(/Request to release 2 phones[\s\S]*a@b\.example[\s\S]*Yours faithfully/);
    expectValue(await api.rollouts.create({ name: 'next' }));
    expect(expectValue(await api.ownership.letterFields({ rollout: 'next' }))).toEqual({
      ...fields,
      ...{ addressee: '', customer: '' },
    });
  });

  test('is not made about nothing', async () => {
    const { api } = await openRefused();
    const made = await api.ownership.letter({ rollout: 'site', macs: [macAt(4)], format: 'txt', language: 'en' });
    expect(expectWords(made)).toBe('input.no-owned-phones');
  });
});

describe('a standing', () => {
  const look = (finding: Look['finding']): Look => ({
    ...{ account: 'a', finding, reason: null, serviceWords: null, lookedAt: '' },
  });

  test.each([
    [[], true, 'unlooked'],
    [['absent', 'held'], true, 'held'],
    [['failed', 'held'], true, 'held'],
    [['absent', 'failed'], true, 'open'],
    [['absent', 'foreign'], true, 'foreign'],
    [['absent', 'absent'], true, 'free'],
    [['absent', 'absent'], false, 'foreign'],
  ] as const)('%j where reads tell owners (%s) is %s', (findings, tellsForeign, standing) => {
    expect(judgeStanding(findings.map(look), tellsForeign)).toBe(standing);
  });
});
