import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ANY, expectValue, openTestApi, PASSPHRASE, sourceOf } from '../../electron/api/api-testing.ts';
import { createApi } from '../../electron/api/index.ts';
import { startPractice } from '../../electron/services/practice.ts';
import { type Api, contract } from '../../shared/contract/contract.ts';

const URL_SECRET = 'hunter2-url';
const LIST_SECRET = 'hunter2-list';
const PROXY_SECRET = 'hunter2-proxy';
const TARGET = `https://operator:${URL_SECRET}@pbx.example.net/%MACD`;
const LIST = [
  'MAC;Raum;URL',
  `7C2F80000001;1;https://operator:${LIST_SECRET}@pbx.example.net/%MACD`,
  '7C2F80000002;2;',
  `7C2F80000001;3;https://operator:${LIST_SECRET}@pbx.example.net/again`,
  `7C2F80000004;4;htp://operator:${LIST_SECRET}@pbx.example.net/wrong`,
  `7C2F8000000O;5;https://operator:${LIST_SECRET}@pbx.example.net/o`,
].join('\n');
const MAC = '7c2f80000001';

/** Calls everything there is and keeps every answer under the call's name. */
function record(api: Api, answers: Map<string, unknown[]>): Api {
  return Object.fromEntries(
    Object.entries(api).map(([group, calls]) => [
      group,
      Object.fromEntries(
        Object.entries(calls as Readonly<Record<string, (argument: unknown) => Promise<unknown>>>).map(
          ([name, call]) => [
            name,
            async (argument: unknown) => {
              const answer = await call(argument);
              const call_ = `${group}.${name}`;
              answers.set(call_, [...(answers.get(call_) ?? []), answer]);
              return answer;
            },
          ],
        ),
      ),
    ]),
  ) as unknown as Api;
}

