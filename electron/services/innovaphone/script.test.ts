import { expect, it } from 'vitest';
import { buildScript, formatScript, type LocalConfiguration, type ScriptWish } from './script.ts';

const SYSCLIENT = {
  base: 'wss://apdnsname.com/domain.com/devices/sysclients',
  domain: 'domain.com',
  token: 'abcdef#XYZ',
  category: 'acme IP Phone',
};
const LOCAL: LocalConfiguration = {
  protocol: 'SIP',
  server: 'pbx.example.com',
  gatekeeperId: '',
  extension: '101',
  authenticationName: '',
  password: 'a b%',
  timeServer: 'ntp.example.com',
};

function lines(wish: ScriptWish, isOnce = false): readonly string[] {
  const built = buildScript(wish, isOnce);
  if (!built.ok) throw new Error(built.error.problem);
  return built.value.lines;
}

it('writes the documented lines', () => {
  expect(lines({ kind: 'prompt' })).toEqual(['vars create UPDATE/PROVISIONING-CODE h prompt']);
  expect(lines({ kind: 'v12-clean-up' })).toEqual([
    'config rem UP1 /provisioning',
    'config rem UP1 /provision',
    'config write',
    'config activate',
  ]);
  expect(lines({ kind: 'leave', url: '' })).toEqual(['config rem UP1 /url', 'config write', 'config activate']);
  expect(lines({ kind: 'leave', url: 'http://ap/u?m=#m' })[0]).toBe(
    'config add UP1 /url http%3A%2F%2Fap%2Fu%3Fm%3D%23m',
  );
  expect(lines({ kind: 'inventory', url: 'http://10.0.0.2:8080/put/#m' })).toEqual([
    'mod cmd UP0 scfg http://10.0.0.2:8080/put/#m ser nop /always mod%20cmd%20CMD0%20xml-info',
  ]);
  expect(lines({ kind: 'sysclient', wish: SYSCLIENT })[0]).toMatch(
    /^config change SYSCLIENT \/sysadmin wss%3A%2F%2F.*%26token%3Dabcdef%2523XYZ%26category%3Dacme%2520IP%2520Phone$/,
  );
});

it('writes a registration of its own, each value encoded', () => {
  expect(lines({ kind: 'local', configuration: LOCAL })).toEqual([
    'config change PHONE SIG /prot SIP /gk-addr pbx.example.com /h323 101 /auth-name 101 /gk-pwd a%20b%25 /tones 0 /coder G711A,20,',
    'config change NTP0 /addr ntp.example.com /interval 60 /offset CET-1CEST-2,M3.5.0/2,M10.5.0/3',
    'config write',
    'config activate',
  ]);
  const h323: LocalConfiguration = { ...LOCAL, protocol: 'H323', gatekeeperId: 'main', password: '', timeServer: '' };
  expect(lines({ kind: 'local', configuration: h323 })[0]).toBe(
    'config change PHONE SIG /prot H323 /gk-addr pbx.example.com /gk-id main /h323 101 /auth-name 101 /tones 0 /coder G711A,20,',
  );
});

it('is run once where that is asked for: the serial changes with the script and is no code', () => {
  const [first = ''] = lines({ kind: 'prompt' }, true);
  expect(first).toMatch(/^mod cmd UP1 check ser r[0-9a-f]{11}$/);
  expect(lines({ kind: 'leave', url: '' }, true)[0]).not.toBe(first);
});

it('ends each line as the vendor does', () => {
  expect(formatScript({ lines: ['config write', 'config activate'], warnings: [] })).toBe(
    'config write\r\nconfig activate\r\n',
  );
});

it.each<[ScriptWish, string, string]>([
  [{ kind: 'inventory', url: '' }, 'missing', 'url'],
  [{ kind: 'inventory', url: 'http://me:secret@host/' }, 'url', 'url'],
  [{ kind: 'leave', url: 'http://host/a b' }, 'url', 'url'],
  [{ kind: 'local', configuration: { ...LOCAL, server: '' } }, 'missing', 'server'],
  [{ kind: 'local', configuration: { ...LOCAL, extension: '101\nconfig rem' } }, 'characters', 'extension'],
  [{ kind: 'sysclient', wish: { ...SYSCLIENT, token: '' } }, 'sysclient', 'token'],
])('refuses %o', (wish, problem, part) => {
  const built = buildScript(wish, false);
  expect(!built.ok && built.error).toMatchObject({ problem, part });
});
