import { describe, expect, it } from 'vitest';
import { practiceCheckCode } from '../../electron/services/practice-faults.ts';
import { start } from './practice-client.ts';

const URL_TEMPLATE = 'http://host/%MACD?a=1&b=<2>';
const text = (value: string) => `<value>${value}</value>`;
const flag = (value: boolean) => `<value><boolean>${value ? 1 : 0}</boolean></value>`;
const array = (...values: readonly string[]) => `<value><array><data>${values.join('')}</data></array></value>`;
const DATE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

const A = '7C2F80820EC0';
const B = '7C2F80820EC1';
const C = '7C2F80820EC2';

describe('the practice Gigaset', () => {
  it('registers, reads, lists and deregisters in the dialect of its vendor', async () => {
    const client = await start('gigaset');
    const registered = await client.call('autoprov.registerDevice', `${A}-55DF`, URL_TEMPLATE, 'Müller & Co');
    expect(registered).toMatch(
      /^<value><array><data><value><boolean>1<\/boolean><\/value><value>OK: [\w-]{12}<\/value><\/data><\/array><\/value>$/,
    );
    const [device] = client.practice.state('gigaset');
    expect(device).toEqual({
      mac: A.toLowerCase(),
      url: URL_TEMPLATE,
      name: 'Müller & Co',
      date: expect.stringMatching(DATE),
      owner: 'me',
    });
    const [date, name, url] = [device?.date ?? '', 'Müller &amp; Co', 'http://host/%MACD?a=1&amp;b=&lt;2&gt;'];
    expect(await client.call('autoprov.checkDevice', A.toLowerCase())).toBe(
      array(flag(true), text(A), text(name), text(date), text(url)),
    );
    expect(await client.call('autoprov.listDevices')).toBe(array(array(text(A), text(name), text(url), text(date))));
    expect(await client.call('autoprov.deregisterDevice', `${A}-0000`)).toBe(array(flag(true), text('OK')));
    expect(await client.call('autoprov.listDevices')).toBe(array());
    expect(await client.call('autoprov.checkDevice', A)).toBe(array(flag(false), text(`mac_not_found:${A}`)));
  });

  it('declares its namespace and writes no white space between tags', async () => {
    const client = await start('gigaset');
    const response = await client.respond('autoprov.listDevices');
    expect(response.headers.get('content-type')).toBe('text/xml');
    expect(await response.text()).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><methodResponse xmlns:ex="http://ws.apache.org/xmlrpc/namespaces/extensions"><params><param><value><array><data></data></array></value></param></params></methodResponse>\n',
    );
  });

  it.each([
    ['7C2F80820EC', 'http://h/', 'N', 'mac_invalid:7C2F80820EC'],
    ['7C:2F:80:82:0E:C0', 'http://h/', 'N', 'mac_invalid:7C:2F:80:82:0E:C0'],
    [`${A}-55D`, 'http://h/', 'N', `mac_invalid:${A}-55D`],
    [A, 'ftp://h/a:b', 'N', 'url_invalid:ftp://h/a:b'],
    [A, 'http:///x', 'N', 'url_invalid:http:///x'],
    [A, 'http://h/', ' ', 'name_invalid: '],
  ])('refuses %s, %s, %j as documented', async (macId, url, name, code) => {
    const client = await start('gigaset');
    expect(await client.call('autoprov.registerDevice', macId, url, name)).toBe(array(flag(false), text(code)));
    expect(await client.call('autoprov.registerDeviceList', [macId], url, name)).toBe(array(flag(false), text(code)));
    expect(client.practice.state('gigaset')).toEqual([]);
  });

  it('has a device registered only once, by whomever, and tells nothing of another account’s', async () => {
    const client = await start('gigaset');
    client.practice.seed('gigaset', [
      { mac: A, url: 'http://mine/', name: 'N' },
      { mac: B, url: 'http://theirs/', name: 'N', owner: 'other' },
    ]);
    for (const mac of [A, B]) {
      expect(await client.call('autoprov.registerDevice', mac.toLowerCase(), 'http://new/', 'N')).toBe(
        array(flag(false), text(`mac_already_in_use:${mac}`)),
      );
    }
    const notFound = array(flag(false), text(`mac_not_found:${B}`));
    expect(await client.call('autoprov.checkDevice', B)).toBe(notFound);
    expect(await client.call('autoprov.deregisterDevice', B)).toBe(notFound);
    expect(await client.call('autoprov.listDevices')).not.toContain(B);
    expect(client.practice.state('gigaset').map(({ url }) => url)).toEqual(['http://mine/', 'http://theirs/']);
  });

  it('answers a list with one text per device in its order, true only if all went well', async () => {
    const client = await start('gigaset');
    client.practice.seed('gigaset', [{ mac: B, url: 'http://h/', name: 'N' }]);
    const mixed = await client.call('autoprov.registerDeviceList', [`${A}-1111`, B, 'x', C], 'http://h/', 'N');
    expect(mixed).toMatch(
      new RegExp(
        `^${array(flag(false), text('OK: [\\w-]{12}'), text(`mac_already_in_use:${B}`), text('mac_invalid:x'), text('OK: [\\w-]{12}'))}$`,
      ),
    );
    expect(await client.call('autoprov.deregisterDeviceList', [C, B, A])).toBe(
      array(flag(true), text('OK'), text('OK'), text('OK')),
    );
    expect(await client.call('autoprov.deregisterDeviceList', [C])).toBe(
      array(flag(false), text(`mac_not_found:${C}`)),
    );
  });

  it('lists by any number of provider names', async () => {
    const client = await start('gigaset');
    client.practice.seed('gigaset', [
      { mac: A, url: 'http://h/', name: 'North' },
      { mac: B, url: 'http://h/', name: 'South' },
      { mac: C, url: 'http://h/', name: 'West' },
    ]);
    const macsOf = async (...names: readonly string[]) =>
      (await client.call('autoprov.listDevices', ...names)).match(/7C2F80820EC\d/g);
    expect(await macsOf()).toEqual([A, B, C]);
    expect(await macsOf('South')).toEqual([B]);
    expect(await macsOf('West', 'North')).toEqual([A, C]);
    expect(await macsOf('north')).toBeNull();
  });

  it('answers unknown methods and wrong parameters with a fault', async () => {
    const client = await start('gigaset');
    const faultWith = (words: string) =>
      `<fault><value><struct><member><name>faultCode</name><value><i4>0</i4></value></member><member><name>faultString</name><value>${words}</value></member></struct></value></fault>`;
    expect(await client.call('registerDevice', A)).toBe(faultWith('No such handler: registerDevice'));
    const wrong = faultWith('The method was called with the wrong parameters.');
    for (const params of [[], [A], [A, 'http://h/'], [A, 'http://h/', 'N', 'N'], [7, 'http://h/', 'N']]) {
      expect(await client.call('autoprov.registerDevice', ...params)).toBe(wrong);
    }
    for (const params of [
      [A, 'http://h/', 'N'],
      [[A, 7], 'http://h/', 'N'],
      [[A], 'http://h/'],
      [[A], null, 'N'],
    ]) {
      expect(await client.call('autoprov.registerDeviceList', ...params)).toBe(wrong);
    }
    for (const name of ['deregisterDevice', 'deregisterDeviceList', 'checkDevice']) {
      expect(await client.call(`autoprov.${name}`)).toBe(wrong);
      expect(await client.call(`autoprov.${name}`, A, A)).toBe(wrong);
    }
    expect(await client.call('autoprov.listDevices', [A])).toBe(wrong);
    expect(client.log().every(({ outcome, applied }) => outcome === 'fault' && String(applied) === '')).toBe(true);
  });
});

