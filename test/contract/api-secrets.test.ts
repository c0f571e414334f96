import { createSocket } from 'node:dgram';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
const ITEM_SECRET = 'hunter2-item';
const PHONE_SECRET = 'hunter2-phone';
/** What the practice configuration server writes into its files. */
const SIP_SECRET = 'practice-sip-secret';
const TOKEN = 'hunter2-token';
const PHONE_WAITS = { callMs: 1_500, replyMs: 1_500, idleMs: 5_000, restartMs: 5_000, fileMs: 1_500, sweepPauseMs: 1 };
const HERE = { address: '127.0.0.1', port: 0 } as const;
/** Users with codes that a platform issued elsewhere. */
const LISTED_CODE = '443322110099';
const USERS = ['Login;Name;Raum;Code', 'anna.adler;Anna Adler;1;', `bert.bach;Bert Bach;2;${LISTED_CODE}`].join('\n');

/** Calls whose answer is the very secret that was asked for, and which one. */
const ASKED_FOR: Readonly<Record<string, readonly ('code' | 'token' | 'typed')[]>> = {
  'codes.reveal': ['code'],
  'codes.exportFile': ['code'],
  'codes.sheetsFile': ['code'],
  'innovaphone.url': ['token'],
  'innovaphone.check': ['token'],
  'innovaphone.script': ['token', 'typed'],
};

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
  const practice = expectValue(
    await startPractice({ services: ['gigaset', 'innovaphone', 'openstage', 'pbxware'], phones: 2 }),
  );
  onTestFinished(() => practice.close());
  const address = practice.addresses.gigaset;
  if (address === undefined) throw new Error('no address');
  const answers = new Map<string, unknown[]>();
  const told: unknown[] = [];
  const api = record(
    createApi({
      store,
      phoneWaits: PHONE_WAITS,
      unlock: async () => false,
      emit: (name, value) => told.push({ name, value }),
    }),
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
  const many = [
    { mac: '7c2f80000002', field: 'url', value: `https://operator:${LIST_SECRET}@pbx.example.net/many` },
  ] as const;
  expectValue(await api.devices.editMany({ rollout: 'site', edits: [...many] }));
  await api.devices.editMany({ rollout: 'site', edits: [{ ...many[0], value: `htp://operator:${LIST_SECRET}@x` }] });
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
  await api.exports.prepare({ ...wish, only: 'all', url: TARGET, folder: join(folder, 'calls') });
  await api.exports.callFiles({ ...wish, only: 'all', url: TARGET });
  await api.exports.callArchive({ ...wish, only: 'all', url: TARGET });
  expectValue(await api.exports.callArchive({ ...wish, only: 'all', url: 'https://pbx.example.net/%MACD' }));
  await api.services.compared({ account: 'giga', names: [], model: '', url: '' });
  await api.exports.callFiles({ ...wish, only: 'all', url: 'https://pbx.example.net/%MACD' });
  await callScan(api);
  await callOwnership(api, folder, told);
  await callReport(api, folder, told);
  const codes = await callCodes(api, folder, practice.addresses.innovaphone as Login | undefined);
  await callInnovaphone(api, practice.addresses.innovaphone as Platform | undefined);
  await callPhones(api, folder, practice.addresses.openstage as Phones | undefined, told);
  await callConfigs(api, practice.addresses.pbxware as Site | undefined, told);
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
  for (const file of readdirSync(join(folder, 'log'))) told.push(readFileSync(join(folder, 'log', file), 'utf8'));
  const phonesFile = expectValue(await api.handover.saveFile({ rollout: 'phones' }));
  expect(phonesFile.secretsLeftOut).toBe(4);
  told.push(Buffer.from(phonesFile.base64, 'base64').toString());
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
  const { rows: jobs } = expectValue(await api.updateServer.jobs({ rollout: 'site' }));
  for (const { id } of jobs) expectValue(await api.updateServer.job({ rollout: 'site', id }));
  expectValue(await api.updateServer.start({ address: '127.0.0.1', port: 0, allow: [] }));
  await api.updateServer.state({});
  await api.updateServer.log({ limit: 500 });
  await api.updateServer.inventory({ offset: 0, limit: 500 });
  await api.updateServer.lastRequest({ mac: MAC });
  await api.updateServer.unlock({ address: '127.0.0.1' });
  await api.updateServer.leave({ url: `https://operator:${URL_SECRET}@host/` });
  await api.updateServer.stop({});
  for (const { id } of jobs) expectValue(await api.updateServer.removeJob({ rollout: 'site', id }));
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
  const secrets = [
    URL_SECRET,
    LIST_SECRET,
    PROXY_SECRET,
    password,
    PASSPHRASE,
    ITEM_SECRET,
    SIP_SECRET,
    ...passwordsOf(practice.addresses),
  ];
  const searched = [
    ...secrets.map((secret) => ({ secret, kind: 'plain' as const })),
    ...codes.map((secret) => ({ secret, kind: 'code' as const })),
    { secret: TOKEN, kind: 'token' as const },
    { secret: PHONE_SECRET, kind: 'typed' as const },
  ];
  const texts = [...answers].map(([call, given]) => ({ call, text: given.map(withPlainFiles).join('\n') }));
  const allTold = JSON.stringify(told);
  for (const { secret, kind } of searched) {
    for (const { call, text } of texts) {
      if (kind !== 'plain' && ASKED_FOR[call]?.includes(kind)) continue;
      expect(`${call}: ${text}`).not.toContain(secret);
    }
    expect(allTold).not.toContain(secret);
  }
});

