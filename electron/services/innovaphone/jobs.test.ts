import { expect, test } from 'vitest';
import type { ConfigurationType, PhoneJob } from '../../../shared/domain/code.ts';
import { isCurrent, jobsFor, makeConfigurationJob, makeSoftwareJob } from './jobs.ts';
import { progressOf, writeScript } from './update-server-script.ts';

const PHONE = { domain: 'site', category: 'IP Phone', model: 'IP112' };
const TARGET = { domain: 'site', category: 'IP Phone', madeAtMs: 0 };
const WINDOW = { hours: [], initialMinutes: 0 };

function software(id: number, build: string, more: Partial<typeof TARGET> = {}): PhoneJob {
  const files = { IP112: { url: `http://10.0.0.1/${build}/ip112.bin`, build } };
  return { ...makeSoftwareJob({ ...TARGET, ...more }, files), id };
}

function configuration(id: number, type: ConfigurationType, line: string, more: Partial<typeof TARGET> = {}): PhoneJob {
  return { ...makeConfigurationJob({ ...TARGET, ...more }, type, [line]), id };
}

test('a job keeps what was current when it was made', () => {
  const current = { ip112: { url: 'http://10.0.0.1/ip112.bin', build: '136146' } };
  const lines = ['config change NTP0 /addr 10.0.0.1'];
  const one = makeSoftwareJob(TARGET, current);
  const other = makeConfigurationJob(TARGET, 'NTP', lines);
  current.ip112.build = '999999';
  lines[0] = 'reset';
  expect(one.files.ip112?.build).toBe('136146');
  expect(other.lines).toEqual(['config change NTP0 /addr 10.0.0.1']);
});

test('a phone gets the latest software and the latest of every type, of its domain and category', () => {
  const jobs = [
    configuration(7, 'NTP', 'ntp late'),
    software(1, '100'),
    software(4, '400'),
    software(9, '900', { category: 'DECT' }),
    software(8, '800', { domain: 'elsewhere' }),
    configuration(2, 'NTP', 'ntp early'),
    configuration(3, 'PHONE', 'phone'),
    configuration(5, 'MEDIA', 'media of all', { category: '' }),
    configuration(6, 'PHONE', 'phone of others', { category: 'DECT' }),
  ];
  const found = jobsFor(jobs, PHONE);
  expect(found.software?.id).toBe(4);
  expect(found.configurations.map(({ id }) => id)).toEqual([5, 7, 3]);
  expect(jobsFor(jobs, { ...PHONE, model: 'IP999' }).software).toBeNull();
  expect(jobsFor([], PHONE)).toEqual({ software: null, configurations: [] });
});

test('a job for phones of other models does not hide an older one that has a file', () => {
  const other = { ...makeSoftwareJob(TARGET, { ip222: { url: 'http://x/ip222.bin', build: '2' } }), id: 2 };
  expect(jobsFor([software(1, '100'), other], PHONE).software?.id).toBe(1);
});

test('a job counts until a later one for its category, or for every category, stands before it', () => {
  const jobs = [
    software(1, '100'),
    software(2, '200', { category: 'DECT' }),
    configuration(3, 'NTP', 'early'),
    configuration(4, 'NTP', 'of all', { category: '' }),
    configuration(5, 'NTP', 'late'),
    software(6, '600', { domain: 'elsewhere' }),
    software(7, '700'),
  ];
  expect(jobs.filter((job) => isCurrent(job, jobs)).map(({ id }) => id)).toEqual([2, 4, 5, 6, 7]);
  const forOthers = { ...makeSoftwareJob(TARGET, { ip222: { url: 'http://x/ip222.bin', build: '2' } }), id: 9 };
  expect(isCurrent(software(1, '100'), [software(1, '100'), forOthers])).toBe(true);
});

test('how far a phone is stands in what it says: the serial of its configuration, the build of its firmware', () => {
  const jobs = jobsFor([software(1, '136146'), configuration(2, 'PHONE', 'a'), configuration(3, 'NTP', 'b')], PHONE);
  const phone = { jobs, model: 'IP112', check: '', build: '' };
  expect(progressOf(phone)).toEqual({ given: [3, 2], done: [] });
  const script = writeScript({ ...phone, kind: 'jobs', window: WINDOW });
  const check = /check ser (\S+)/.exec(script)?.[1] ?? '';
  expect(progressOf({ ...phone, check })).toEqual({ given: [1], done: [3, 2] });
  expect(progressOf({ ...phone, check, build: '136145' })).toEqual({ given: [1], done: [3, 2] });
  expect(progressOf({ ...phone, check, build: '136146' })).toEqual({ given: [1], done: [3, 2, 1] });
  expect(progressOf({ ...phone, check, model: 'IP222' })).toEqual({ given: [3, 2], done: [3, 2] });
  expect(progressOf({ ...phone, jobs: jobsFor([], PHONE) })).toEqual({ given: [], done: [] });
});

test('configuration comes first and once, firmware after it and in its hours', () => {
  const jobs = jobsFor([software(1, '136146'), configuration(2, 'PHONE', 'config change PHONE SIG /prot SIP')], PHONE);
  const plan = { kind: 'jobs', jobs, model: 'IP112', window: { hours: [22, 23], initialMinutes: 5 } } as const;
  const first = writeScript({ ...plan, check: '' });
  const [check = '', ...lines] = first.trimEnd().split('\r\n');
  expect(check).toMatch(/^mod cmd UP1 check ser r[0-9a-f]{11}$/);
  expect(lines).toEqual(['config change PHONE SIG /prot SIP', 'config write', 'config activate']);
  expect(writeScript({ ...plan, check: check.split(' ').at(-1) ?? '' })).toBe(
    'mod cmd UP1 times /allow 22,23 /initial 5\r\nmod cmd UP0 prot http://10.0.0.1/136146/ip112.bin ireset 136146\r\n',
  );
});

test('a phone for which there is nothing is told so', () => {
  const jobs = { software: null, configurations: [] };
  const script = writeScript({ kind: 'jobs', jobs, model: 'IP112', window: WINDOW, check: '' });
  expect(script).toBe('# nothing to do\r\n');
});

test('the form comes once, and again after a wrong code', () => {
  const first = writeScript({ kind: 'prompt', tries: 0, upload: null });
  expect(first).toMatch(/^mod cmd UP1 check ser r\w{11}\r\nvars create UPDATE\/PROVISIONING-CODE h prompt\r\n$/);
  expect(writeScript({ kind: 'prompt', tries: 0, upload: null })).toBe(first);
  expect(writeScript({ kind: 'prompt', tries: 1, upload: null })).not.toBe(first);
  expect(writeScript({ kind: 'prompt', tries: 0, upload: 'http://10.0.0.1/up' }).split('\r\n')[0]).toBe(
    'mod cmd UP0 scfg http://10.0.0.1/up ser nop /always mod%20cmd%20CMD0%20xml-info',
  );
});

test('a phone that is to leave forgets this computer, or asks another', () => {
  expect(writeScript({ kind: 'leave', url: '' })).toContain(
    'config rem UP1 /url\r\nconfig write\r\nconfig activate\r\n',
  );
  expect(writeScript({ kind: 'leave', url: 'http://site/u?m=#m' })).toContain(
    'config add UP1 /url http%3A%2F%2Fsite%2Fu%3Fm%3D%23m\r\n',
  );
});
