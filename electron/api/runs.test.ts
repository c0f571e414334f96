import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ArgumentOf } from '../../shared/contract/bridge.ts';
import { unpackZip } from '../files/zip-archive.ts';
import { startPractice } from '../services/practice.ts';
import type { RunningPractice } from '../services/practice-host.ts';
import { ANY, expectValue, expectWords, openTestApi, sourceOf, type TestApi } from './api-testing.ts';

const TARGET = 'https://pbx.example.net/prov/%MACD.xml';

function macAt(index: number): string {
  return `7c2f80${index.toString(16).padStart(6, '0')}`;
}

interface Site extends TestApi {
  readonly practice: RunningPractice;
  readonly wish: ArgumentOf<'runs', 'plan'>;
}

/** A rollout with devices, and an account at a practice service of its own. */
async function openSite(devices: number, ...faults: readonly string[]): Promise<Site> {
  const opened = await openTestApi();
  const practice = expectValue(await startPractice({ services: ['gigaset'] }));
  onTestFinished(() => practice.close());
  practice.setFaults('gigaset', faults);
  const address = practice.addresses.gigaset;
  if (address === undefined) throw new Error('no address');
  const { url, user, password } = address;
  expectValue(
    await opened.api.accounts.add({
      ...{ name: 'giga', service: 'gigaset', url, user, password, caFile: '', pin: '', proxy: 'none' },
      ...{ concurrency: 2, batch: 4 },
    }),
  );
  expectValue(await opened.api.rollouts.create({ name: 'site' }));
  const source = sourceOf(['MAC', ...Array.from({ length: devices }, (_, index) => macAt(index))].join('\n'));
  expectValue(await opened.api.lists.importSource({ rollout: 'site', source, mapping: {}, sheet: '', language: 'en' }));
  const wish = {
    rollout: 'site',
    account: 'giga',
    action: 'register',
    url: TARGET,
    provider: '',
    only: 'all',
  } as const;
  return { ...opened, practice, wish };
}

function toPairs(counts: object = {}): readonly [string, unknown][] {
  return Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Waits until something holds; the test's own time limit ends it otherwise. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('a plan that is kept', () => {
  test('is read page by page, by group, and is the plan that an answer with rows holds', async () => {
    const { api, practice, wish } = await openSite(30);
    practice.seed('gigaset', [
      { mac: macAt(3), url: 'https://old', name: 'giga', owner: 'me' },
      { mac: macAt(4), url: TARGET, name: 'giga', owner: 'me' },
    ]);
    const whole = expectValue(await api.runs.plan(wish));
    const bare = expectValue(await api.runs.plan({ ...wish, rows: false }));
    expect(bare).toEqual({ plan: whole.plan + 1, rows: [], groups: whole.groups });
    const page = async (group: 'new' | 're-point' | 'unchanged' | null, offset: number, limit: number) =>
      expectValue(await api.runs.planPage({ plan: bare.plan, group, offset, limit }));
    expect([...(await page(null, 0, 7)).rows, ...(await page(null, 7, 500)).rows]).toEqual(whole.rows);
    for (const group of ['new', 're-point', 'unchanged'] as const) {
      const { total, rows } = await page(group, 0, 500);
      expect(total).toBe(whole.groups[group]);
      expect(rows).toEqual(whole.rows.filter((row) => row.group === group));
    }
    expect(expectWords(await api.runs.planPage({ plan: whole.plan, group: null, offset: 0, limit: 1 }))).toBe(
      'input.no-plan',
    );
  });

  test('is not carried out when a device of it was taken out of the rollout since; what else changed does no harm', async () => {
    const { api, practice, wish } = await openSite(3);
    const { plan } = expectValue(await api.runs.plan(wish));
    expectValue(await api.devices.remove({ rollout: 'site', macs: [macAt(1)] }));
    expect(expectWords(await api.runs.start({ plan }))).toBe('input.no-plan');
    expect(practice.state('gigaset')).toEqual([]);
    const again = expectValue(await api.runs.plan(wish));
    expectValue(await api.devices.edit({ rollout: 'site', mac: macAt(0), field: 'room', value: '7' }));
    expect(expectValue(await api.runs.start({ plan: again.plan })).counts).toEqual({ done: 2 });
  });

  test('is in the state of its rollout until it is discarded or its rollout is gone', async () => {
    const { api, practice, wish } = await openSite(5);
    practice.seed('gigaset', [{ mac: macAt(4), url: TARGET, name: 'giga', owner: 'me' }]);
    const state = async (rollout = 'site') => expectValue(await api.runs.state({ rollout }));
    expect(await state()).toEqual({ plan: null, going: null, unfinished: null });
    const { plan } = expectValue(await api.runs.plan({ ...wish, rows: false }));
    expect((await state()).plan).toMatchObject({
      ...{ plan, account: 'giga', service: 'gigaset', action: 'register', undoOf: null, devices: 5, writes: 4 },
      groups: { new: 4, unchanged: 1 },
    });
    expectValue(await api.rollouts.create({ name: 'other' }));
    expect((await state('other')).plan).toBeNull();
    expectValue(await api.runs.discardPlan({ plan }));
    expect((await state()).plan).toBeNull();
    expect(expectWords(await api.runs.start({ plan }))).toBe('input.no-plan');
    const again = expectValue(await api.runs.plan({ ...wish, rows: false }));
    expectValue(await api.rollouts.remove({ name: 'site' }));
    expectValue(await api.rollouts.create({ name: 'site' }));
    expect(expectWords(await api.runs.start({ plan: again.plan }))).toBe('input.no-plan');
  });
});

