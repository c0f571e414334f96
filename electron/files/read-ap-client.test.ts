import { describe, expect, test } from 'vitest';
import { readWhole, whyNotOpened } from './list-testing.ts';

const USER = 'reseller-user';
const PASSWORD = 'g3heim!pass';
const LOGIN = `${USER} ${PASSWORD} prov.gigaset.net`;
const URL = 'http://p.example/%MACD';

describe('lines of ap-client.py', () => {
  test('every MAC they name is a row; user and password are gone', async () => {
    const list = await readWhole(
      [
        '#!/bin/sh',
        '',
        `ap-client.py ${LOGIN} autoprov.registerDeviceList sl:7C2F80820EC0-55DF,7C2F80208295-1910 s:${URL} s:Provider`,
        `python3 ./tools/ap-client.py ${LOGIN} autoprov.registerDevice s:7C2F80820EC1-AB12 s:${URL} 's:My Provider'`,
        `$ python ap-client.py "${USER}" "${PASSWORD}" prov.gigaset.net autoprov.deregisterDevice "s:7C2F80820EC2"`,
        `ap-client.py ${LOGIN} autoprov.deregisterDeviceList \\`,
        '  "sl:7C2F80820EC3, 7C2F80820EC4"',
        `ap-client.py ${LOGIN} autoprov.checkDevice s:7C2F80820EC`,
        `ap-client.py ${LOGIN} autoprov.listDevices s:Provider`,
        `ap-client.py ${LOGIN} autoprov.checkDevice s:7C2F80820EC2`,
        `ap-client.py ${LOGIN}`,
        `export LOGIN=${PASSWORD}`,
        `beim Nachbarn: 7C2F80820EC9 (${PASSWORD})`,
      ].join('\n'),
    );
    expect(list.head).toMatchObject({ format: 'ap-client', header: ['mac', 'url', 'name', 'method'] });
    expect(list.devices.map(({ row, mac, checkCode, url }) => [row, mac, checkCode, url])).toEqual([
      [3, '7c2f80820ec0', '55DF', URL],
      [3, '7c2f80208295', '1910', URL],
      [4, '7c2f80820ec1', 'AB12', URL],
      [5, '7c2f80820ec2', '', ''],
      [6, '7c2f80820ec3', '', ''],
      [6, '7c2f80820ec4', '', ''],
      [13, '7c2f80820ec9', '', ''],
    ]);
    expect(list.problems.map(({ row, reason }) => [row, reason])).toEqual([
      [8, 'mac-lost-zeros'],
      [10, 'duplicate'],
      [11, 'mac-missing'],
    ]);
    const everything = JSON.stringify(list);
    expect(everything).not.toContain(USER);
    expect(everything).not.toContain(PASSWORD);
  });

  test('a call without MAC is a problem, with nothing of the login in it', async () => {
    const list = await readWhole(`ap-client.py ${LOGIN} autoprov.registerDevice\n`);
    expect(list.problems).toMatchObject([
      { reason: 'mac-missing', value: '', cells: ['', '', '', 'autoprov.registerDevice'] },
    ]);
  });

  test('a password in the URL is kept for the device, as its cell, and masked as a value', async () => {
    const list = await readWhole(
      `ap-client.py ${LOGIN} autoprov.registerDeviceList sl:7C2F80820EC0,7C2F80820EC1 "s:https://u:secret@h/%MACD"\n`,
    );
    expect(list.devices).toMatchObject([{ url: 'https://u:secret@h/%MACD' }, { url: 'https://u:secret@h/%MACD' }]);
  });

  test('calls that only list hold no phones', async () => {
    expect(await whyNotOpened(`ap-client.py ${LOGIN} autoprov.listDevices s:Provider\n`)).toEqual({
      reason: 'holds-no-phones',
      detail: { file: 'phones.csv', method: 'autoprov.listDevices' },
    });
  });
});