interface Login {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

interface Platform extends Login {
  readonly phones: readonly Login[];
}

interface Phones {
  readonly phones: readonly { readonly mac: string; readonly address: string }[];
}

interface Site extends Login {
  readonly logFile: string;
  readonly phones: readonly { readonly mac: string; readonly extension: string; readonly server: string }[];
}

/** Every password that the practice services have. */
function passwordsOf(addresses: unknown): string[] {
  const found = [...JSON.stringify(addresses).matchAll(/"password":"([^"]+)"/g)].map(([, password = '']) => password);
  return [...new Set(found)];
}

async function callScan(api: Api): Promise<void> {
  await api.scan.mark({ rollout: 'site', mac: MAC });
  await api.scan.state({ rollout: 'site' });
  await api.scan.find({ rollout: 'site', mac: MAC });
  await api.scan.unmark({ rollout: 'site', mac: MAC });
}

async function callOwnership(api: Api, folder: string, told: unknown[]): Promise<void> {
  expectValue(await api.ownership.park({ rollout: 'site', macs: [MAC], note: 'waits for the letter' }));
  expect(expectValue(await api.ownership.list({ rollout: 'site' })).phones).toHaveLength(1);
  await api.ownership.state({ rollout: 'site' });
  await api.ownership.sweep({ rollout: 'site', macs: null });
  await api.ownership.stopSweep({});
  await api.ownership.letterFields({ rollout: 'site' });
  const words = { addressee: 'A', sender: 'B', contact: 'C', customer: 'D', place: 'E', signatory: 'F' };
  expectValue(await api.ownership.keepLetter({ rollout: 'site', fields: words }));
  for (const format of ['html', 'txt', 'pdf'] as const) {
    await api.ownership.letter({ rollout: 'site', macs: null, format, language: 'de' });
  }
  const path = join(folder, 'letter.txt');
  await api.ownership.writeLetter({ rollout: 'site', macs: null, path, language: 'en' });
  if (existsSync(path)) told.push(readFileSync(path, 'utf8'));
  await api.ownership.unpark({ rollout: 'site', macs: [MAC] });
}

async function callReport(api: Api, folder: string, told: unknown[]): Promise<void> {
  const fields = { site: 'S', address: 'A', customer: 'C', technician: 'T', remarks: 'R' };
  expectValue(await api.report.keep({ rollout: 'site', fields }));
  await api.report.fields({ rollout: 'site' });
  expectValue(await api.report.file({ rollout: 'site', format: 'html', language: 'de' }));
  for (const ending of ['html', 'csv', 'json']) {
    const path = join(folder, `report.${ending}`);
    expectValue(await api.report.write({ rollout: 'site', path, separator: ';', language: 'en' }));
    told.push(readFileSync(path, 'utf8'));
  }
}

/** @returns the codes that there are. */
async function callCodes(api: Api, folder: string, login: Login | undefined): Promise<readonly string[]> {
  if (login === undefined) throw new Error('no platform');
  const { url, user, password } = login;
  const account = { name: 'ap', service: 'innovaphone', url, user, password, proxy: 'none' } as const;
  expectValue(await api.accounts.add({ ...account, caFile: '', pin: '', concurrency: 1, batch: 1 }));
  expectValue(await api.rollouts.create({ name: 'codes' }));
  const rollout = 'codes';
  const list = { mapping: {}, sheet: '' };
  await api.codes.previewUsers({ source: sourceOf(USERS), ...list });
  expectValue(await api.codes.importUsersSource({ rollout, source: sourceOf(USERS), ...list }));
  const path = join(folder, 'users.csv');
  writeFileSync(path, USERS);
  await api.codes.importUsers({ rollout, path, ...list, problemsPath: '', language: 'en' });
  const damaged = sourceOf(`${USERS}\nanna.adler;Anna;2;${LISTED_CODE}\n`);
  expectValue(await api.codes.problemUsersFile({ source: damaged, ...list, language: 'en' }));
  await api.codes.used({ rollout });
  const board = async () => {
    const sort = { column: 'user', direction: 'ascending' } as const;
    const filter = { text: '', states: [] };
    return expectValue(await api.codes.board({ rollout, sort, filter, offset: 0, limit: 500 })).rows;
  };
  const rows = await board();
  expect(rows.map(({ hasCode }) => hasCode)).toEqual([false, true]);
  const [anna, bert] = rows;
  if (anna === undefined || bert === undefined) throw new Error('no users');
  await api.codes.directoryUsers({ account: 'ap', search: '', limit: 5 });
  expectValue(await api.codes.importDirectory({ rollout, users: [{ user: '', extension: '', login: 'anna' }] }));
  await api.codes.options({ account: 'ap', directory: '' });
  const issue = { rollout, users: [anna.id], category: 'IP Phone' };
  const from = { account: 'ap', directory: '', app: '', term: 'single' } as const;
  expect(expectValue(await api.codes.issue({ ...issue, ...from })).issued).toBe(1);
  const read = async () => expectValue(await api.codes.reveal({ rollout, users: 'all' })).codes.map(({ code }) => code);
  const codes = new Set([LISTED_CODE, ...(await read())]);
  await api.codes.issueOwn({ ...issue, users: 'all', validMs: 3_600_000 });
  await api.codes.follow({ rollout });
  await api.codes.refresh({ rollout });
  await board();
  await api.codes.reissue({ rollout, which: [anna.id] });
  for (const code of await read()) codes.add(code);
  expect(codes.size).toBeGreaterThan(2);
  await api.codes.stop({ rollout });
  await api.codes.edit({ rollout, id: anna.id, fields: { mac: '009033000001' } });
  await api.codes.match({ rollout, text: LISTED_CODE });
  await api.codes.find({ mac: '009033000001' });
  await api.codes.swap({ rollout, one: anna.id, other: bert.id });
  const settings = { customer: 'C', helpDesk: 'H', testCall: 'T' };
  await api.codes.keepSheetSettings({ rollout, settings, logo: 'keep' });
  await api.codes.setSheets({ rollout, settings, path: '' });
  await api.codes.sheetSettings({ rollout });
  const sheets = {
    rollout,
    layout: 'page',
    isArchive: false,
    language: 'de',
    users: 'all',
    isOnlyChanged: false,
  } as const;
  expectValue(await api.codes.sheetsFile({ ...sheets, format: 'html' }));
  await api.codes.sheets({ ...sheets, path: join(folder, 'sheets.html') });
  await api.codes.exportFile({ rollout, format: 'csv', separator: ',', isTextFormula: false });
  await api.codes.export({ rollout, path: join(folder, 'codes.csv'), separator: ',', isTextFormula: false });
  await api.codes.setLanguage({ rollout, users: 'all', language: 'de' });
  await api.codes.mark({ rollout, users: 'all', as: 'cancelled' });
  await board();
  await api.codes.unfollow({ rollout: '' });
  await api.report.file({ rollout, format: 'html', language: 'en' });
  await api.handover.saveFile({ rollout });
  return [...codes];
}

async function callInnovaphone(api: Api, platform: Platform | undefined): Promise<void> {
  const [phone] = platform?.phones ?? [];
  if (phone === undefined) throw new Error('no phone');
  const base = 'wss://ap.example.com/example.com/devices/sysclients';
  const wish = { base, domain: 'example.com', token: TOKEN, category: 'IP Phone' };
  const { command } = expectValue(await api.innovaphone.url({ ...wish, account: 'ap' }));
  await api.innovaphone.url({ ...wish, base: `https://${TOKEN}`, account: '' });
  expectValue(await api.innovaphone.check({ line: command }));
  expectValue(await api.innovaphone.script({ wish: { kind: 'sysclient', wish }, isOnce: false }));
  const configuration = {
    protocol: 'SIP' as const,
    server: 'pbx.example.com',
    gatekeeperId: '',
    extension: '100',
    authenticationName: 'a',
    password: PHONE_SECRET,
    timeServer: '',
  };
  await api.innovaphone.script({ wish: { kind: 'local', configuration }, isOnce: false });
  await api.innovaphone.dhcp({ url: `http://operator:${URL_SECRET}@127.0.0.1/update`, intervalMinutes: null });
  expectValue(await api.innovaphone.preflight({ account: 'ap', directory: '', category: 'IP Phone' }));
  const login = { address: phone.url, user: phone.user, pin: '', allowsBasic: false };
  expectValue(await api.innovaphone.prompt({ ...login, password: phone.password }));
  await api.innovaphone.prompt({ ...login, password: PHONE_SECRET });
  await api.innovaphone.phoneUrl({ ...login, password: phone.password, built: command });
  await api.innovaphone.phoneUrl({ ...login, password: PHONE_SECRET, built: `junk ${TOKEN}` });
}

async function callConfigs(api: Api, site: Site | undefined, told: unknown[]): Promise<void> {
  if (site === undefined) throw new Error('no configuration server');
  const { url, user, password } = site;
  const account = { name: 'pbx', service: 'pbxware', url, user, password, proxy: 'none' } as const;
  expectValue(await api.accounts.add({ ...account, caFile: '', pin: '', concurrency: 1, batch: 1 }));
  const rollout = 'configs';
  expectValue(await api.rollouts.create({ name: rollout }));
  const rows = site.phones.map(({ mac, extension, server }) => `${mac},${extension},${server}`);
  const source = sourceOf(['mac,extension,server', ...rows].join('\n'));
  expectValue(await api.lists.importSource({ rollout, source, mapping: {}, sheet: '', language: 'en' }));
  const checked = expectValue(await api.configs.check({ rollout, account: 'pbx', schemes: [], paths: [] }));
  expect(checked.files.length).toBeGreaterThan(0);
  await api.configs.stopCheck({});
  const page = { rollout, filter: { text: '', findings: [] }, offset: 0, limit: 500 };
  expect(expectValue(await api.configs.files(page)).total).toBeGreaterThan(0);
  const text = `${readFileSync(site.logFile, 'utf8')}127.0.0.1 - - [x] "GET https://operator:${URL_SECRET}@h/ HTTP/1.1"\n`;
  await api.configs.readLog({ rollout, text, isNew: true, isEnd: true });
  await api.configs.fetches({ rollout });
  await api.configs.follow({ rollout, path: site.logFile });
  const { port } = expectValue(await api.configs.startSyslog({ rollout, ...HERE }));
  const socket = createSocket('udp4');
  const line = `<134>1 2026-03-01T12:00:00Z phone - - - - fetch https://operator:${URL_SECRET}@h/`;
  await new Promise((resolve) => socket.send(line, port, '127.0.0.1', resolve));
  socket.close();
  const state = async () => expectValue(await api.configs.state({ rollout }));
  await expect.poll(async () => (await state()).syslog?.lines).toBe(1);
  await api.configs.used({ rollout });
  for (const { mac } of checked.files) await api.configs.story({ rollout, mac });
  await api.configs.stopSyslog({});
  await api.configs.stopFollowing({});
  await api.configs.catalogue({ text: 'T4' });
  for (const format of ['csv', 'html'] as const) {
    told.push(withPlainFiles(expectValue(await api.configs.report({ rollout, format, language: 'de' }))));
  }
}

async function callPhones(api: Api, folder: string, practice: Phones | undefined, told: unknown[]): Promise<void> {
  const rollout = 'phones';
  const phones = practice?.phones ?? [];
  expectValue(await api.rollouts.create({ name: rollout }));
  const rows = phones.map(
    ({ mac, address }) =>
      `${mac},${address},pbx.example.test,${ITEM_SECRET},https://operator:${ITEM_SECRET}@pbx.example.test/`,
  );
  const text = [
    'mac,address,item:reg-addr,item:sip-pwd,item:ldap-server-address',
    ...rows,
    `junk,,pbx.example.test,${ITEM_SECRET},https://operator:${ITEM_SECRET}@pbx.example.test/`,
  ].join('\n');
  const list = { rollout, source: sourceOf(text), mapping: {}, sheet: '' };
  await api.lists.preview(list);
  expectValue(await api.lists.importSource({ ...list, language: 'en' }));
  const [first = '', second = ''] = phones.map(({ mac }) => mac.replaceAll(':', '').toLowerCase());
  await api.openstage.interfaces({});
  await api.openstage.dhcp({ address: '192.0.2.1', port: 18_443, vlan: null });
  await api.openstage.used({ rollout });
  expectValue(await api.openstage.read({ rollout, only: 'all', items: [], ...HERE }));
  const { plan } = expectValue(await api.openstage.plan({ rollout, only: 'all', isExpert: false, ...HERE }));
  await api.openstage.state({ rollout });
  expect(expectValue(await api.openstage.start({ plan })).counts).toEqual({ done: 2 });
  await api.openstage.state({ rollout });
  const undo = expectValue(await api.openstage.planUndo({ rollout, run: null, ...HERE })).plan;
  if (undo !== null) await api.openstage.discardPlan({ plan: undo.plan });
  await api.openstage.compare({ rollout, left: first, right: second });
  await api.openstage.story({ rollout, mac: first });
  await api.openstage.findings({ rollout });
  await api.openstage.backupFile({ rollout, mac: first });
  const backup = join(folder, 'backup');
  expectValue(await api.openstage.backup({ rollout, folder: backup, ...HERE }));
  for (const file of readdirSync(backup)) told.push(readFileSync(join(backup, file), 'utf8'));
  const sent = { rollout, only: [first], path: '', url: `https://operator:${URL_SECRET}@127.0.0.1:9/file` };
  await api.openstage.files({ ...sent, type: 'LOGO', ...HERE });
  await api.openstage.firmware({ ...sent, version: 'V3', confirmedPhones: 0, ...HERE });
  const restart = { rollout, only: [first], factoryResetWord: PHONE_SECRET, confirmedPhones: 0 };
  await api.openstage.restart({ ...restart, ...HERE });
  await api.openstage.contact({ addresses: ['127.0.0.1:9'], ...HERE });
  await api.openstage.sweep({ first: '127.0.0.2', last: '127.0.0.1', isConfirmed: true, ...HERE });
  const listening = api.openstage.listen(HERE);
  await api.openstage.stop({});
  await listening;
  await api.openstage.state({ rollout });
  expect(expectValue(await api.devices.story({ rollout, mac: first })).runs.length).toBeGreaterThan(0);
  for (const format of ['csv', 'json'] as const) {
    const file = await api.exports.resultsFile({ rollout, format, separator: ',', language: 'de' });
    told.push(Buffer.from(expectValue(file).base64, 'base64').toString());
  }
}

/** An answer as text, with the files in it readable. */
function withPlainFiles(answer: unknown): string {
  return JSON.stringify(answer, (key, value: unknown) =>
    (key === 'base64' || key === 'problemsFile') && typeof value === 'string'
      ? Buffer.from(value, 'base64').toString()
      : value,
  );
}