describe('a run that is going', () => {
  test('is in the state with its progress; the index and the pages follow it', async () => {
    const { api, store, wish } = await openSite(24, 'delay=60');
    expectValue(await api.devices.facets({ rollout: 'site' }));
    const { plan } = expectValue(await api.runs.plan({ ...wish, rows: false }));
    const run = api.runs.start({ plan });
    const going = async () => expectValue(await api.runs.state({ rollout: 'site' })).going;
    await until(async () => ((await going())?.done ?? 0) > 0);
    expect(await going()).toMatchObject({ rollout: 'site', phase: 'run', run: 1, account: 'giga', total: 24 });
    expect(expectValue(await api.runs.state({ rollout: 'site' })).unfinished).toMatchObject({ run: 1, devices: 24 });
    expect(expectWords(await api.runs.plan(wish))).toBe('input.busy');
    const waiting = expectValue(
      await api.devices.page({
        ...{
          rollout: 'site',
          sort: { column: 'position', direction: 'descending' },
          filter: ANY,
          offset: 0,
          limit: 24,
        },
      }),
    ).rows;
    expect(waiting.every(({ outcome, running }) => (outcome === null) === (running !== null))).toBe(true);
    expect(waiting.some(({ running }) => running !== null)).toBe(true);
    await until(async () => {
      const [shown] = expectValue(await api.rollouts.show({ name: 'site' })).runs;
      return JSON.stringify(toPairs(shown?.counts)) === JSON.stringify(toPairs(store.runs.counts(1)));
    });
    expect(expectWords(await api.devices.remove({ rollout: 'site', macs: waiting.map(({ mac }) => mac) }))).toBe(
      'input.device-in-run',
    );
    expect(expectValue(await run)).toMatchObject({ run: 1, devices: 24, counts: { done: 24 }, isFinished: true });
    expect(await going()).toBeNull();
    const page = await api.devices.page({
      ...{
        rollout: 'site',
        sort: { column: 'outcome', direction: 'ascending' },
        filter: { ...ANY, outcomes: ['done'] },
      },
      ...{ offset: 0, limit: 500 },
    });
    expect(expectValue(page)).toMatchObject({ total: 24, all: 24 });
    expect(expectValue(page).rows[0]).toMatchObject({
      outcome: 'done',
      action: 'register',
      account: 'giga',
      running: null,
    });
    expect(expectValue(await api.devices.facets({ rollout: 'site' })).outcomes).toEqual({ done: 24 });
    expect(expectValue(await api.rollouts.show({ name: 'site' })).outcomes).toEqual({ done: 24 });
  });

  test('tells of changes ten times a second at most, and of the last one', async () => {
    const { api, wish, told } = await openSite(60, 'delay=20');
    await new Promise((resolve) => setTimeout(resolve, 150));
    told.length = 0;
    const startedAtMs = performance.now();
    const { plan } = expectValue(await api.runs.plan({ ...wish, rows: false }));
    expectValue(await api.runs.start({ plan }));
    const seconds = (performance.now() - startedAtMs) / 1_000;
    await new Promise((resolve) => setTimeout(resolve, 250));
    const changes = told.filter(({ name }) => name === 'changed').length;
    expect(changes).toBeLessThanOrEqual(Math.ceil(seconds * 10) + 3);
    expect(changes).toBeGreaterThan(2);
    const outcomes = told.flatMap((one) => (one.name === 'outcomes' ? one.value : []));
    expect(outcomes).toHaveLength(60);
    expect(told.at(-1)).toEqual({ name: 'changed', value: { rollout: 'site' } });
  });

  test('keeps its rollout from being removed until it has stopped', async () => {
    const { api, wish } = await openSite(20, 'delay=100');
    const { plan } = expectValue(await api.runs.plan({ ...wish, rows: false }));
    const run = api.runs.start({ plan });
    await until(async () => expectValue(await api.runs.state({ rollout: 'site' })).going !== null);
    expectValue(await api.rollouts.create({ name: 'other' }));
    expectValue(await api.rollouts.remove({ name: 'other' }));
    expect(expectWords(await api.rollouts.remove({ name: 'site' }))).toBe('input.busy');
    expectValue(await api.runs.stop({ mode: 'keep' }));
    expectValue(await run);
    expectValue(await api.rollouts.remove({ name: 'site' }));
  });

  test('that is stopped says so, and is found unfinished by the next start', async () => {
    const { api, store, wish } = await openSite(40, 'delay=100');
    const { plan } = expectValue(await api.runs.plan({ ...wish, rows: false }));
    const run = api.runs.start({ plan });
    const state = async () => expectValue(await api.runs.state({ rollout: 'site' }));
    await until(async () => ((await state()).going?.done ?? 0) > 0);
    expectValue(await api.runs.stop({ mode: 'keep' }));
    const { going } = await state();
    expect(going === null || going.isStopping).toBe(true);
    const { isFinished, counts } = expectValue(await run);
    expect(isFinished).toBe(false);
    expect((await state()).unfinished).toMatchObject({ run: 1, devices: 40, open: counts.open });
    expect(store.runs.findUnfinished(1)?.id).toBe(1);
    expect(expectValue(await api.runs.resume({ rollout: 'site' })).summary).toMatchObject({ isFinished: true });
    expect((await state()).unfinished).toBeNull();
  });
});

