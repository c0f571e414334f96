// 500 sheets with codes as a PDF: from the users to the file, on this machine.
import assert from 'node:assert/strict';
import { makeCodeSheets, type SheetUser } from '../../electron/sheets/code-sheets.ts';
import { createBrowserPrinter } from '../../electron/sheets/print-with-browser.ts';
import type { ProvisioningCode } from '../../shared/domain/code.ts';
import { report } from './support.ts';

const SHEETS = 500;
const LIMIT_S = 15;
const DAY_MS = 86_400_000;

const users = Array.from(
  { length: SHEETS },
  (_, n): SheetUser => ({
    id: n + 1,
    user: `Jörg Müller ${n}`,
    extension: String(1000 + n),
    login: `user${n}`,
    building: 'Nord',
    floor: String(n % 5),
    room: `${n % 5}.${n}`,
    model: n % 3 === 0 ? 'IP101' : 'IP112',
    category: 'IP Phone',
    app: '',
    mac: '',
    language: '',
    note: '',
    code: String(n * 7_777_777 + 123_456).padStart(12, '0') as ProvisioningCode,
    lastFour: '',
    validUntilMs: Date.now() + 7 * DAY_MS,
    issuedAtMs: Date.now(),
    account: 'Platform',
    domain: 'example.com',
    source: 'account',
  }),
);

const startedAt = performance.now();
const page = await makeCodeSheets({
  rollout: 'Neubau',
  customer: 'Muster GmbH',
  helpDesk: '+49 30 1234',
  testCall: '199',
  logo: '',
  language: 'de',
  layout: 'page',
  isArchive: false,
  printedAt: new Date(),
  users,
});
const madeAt = performance.now();
const printed = await createBrowserPrinter()(page, { paper: 'A4', isLandscape: false });
assert(printed.ok);
const seconds = (performance.now() - startedAt) / 1000;
report({
  name: `${SHEETS} sheets with codes as a PDF`,
  measured: `${Math.round(madeAt - startedAt)} ms for the pages, ${(printed.value.length / 2 ** 20).toFixed(1)} MiB`,
  value: seconds,
  unit: 's',
  limit: LIMIT_S,
});