describe('its fault', () => {
  it('check-code refuses wrong and missing codes as a device that does not exist', async () => {
    const client = await start('gigaset', 'check-code');
    const refused = array(flag(false), text(`mac_not_exist:${A}`));
    const [right, wrong] = [practiceCheckCode(A.toLowerCase()), '0X0X'];
    expect(await client.call('autoprov.registerDevice', A, 'http://h/', 'N')).toBe(refused);
    expect(await client.call('autoprov.registerDeviceList', [`${A}-${wrong}`], 'http://h/', 'N')).toBe(refused);
    expect(await client.call('autoprov.registerDevice', `${A}-${right}`, 'http://h/', 'N')).toContain('OK: ');
    expect(await client.call('autoprov.checkDevice', A)).toBe(refused);
    expect(await client.call('autoprov.checkDevice', `${A}-${right.toLowerCase()}`)).toContain(text('http://h/'));
  });

  it('owned takes devices away from the account while it is on', async () => {
    const client = await start('gigaset', `owned=${A}`);
    client.practice.seed('gigaset', [{ mac: A, url: 'http://h/', name: 'N' }]);
    expect(await client.call('autoprov.registerDevice', A, 'http://h/', 'N')).toContain('mac_already_in_use');
    expect(await client.call('autoprov.deregisterDevice', A)).toContain('mac_not_found');
    expect(await client.call('autoprov.listDevices')).toBe(array());
    expect(client.practice.state('gigaset')).toEqual([
      expect.objectContaining({ mac: A.toLowerCase(), owner: 'other' }),
    ]);
    client.practice.setFaults('gigaset', []);
    expect(await client.call('autoprov.checkDevice', A)).toContain(text('http://h/'));
  });

  it('half-list really leaves every second device out', async () => {
    const client = await start('gigaset', 'half-list');
    const answer = await client.call('autoprov.registerDeviceList', [A, B, C], 'http://h/', 'N');
    expect(answer.replaceAll(/OK: [\w-]+/g, 'OK')).toBe(
      array(flag(false), text('OK'), text(`mac_not_exist:${B}`), text('OK')),
    );
    const macs = () => client.practice.state('gigaset').map(({ mac }) => mac.toUpperCase());
    expect(macs()).toEqual([A, C]);
    client.practice.setFaults('gigaset', ['half-list=silent']);
    expect(await client.call('autoprov.deregisterDeviceList', [A, C])).toBe(
      array(flag(false), text(`mac_invalid:${C}`)),
    );
    expect(macs()).toEqual([C]);
    expect(client.log().map(({ applied }) => applied)).toEqual([[A.toLowerCase(), C.toLowerCase()], [A.toLowerCase()]]);
  });

  it('lie says OK and changes nothing', async () => {
    const client = await start('gigaset', 'lie');
    expect(await client.call('autoprov.registerDevice', A, 'http://h/', 'N')).toContain(flag(true));
    expect(await client.call('autoprov.checkDevice', A)).toContain('mac_not_found');
    expect(client.log()[0]).toMatchObject({ kind: 'write', applied: [], outcome: 'answered' });
  });
});