describe('after a run', () => {
  test('its URL and provider name are offered for this account, but never one with a password', async () => {
    const { api, folder, wish } = await openSite(2);
    const run = async (url: string, provider: string) => {
      const { plan } = expectValue(await api.runs.plan({ ...wish, url, provider, rows: false }));
      expectValue(await api.runs.start({ plan }));
    };
    await run(TARGET, 'first');
    await run('https://user:hunter2@pbx.example.net/%MACD', 'second');
    const targets = await api.accounts.targets({ name: 'giga' });
    expect(expectValue(targets)).toEqual({ urls: [TARGET], providers: ['second', 'first'] });
    expect(readFileSync(join(folder, 'settings.json'), 'utf8')).not.toContain('hunter2');
  });

  test('a device tells every run, the latest first, and what it will fetch', async () => {
    const { api, wish } = await openSite(2);
    for (const url of [TARGET, 'https://user:hunter2@pbx.example.net/%MACD']) {
      const { plan } = expectValue(await api.runs.plan({ ...wish, url, rows: false }));
      expectValue(await api.runs.start({ plan }));
    }
    const story = expectValue(await api.devices.story({ rollout: 'site', mac: macAt(1) }));
    expect(story.runs.map(({ run, group, outcome }) => ({ run, group, outcome }))).toEqual([
      { run: 2, group: 're-point', outcome: 'done' },
      { run: 1, group: 'new', outcome: 'done' },
    ]);
    expect(story.runs[0]).toMatchObject({
      before: { url: TARGET },
      stage: 'ended',
      account: 'giga',
      service: 'gigaset',
    });
    expect(story.device).toMatchObject({ outcome: 'done', running: null });
    expect(story.urls).toEqual([
      {
        source: 'registered',
        service: 'gigaset',
        template: 'https://***@pbx.example.net/%MACD',
        url: `https://***@pbx.example.net/${macAt(1).toUpperCase()}`,
      },
    ]);
    expect(JSON.stringify(story)).not.toContain('hunter2');
  });

  test('the failed and the unknown can be planned again', async () => {
    const { api, practice, wish } = await openSite(6, 'error-500=1,write');
    const { plan } = expectValue(await api.runs.plan({ ...wish, rows: false }));
    const { counts } = expectValue(await api.runs.start({ plan }));
    practice.setFaults('gigaset', []);
    for (const only of ['failed', 'unknown'] as const) {
      const again = await api.runs.plan({ ...wish, only });
      expect(expectValue(again).rows).toHaveLength(counts[only] ?? 0);
    }
    expect((counts.failed ?? 0) + (counts.unknown ?? 0)).toBe(6);
  });
});

