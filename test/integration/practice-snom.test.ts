import { describe, expect, it } from 'vitest';
import { start } from './practice-client.ts';

const text = (value: string) => `<value><string>${value}</string></value>`;
const flag = (value: boolean) => `<value><boolean>${value ? 1 : 0}</boolean></value>`;
const array = (...values: readonly string[]) => `<value><array><data>${values.join('')}</data></array></value>`;
const answer = (words: string) => array(flag(words === 'Ok'), text(words));

const A = '000413610FF5'; // snomM700
const B = '000413610FF6'; // snomM700
const C = '000413900001'; // snomD765
const COMPANY = text('Rollcall practice');

describe('the practice snom', () => {
  it('registers, overwrites, reads and deregisters in the dialect of its vendor', async () => {
    const client = await start('snom');
    expect(await client.call('redirect.checkPhone', A)).toBe(answer('Error:no_such_mac'));
    expect(await client.call('redirect.registerPhone', A, 'http://one/{mac}?a&b')).toBe(answer('Ok'));
    expect(await client.call('redirect.checkPhone', A)).toBe(answer('Ok'));
    expect(await client.call('redirect.getPhoneRedirection', A.toLowerCase())).toBe(
      array(COMPANY, text('http://one/{mac}?a&amp;b')),
    );
    expect(await client.call('redirect.registerPhone', A, 'http://two/')).toBe(answer('Ok'));
    expect(await client.call('redirect.getPhoneRedirection', A)).toBe(array(COMPANY, text('http://two/')));
    expect(await client.call('redirect.deregisterPhone', A)).toBe(answer('Ok'));
    expect(await client.call('redirect.deregisterPhone', A)).toBe(answer('Error:no_such_mac'));
    expect(await client.call('redirect.getPhoneRedirection', A)).toBe(answer('Error:no_such_mac'));
  });

  it('writes its prolog with single quotes and white space between the tags', async () => {
    const client = await start('snom');
    expect(await (await client.respond('redirect.checkPhone', 'x')).text()).toBe(
      [
        "<?xml version='1.0' encoding='utf-8'?>",
        '<methodResponse>',
        '<params>',
        '<param>',
        '<value><array><data>',
        '<value><boolean>0</boolean></value>',
        '<value><string>Error:malformed_mac</string></value>',
        '</data></array></value>',
        '</param>',
        '</params>',
        '</methodResponse>',
        '',
      ].join('\n'),
    );
  });

  it('answers a call only with the slash and as text/xml', async () => {
    const client = await start('snom');
    const call = '<methodCall><methodName>network.echo</methodName></methodCall>';
    expect((await client.post(call, { 'content-type': undefined })).status).toBe(415);
    expect((await client.post(call, { 'content-type': 'application/xml' })).status).toBe(415);
    expect((await client.post(call, { 'content-type': 'text/xml; charset=utf-8' })).status).toBe(200);
    const headers = { authorization: client.authorization, 'content-type': 'text/xml' };
    const withoutSlash = await fetch(client.url.slice(0, -1), { method: 'POST', body: Buffer.from(call), headers });
    expect(withoutSlash.status).toBe(404);
  });

  it('tells that another account owns a phone', async () => {
    const client = await start('snom');
    client.practice.seed('snom', [{ mac: A, url: 'http://theirs/', owner: 'other' }]);
    const owned = answer('Error:owned_by_other_user');
    expect(await client.call('redirect.checkPhone', A)).toBe(owned);
    expect(await client.call('redirect.getPhoneRedirection', A)).toBe(owned);
    expect(await client.call('redirect.registerPhone', A, 'http://mine/')).toBe(owned);
    expect(await client.call('redirect.deregisterPhone', A)).toBe(owned);
    expect(client.practice.state('snom')).toEqual([expect.objectContaining({ url: 'http://theirs/', owner: 'other' })]);
  });

  it('refuses malformed MACs and URLs', async () => {
    const client = await start('snom');
    expect(await client.call('redirect.registerPhone', '00:04:13:61:0F:F5', 'http://h/')).toBe(
      answer('Error:malformed_mac'),
    );
    expect(await client.call('redirect.registerPhone', A, 'tftp://h/')).toBe(answer('Error:malformed_url'));
    expect(await client.call('redirect.deregisterPhone', '')).toBe(answer('Error:malformed_mac'));
  });

  it('answers a redirection nowhere with an empty URL, and three elements on request', async () => {
    const client = await start('snom');
    client.practice.seed('snom', [{ mac: A }]);
    expect(await client.call('redirect.getPhoneRedirection', A)).toBe(array(COMPANY, text('')));
    client.practice.setFaults('snom', ['shape']);
    expect(await client.call('redirect.getPhoneRedirection', A)).toBe(array(flag(true), COMPANY, text('')));
    expect(await client.call('redirect.getPhoneRedirection', B)).toBe(answer('Error:no_such_mac'));
  });

  it('lists by model and URL, in lower case', async () => {
    const client = await start('snom');
    client.practice.seed('snom', [
      { mac: A, url: 'http://one/' },
      { mac: B, url: 'http://two/' },
      { mac: C, url: 'http://one/' },
      { mac: '00041394B450', url: 'http://one/' },
      { mac: '000413FFFFFF', url: 'http://one/' },
    ]);
    const [a, b, c] = [A, B, C].map((mac) => text(mac.toLowerCase()));
    expect(await client.call('redirect.listPhones', 'snomM700')).toBe(
      `<value><array><data>${a}${b}</data></array></value>`,
    );
    expect(await client.call('redirect.listPhones', 'snomM700', null)).toContain(`${a}${b}`);
    expect(await client.call('redirect.listPhones', 'snomM700', 'http://two/')).toBe(array(b ?? ''));
    expect(await client.call('redirect.listPhones', 'snomD765')).toBe(array(c ?? ''));
    expect(await client.call('redirect.listPhones', 'snom715')).toBe(array(text('00041394b450')));
    expect(await client.call('redirect.listPhones', 'snom360')).toBe(array());
    expect(await client.call('redirect.listPhones', 'M700')).toBe(answer('Error:unknown_device_type'));
  });

  it('answers lists with Ok, or with the failed phones in each of the forms', async () => {
    const client = await start('snom');
    client.practice.seed('snom', [{ mac: B, owner: 'other' }]);
    expect(await client.call('redirect.registerPhoneList', [A, C], 'http://h/')).toBe(answer('Ok'));
    expect(await client.call('redirect.deregisterPhoneList', [A])).toBe(answer('Ok'));

    const member = (name: string, words: string) => `<member><name>${name}</name>${text(words)}</member>`;
    const struct = `<value><struct>${member(B, 'Error:owned_by_other_user')}${member('x', 'Error:malformed_mac')}</struct></value>`;
    const call = () => client.call('redirect.registerPhoneList', [A, B, 'x'], 'http://h/');
    expect(await call()).toBe(struct);
    client.practice.setFaults('snom', ['pairs=struct,flag']);
    expect(await call()).toBe(array(flag(false), struct));
    client.practice.setFaults('snom', ['pairs']);
    expect(await call()).toBe(text(`{${B}: Error:owned_by_other_user, x: Error:malformed_mac}`));
    client.practice.setFaults('snom', ['pairs=array']);
    expect(await call()).toBe(
      array(array(text(B), text('Error:owned_by_other_user')), array(text('x'), text('Error:malformed_mac'))),
    );
    client.practice.setFaults('snom', []);
    expect(await client.call('redirect.registerPhoneList', [A, C], 'h/')).toBe(
      `<value><struct>${member(A, 'Error:malformed_url')}${member(C, 'Error:malformed_url')}</struct></value>`,
    );
    expect(await client.call('redirect.deregisterPhoneList', [A, '000413000000'])).toBe(
      `<value><struct>${member('000413000000', 'Error:no_such_mac')}</struct></value>`,
    );
    for (const macs of [[], 'x', [7]]) {
      expect(await client.call('redirect.deregisterPhoneList', macs)).toBe(answer('Error:malformed_mac_list'));
    }
  });

  it('has half a list fail', async () => {
    const client = await start('snom', 'half-list');
    expect(await client.call('redirect.registerPhoneList', [A, B, C], 'http://h/')).toBe(
      `<value><struct><member><name>${B}</name>${text('Error:malformed_mac')}</member></struct></value>`,
    );
    expect(client.practice.state('snom').map(({ mac }) => mac.toUpperCase())).toEqual([A, C]);
  });

  it('echoes, and answers what it does not know with a fault', async () => {
    const client = await start('snom');
    expect(await client.call('network.echo', 'ping')).toBe(text('ping'));
    const fault = (words: string) =>
      `<fault><value><struct><member><name>faultCode</name><value><int>1</int></value></member><member><name>faultString</name><value><string>${words}</string></value></member></struct></value></fault>`;
    expect(await client.call('registerPhone', A, 'http://h/')).toBe(fault('method "registerPhone" is not supported'));
    const wrong = fault('wrong number or type of arguments');
    expect(await client.call('redirect.registerPhone', A)).toBe(wrong);
    expect(await client.call('redirect.registerPhone', A, 'http://h/', 'x')).toBe(wrong);
    expect(await client.call('redirect.checkPhone')).toBe(wrong);
    expect(await client.call('redirect.checkPhone', [A])).toBe(wrong);
    expect(await client.call('redirect.listPhones', 'snom300', 7)).toBe(wrong);
    expect(await client.call('redirect.registerPhoneList', [A])).toBe(wrong);
    expect(await client.call('network.echo')).toBe(wrong);
    expect(client.practice.state('snom')).toEqual([]);
  });
});
