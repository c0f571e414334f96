import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readPdfText, WHY_NO_PDF } from '../../electron/sheets/pdf-testing.ts';
import { Desk } from '../support/command-line.ts';

const URL_SECRET = 'Url-s3cret-77';
const MACS = ['000413000001', '000413000002'] as const;

test.skipIf(WHY_NO_PDF !== null)(
  'what others own is looked for, parked, asked for, and stands in the report',
  async () => {
    const desk = new Desk();
    const practice = await desk.practice('--services', 'snom', '--fault', `owned=${MACS[0]}`);
    await desk.addAccount('own', 'snom', practice.address('snom'));
    await desk.importList(
      'Nord',
      'list.csv',
      ['MAC;Room', ...MACS.map((mac, index) => `${mac};10${index}`)].join('\n'),
    );
    const target = `https://user:${URL_SECRET}@pbx.example.net/{mac}.htm`;
    const run = await desk.run('run', 'Nord', '--account', 'own', '--action', 'register', '--url', target, '--yes');
    expect(run.code).toBe(1);

    expect((await desk.json('ownership', 'list', 'Nord')).objects).toMatchObject([
      { mac: MACS[0], standing: 'unlooked', account: 'own', parked: null },
    ]);
    const swept = await desk.json('ownership', 'sweep', 'Nord');
    expect(swept.code).toBe(0);
    expect(swept.objects).toMatchObject([{ mac: MACS[0], standing: 'foreign', looks: [{ finding: 'foreign' }] }]);
    // The one phone that was registered: looking writes nothing.
    expect(await practice.writes('snom')).toHaveLength(1);
    await desk.succeed('ownership', 'park', 'Nord', MACS[0], '--note', 'Telco writes back');
    const plan = await desk.json('plan', 'Nord', '--account', 'own', '--action', 'register', '--url', target);
    expect(plan.objects.find(({ mac }) => mac === MACS[0])).toMatchObject({ reason: 'parked' });

    const letter = desk.out('letter.txt');
    await desk.succeed('ownership', 'letter', 'Nord', letter, '--to', 'Telco AG; Weg 1', '--lang', 'de');
    expect(readFileSync(letter, 'utf8')).toMatch(
      /Telco AG\nWeg 1\n[\s\S]*Freigabe von 1 Telefon[\s\S]*00:04:13:00:00:01/,
    );
    expect((await desk.run('ownership', 'letter', 'Nord', desk.out('letter.doc'))).code).toBe(2);

    const report = desk.out('report.pdf');
    await desk.succeed('report', 'Nord', report, '--site', 'Rathaus', '--technician', 'T. Weiß', '--lang', 'de');
    const text = readPdfText(readFileSync(report));
    for (const words of [
      'Übergabebericht',
      'Rathaus',
      'T. Weiß',
      'Telco writes back',
      '00:04:13:00:00:02',
      'Seite 1 von',
    ]) {
      expect(text).toContain(words);
    }
    const without = await desk.start(['report', 'Nord', desk.out('none.pdf')], {
      environment: { ROLLCALL_CHROMIUM: 'none' },
    }).ended;
    expect(without.code).toBe(2);
    expect(without.stderr).toContain('.html');
    await desk.succeed('report', 'Nord', desk.out('report.html'));

    await practice.setFaults('snom');
    const freed = await desk.run('ownership', 'recheck', 'Nord');
    expect(freed.stderr).toContain('1 phone is free and was taken out of parking');
    for (const [place, content] of await desk.everythingWritten()) {
      expect(content.includes(URL_SECRET) ? place : '').toBe('');
    }
    await practice.stop();
  },
);