describe('files as bytes', () => {
  test('of results are what the command line writes', async () => {
    const { api, folder, wish } = await openSite(3);
    const { plan } = expectValue(await api.runs.plan({ ...wish, rows: false }));
    expectValue(await api.runs.start({ plan }));
    for (const format of ['csv', 'json', 'xlsx'] as const) {
      const path = join(folder, `results.${format}`);
      const common = { rollout: 'site', separator: ';', language: 'de' } as const;
      expectValue(await api.exports.results({ ...common, path }));
      const file = expectValue(await api.exports.resultsFile({ ...common, format }));
      expect(file).toMatchObject({ name: `site.${format}`, devices: 3 });
      const bytes = Buffer.from(file.base64, 'base64');
      // a workbook holds the time at which it was made
      if (format === 'xlsx') expect(bytes.subarray(0, 2).toString()).toBe('PK');
      else expect(bytes).toEqual(readFileSync(path));
    }
  });

  test('of calls are those that prepare writes, in folders where there are several URLs', async () => {
    const { api, folder, wish } = await openSite(3);
    for (const url of [TARGET, '']) {
      for (const [index, value] of ['https://a/x', 'https://b/x', 'https://a/x'].entries()) {
        expectValue(await api.devices.edit({ rollout: 'site', mac: macAt(index), field: 'url', value }));
      }
      const into = join(folder, url === '' ? 'several' : 'one');
      const written = expectValue(await api.exports.prepare({ ...wish, url, folder: into }));
      const made = expectValue(await api.exports.callFiles({ ...wish, url }));
      expect(made.files.map(({ name }) => join(into, name))).toEqual(written.files);
      expect(made.files.some(({ name }) => name.startsWith('url-002/'))).toBe(url === '');
      for (const { name, base64 } of made.files) {
        expect(Buffer.from(base64, 'base64').toString()).toBe(readFileSync(join(into, name), 'utf8'));
      }
    }
  });

  test('of calls are about the phones that are chosen, and ask nothing of the others', async () => {
    const { api, practice, wish } = await openSite(3, 'error-500=1,write');
    const chosen = { ...wish, url: '', only: [macAt(1)] };
    expect(expectWords(await api.exports.callFiles(chosen))).toBe('input.device-without-url');
    expectValue(await api.devices.edit({ rollout: 'site', mac: macAt(1), field: 'url', value: 'https://a/x' }));
    const { devices, files } = expectValue(await api.exports.callFiles(chosen));
    const [content = ''] = files.map(({ base64 }) => Buffer.from(base64, 'base64').toString().toLowerCase());
    expect(devices).toBe(1);
    expect([0, 1, 2].map((index) => content.includes(macAt(index)))).toEqual([false, true, false]);
    const { plan } = expectValue(await api.runs.plan(wish));
    const { counts } = expectValue(await api.runs.start({ plan }));
    practice.setFaults('gigaset', []);
    for (const only of ['failed', 'unknown'] as const) {
      expect(expectValue(await api.exports.callArchive({ ...wish, only })).devices).toBe(counts[only] ?? 0);
    }
  });

  test('of what an account holds are what the command line writes', async () => {
    const { api, folder, wish } = await openSite(3);
    const { plan } = expectValue(await api.runs.plan({ ...wish, rows: false }));
    expectValue(await api.runs.start({ plan }));
    const listing = { account: 'giga', names: [], model: '', url: '' };
    for (const format of ['csv', 'xml'] as const) {
      const path = join(folder, `held.${format}`);
      expectValue(await api.services.registered({ ...listing, path }));
      const file = expectValue(await api.services.registeredFile({ ...listing, format }));
      expect(file).toMatchObject({ name: `giga.${format}`, phones: 3 });
      expect(Buffer.from(file.base64, 'base64')).toEqual(readFileSync(path));
    }
  });

  test('are named so that every system takes them', async () => {
    const { api } = await openTestApi();
    for (const name of ['a/b\\c: d?', '...', '..', 'Ünïcode „x“', 'con|<x>*"', 'x'.repeat(200)]) {
      expectValue(await api.rollouts.create({ name }));
      const file = await api.exports.resultsFile({ rollout: name, format: 'csv', separator: ',', language: 'en' });
      expect(expectValue(file).name).toMatch(/^[^<>:"/\\|?*. ]([^<>:"/\\|?*]{0,78}[^<>:"/\\|?*. ])?\.csv$/);
    }
  });
});

describe('what an account holds', () => {
  test('is compared with the rollouts: there but in none, in one but not there', async () => {
    const { api, practice, wish } = await openSite(3);
    const { plan } = expectValue(await api.runs.plan({ ...wish, rows: false }));
    expectValue(await api.runs.start({ plan }));
    const listing = { account: 'giga', names: [], model: '', url: '' };
    const before = expectValue(await api.services.compared(listing));
    expect(before.phones.map(({ rollouts }) => rollouts)).toEqual([['site'], ['site'], ['site']]);
    expect(before.missing).toEqual([]);
    practice.seed('gigaset', [
      { mac: macAt(2), owner: 'other' },
      { mac: '7C2F80FFFFFF', url: 'https://else.example/x' },
    ]);
    const after = expectValue(await api.services.compared(listing));
    expect(after.phones.find(({ mac }) => mac === '7c2f80ffffff')?.rollouts).toEqual([]);
    expect(after.missing).toMatchObject([{ mac: macAt(2).toLowerCase(), rollout: 'site' }]);
    expect(expectValue(await api.services.compared({ ...listing, names: ['giga'] })).missing).toEqual([]);
  });

  test('and the calls of a run come as one archive too', async () => {
    const { api, wish } = await openSite(3);
    const archive = expectValue(await api.exports.callArchive(wish));
    expect(archive).toMatchObject({ name: 'site register.zip', files: 1, devices: 3 });
    const names = expectValue(await api.exports.callFiles(wish)).files.map(({ name }) => name);
    const unpacked = await unpackZip(Buffer.from(archive.base64, 'base64'), () => true, 1_000_000);
    if (!unpacked.ok) throw new Error(unpacked.error);
    expect([...unpacked.value.keys()]).toEqual(names);
  });

  test('a plan tells how long it will take, by the runs before', async () => {
    const { api, wish } = await openSite(4);
    const { plan } = expectValue(await api.runs.plan({ ...wish, rows: false }));
    const first = expectValue(await api.runs.state({ rollout: 'site' })).plan;
    expect(first?.estimatedSeconds).toBeGreaterThan(0);
    expectValue(await api.runs.start({ plan }));
    expectValue(await api.runs.plan({ ...wish, rows: false }));
    expect(expectValue(await api.runs.state({ rollout: 'site' })).plan).toMatchObject({
      writes: 0,
      estimatedSeconds: 0,
    });
  });
});

test('an undo goes past a run that changed nothing to the one that did', async () => {
  const { api, wish } = await openSite(2);
  for (let round = 0; round < 2; round += 1) {
    const { plan } = expectValue(await api.runs.plan({ ...wish, rows: false }));
    expectValue(await api.runs.start({ plan }));
  }
  const shown = expectValue(await api.rollouts.show({ name: 'site' })).runs.map(({ run }) => run);
  const undo = expectValue(await api.runs.planUndo({ rollout: 'site', run: null }));
  expect(undo.run).toBe(shown.at(-1));
  expect(undo.rows).toHaveLength(2);
});