test('no call answers with a password, and nothing that is told holds one', async () => {
  const { store, folder } = await openTestApi({ locked: true });
  const practice = expectValue(await startPractice({ services: ['gigaset'] }));
  onTestFinished(() => practice.close());
  const address = practice.addresses.gigaset;
  if (address === undefined) throw new Error('no address');
  const answers = new Map<string, unknown[]>();
  const told: unknown[] = [];
  const api = record(
    createApi({ store, unlock: async () => false, emit: (name, value) => told.push({ name, value }) }),
    answers,
  );
  const { url, user, password } = address;
  const source = sourceOf(LIST);
  const reading = { source, mapping: {}, sheet: '' };
  const path = join(folder, 'list.csv');
  writeFileSync(path, LIST);
  const account = { name: 'giga', service: 'gigaset', user, password, caFile: '', pin: '', concurrency: 1, batch: 1 };

  await api.rollouts.create({ name: 'site' });
  // while the vault is locked
  await api.vault.state({});
  await api.accounts.add({ ...account, url, proxy: `http://operator:${PROXY_SECRET}@127.0.0.1:9` });
  await api.lists.preview({ rollout: 'site', ...reading });
  await api.lists.importSource({ rollout: 'site', ...reading, language: 'de' });
  await api.practice.start({});
  await api.vault.open({ passphrase: 'wrong' });
  await api.vault.open({ passphrase: PASSPHRASE });
  await store.vault.open('wrong');

  await api.accounts.add({ ...account, url: `https://operator:${URL_SECRET}@host/`, proxy: 'none' });
  await api.accounts.add({ ...account, name: 'by proxy', url, proxy: `http://operator:${PROXY_SECRET}@127.0.0.1:9` });
  expectValue(await api.accounts.add({ ...account, url, proxy: 'none' }));
  await api.accounts.edit({ name: 'giga', url: `https://operator:${URL_SECRET}@host/`, password });
  await api.accounts.edit({ name: 'giga', proxy: `http://operator:${PROXY_SECRET}@127.0.0.1:9` });
  await api.accounts.list({});
  expectValue(await api.accounts.edit({ name: 'giga', proxy: 'none' }));
  await api.accounts.test({ name: 'by proxy' });
  await api.accounts.doctor({ name: 'by proxy' });
  await api.accounts.test({ name: 'giga' });
  await api.services.list({});
  await api.lists.preview({ rollout: 'site', ...reading });
  const fixes = [{ row: 5, field: 'url', value: `ftp://operator:${LIST_SECRET}@x` }] as const;
  await api.lists.preview({ rollout: 'site', ...reading, fixes: [...fixes] });
  expectValue(await api.lists.importSource({ rollout: 'site', ...reading, language: 'de' }));
  await api.lists.import({ rollout: 'site', path, mapping: {}, sheet: '', problemsPath: '', language: 'en' });
  await api.lists.macs({ path });
  const edit = { rollout: 'site', mac: '7c2f80000002', field: 'url' } as const;
  await api.devices.edit({ ...edit, value: `htp://operator:${LIST_SECRET}@x` });
  expectValue(await api.devices.edit({ ...edit, value: `https://operator:${LIST_SECRET}@pbx.example.net/edited` }));
  await api.devices.add({
    rollout: 'site',
    values: { mac: '7C2F80000009', url: `https://operator:${LIST_SECRET}@x/y` },
  });

  const wish = { rollout: 'site', account: 'giga', action: 'register', provider: 'p' } as const;
  for (const target of ['', TARGET]) {
    const { plan } = expectValue(await api.runs.plan({ ...wish, url: target, only: 'all' }));
    await api.runs.state({ rollout: 'site' });
    await api.runs.planPage({ plan, group: null, offset: 0, limit: 500 });
    expectValue(await api.runs.start({ plan }));
  }
  practice.setFaults('gigaset', ['odd-answer']);
  const { plan: odd } = expectValue(await api.runs.plan({ ...wish, url: '', only: 'all' }));
  await api.runs.start({ plan: odd });
  practice.setFaults('gigaset', []);
  await api.runs.resume({ rollout: 'site' });
  const undo = expectValue(await api.runs.planUndo({ rollout: 'site', run: null }));
  await api.runs.discardPlan({ plan: undo.plan });
  await api.runs.stop({ mode: 'keep' });

  const sort = { column: 'url', direction: 'ascending' } as const;
  const page = { rollout: 'site', sort, filter: ANY };
  expect(expectValue(await api.devices.page({ ...page, offset: 0, limit: 500 })).rows).toHaveLength(3);
  expect(expectValue(await api.devices.macs({ ...page, filter: { ...ANY, text: LIST_SECRET } })).macs).toEqual([]);
  await api.devices.macs(page);
  await api.devices.facets({ rollout: 'site' });
  await api.devices.find({ mac: MAC });
  expect(expectValue(await api.devices.story({ rollout: 'site', mac: MAC })).runs.length).toBeGreaterThan(1);
  await api.accounts.targets({ name: 'giga' });
  await api.services.registered({ account: 'giga', names: [], model: '', url: '', path: '' });
  await api.services.registeredFile({ account: 'giga', names: [], model: '', url: '', format: 'xml' });
  for (const format of ['csv', 'json'] as const) {
    const file = await api.exports.resultsFile({ rollout: 'site', format, separator: ',', language: 'de' });
    told.push(Buffer.from(expectValue(file).base64, 'base64').toString());
  }
  await api.exports.results({ rollout: 'site', path: join(folder, 'results.csv'), separator: ',', language: 'de' });
  await api.exports.prepare({ ...wish, url: TARGET, folder: join(folder, 'calls') });
  await api.exports.callFiles({ ...wish, url: TARGET });
  await api.exports.callFiles({ ...wish, url: 'https://pbx.example.net/%MACD' });
  await api.settings.set({ theme: 'dark' });
  expectValue(await api.settings.set({ proxy: `http://operator:${PROXY_SECRET}@proxy.example:3128` }));
  await api.settings.set({ proxy: `ftp://operator:${PROXY_SECRET}@x` });
  await api.settings.get({});
  await api.settings.addAuthorities({ pem: `no certificate but ${PROXY_SECRET}` });
  await api.settings.authorities({});
  await api.settings.removeAuthority({ fingerprint: '' });
  await api.accounts.trust({ name: 'giga', pem: `no certificate but ${PROXY_SECRET}`, as: 'pin' });
  await api.vault.move({ mode: 'keychain' });
  await api.about.info({});
  await api.about.licences({});
  await api.about.showFolder({});
  await api.support.report({ message: `TypeError: https://operator:${URL_SECRET}@host/ and ${password}` });
  expect(
    expectValue(await api.activity.page({ text: '', kinds: [], rollout: null, offset: 0, limit: 500 })).total,
  ).toBeGreaterThan(20);
  expectValue(await api.support.bundle({ language: 'en' }));
  const rollcallFile = expectValue(await api.handover.saveFile({ rollout: 'site' }));
  expect(rollcallFile.secretsLeftOut).toBeGreaterThan(0);
  told.push(Buffer.from(rollcallFile.base64, 'base64').toString());
  const rollcallSource = { name: rollcallFile.name, base64: rollcallFile.base64 };
  await api.handover.look({ source: rollcallSource, rollout: 'site' });
  await api.handover.merge({ source: rollcallSource, rollout: 'copy', take: 'theirs', choices: [] });
  const rollcallPath = join(folder, 'site.rollcall');
  await api.handover.save({ rollout: 'site', path: rollcallPath });
  await api.handover.open({ path: rollcallPath, rollout: 'site', take: 'mine' });
  await api.rollouts.visit({ name: 'site' });
  await api.updates.state({});
  await api.updates.act({ what: 'check' });
  await api.rollouts.list({});
  await api.rollouts.overview({});
  await api.rollouts.show({ name: 'site' });
  const job = { rollout: 'site', category: '' } as const;
  const commands = `config change PHONE SIG /gk-pwd ${URL_SECRET}`;
  expectValue(await api.updateServer.makeConfigurationJob({ ...job, type: 'PHONE', commands }));
  const file = { model: 'IP112', url: `https://operator:${URL_SECRET}@host/ip112.bin`, build: '1' };
  await api.updateServer.makeSoftwareJob({ ...job, files: [file] });
  await api.updateServer.jobs({ rollout: 'site' });
  expectValue(await api.updateServer.start({ address: '127.0.0.1', port: 0, allow: [] }));
  await api.updateServer.state({});
  await api.updateServer.log({ limit: 500 });
  await api.updateServer.inventory({ offset: 0, limit: 500 });
  await api.updateServer.lastRequest({ mac: MAC });
  await api.updateServer.unlock({ address: '127.0.0.1' });
  await api.updateServer.leave({ url: `https://operator:${URL_SECRET}@host/` });
  await api.updateServer.stop({});
  await api.devices.remove({ rollout: 'site', macs: [MAC] });
  await api.practice.stop({});
  await api.accounts.remove({ name: 'by proxy' });
  await api.rollouts.remove({ name: 'site' });

  // Whoever adds a call adds it here.
  const calls = Object.entries(contract).flatMap(([group, names]) =>
    Object.keys(names).map((name) => `${group}.${name}`),
  );
  expect([...answers.keys()].sort()).toEqual(calls.sort());
  // The URLs themselves are there, or this would prove nothing.
  expect([...answers.values()].map(withPlainFiles).join()).toContain('https://***@pbx.example.net');
  for (const secret of [URL_SECRET, LIST_SECRET, PROXY_SECRET, password, PASSPHRASE]) {
    for (const [call, given] of answers) {
      for (const answer of given) expect(`${call}: ${withPlainFiles(answer)}`).not.toContain(secret);
    }
    expect(JSON.stringify(told)).not.toContain(secret);
  }
});

/** An answer as text, with the files in it readable. */
function withPlainFiles(answer: unknown): string {
  return JSON.stringify(answer, (key, value: unknown) =>
    (key === 'base64' || key === 'problemsFile') && typeof value === 'string'
      ? Buffer.from(value, 'base64').toString()
      : value,
  );
}
