import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Makes the sample lists: node assets/samples/make-messy-list.ts [FOLDER]
 *
 * - messy-500.csv: what a technician brings, with everything wrong that lists have wrong
 * - messy-500.expected.json: how many of its rows are devices, and how many problems for which reason
 * - practice-24.csv: a small clean list for the demo
 *
 * Everything in them is made up, and the same on every run.
 */

type Reason =
  | 'duplicate'
  | 'mac-lookalike'
  | 'mac-lost-zeros'
  | 'mac-exponent'
  | 'mac-length'
  | 'mac-multicast'
  | 'mac-missing'
  | 'mac-unreadable';

/** One row before it is written: a label, and perhaps what happened to it on its way into the list. */
interface Row {
  readonly mac: string;
  readonly checkCode: string;
  readonly damage: Reason | null;
}

const ROWS = 500;
const DAMAGED: Readonly<Record<Reason, number>> = {
  duplicate: 12,
  'mac-lookalike': 5,
  'mac-lost-zeros': 3,
  'mac-exponent': 3,
  'mac-length': 3,
  'mac-multicast': 2,
  'mac-missing': 1,
  'mac-unreadable': 1,
};
const HEADER = ['Lfd. Nr.', 'Raum', 'Benutzer', 'Nebenstelle', 'MAC-Adresse', 'Prüfcode', 'Modell', 'Bemerkung'];
const BLANK_LINES: ReadonlyMap<number, string> = new Map([
  [37, ''],
  [38, ';;;;;;;'],
  [160, '   '],
  [301, ';;;;;;;'],
  [499, ''],
]);
const REPEATED_HEADER_BEFORE = 251;
const MODELS = [
  'Maxwell B',
  'Maxwell 2',
  'Maxwell 3',
  'Maxwell 4',
  'Maxwell 10',
  'N510 IP PRO',
  'N670 IP PRO',
  'DE410 IP PRO',
];
const FIRST_NAMES = [
  'Jörg',
  'Änne',
  'Özlem',
  'Björn',
  'Käthe',
  'Uwe',
  'Grażyna',
  'Zoë',
  'Lena',
  'Søren',
  'Jürgen',
  'Mia',
];
const LAST_NAMES = [
  'Müller',
  'Weiß',
  'Großkopf',
  'Böttcher',
  'Sträßer',
  'Yıldız',
  'Krüger',
  'Lange',
  'Übelacker',
  'Noé',
];
const NOTES = [
  'Empfang "Nord"; Tor 3',
  'zweite Dose defekt\r\nElektriker bestellt',
  '- Kabel fehlt -',
  'Küche, Wandhalterung',
  '=> bitte vor 9 Uhr',
  '@Hausmeister: Schlüssel',
  '+ Headset',
];

const random = seededRandom(20_261_121);

/** Mulberry32: the same numbers in the same order on every machine. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function randomBelow(limit: number): number {
  return Math.floor(random() * limit);
}

function pick(choices: readonly string[]): string {
  return choices[randomBelow(choices.length)] ?? '';
}

function randomText(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomBelow(alphabet.length))).join('');
}

function makeMac(prefix: string, alphabet: string, taken: Set<string>): string {
  const mac = prefix + randomText(alphabet, 12 - prefix.length);
  if (taken.has(mac)) return makeMac(prefix, alphabet, taken);
  taken.add(mac);
  return mac;
}

function shuffle<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, order: random() }))
    .sort((one, other) => one.order - other.order)
    .map(({ item }) => item);
}

function makeRows(): readonly Row[] {
  const taken = new Set<string>();
  const reasons = Object.entries(DAMAGED) as [Reason, number][];
  const damages = reasons.flatMap(([reason, count]) => Array.from({ length: count }, () => reason));
  const sound: (Reason | null)[] = Array.from({ length: ROWS - damages.length }, () => null);
  // the first rows are sound, so that there is something to be a duplicate of
  const order = [...sound.slice(0, 20), ...shuffle([...sound.slice(20), ...damages])];
  const rows: Row[] = [];
  for (const damage of order) {
    if (damage === 'duplicate') {
      const first = pick(rows.filter((row) => row.damage === null).map((row) => row.mac));
      rows.push({ mac: first, checkCode: '', damage });
      continue;
    }
    const isOlder = damage === 'mac-lost-zeros' || damage === 'mac-exponent' || (damage === null && random() < 0.1);
    const mac = isOlder ? makeMac('002104', '123456789', taken) : makeMac('7C2F80', '0123456789ABCDEF', taken);
    rows.push({ mac, checkCode: random() < 0.8 ? randomText('0123456789ABCDEF', 4) : '', damage });
  }
  return rows;
}

function groups(mac: string, size: number, separator: string): string {
  return (mac.match(new RegExp(`.{${size}}`, 'g')) ?? []).join(separator);
}

/** Writes a sound MAC the way one of many hands would. */
function writeMac(mac: string): string {
  const notations = [
    mac,
    mac.toLowerCase(),
    groups(mac, 2, ':'),
    groups(mac.toLowerCase(), 2, ':'),
    groups(mac, 2, '-'),
    groups(mac.toLowerCase(), 4, '.'),
    groups(mac, 2, ' '),
    ` ${mac} `,
    `MAC: ${mac}`,
    `MAC ${groups(mac, 2, ':')}`,
  ];
  return pick(notations);
}

function damageMac(mac: string, damage: Reason): string {
  switch (damage) {
    case 'duplicate':
      return writeMac(mac);
    case 'mac-lookalike':
      return `7C2F8O${mac.slice(6)}`;
    case 'mac-lost-zeros':
      return mac.slice(2);
    case 'mac-exponent':
      return `${mac.charAt(2)},${mac.slice(3, 8)}E+09`;
    case 'mac-length':
      return `${mac}${randomText('0123456789ABCDEF', 1)}`;
    case 'mac-multicast':
      return groups(`7D${mac.slice(2)}`, 2, ':');
    case 'mac-missing':
      return '';
    case 'mac-unreadable':
      return 'Etikett fehlt';
  }
}

/** The label's two parts as they came into the list: in one cell or in two. */
function writeLabel(row: Row): readonly [string, string] {
  if (row.damage !== null) return [damageMac(row.mac, row.damage), ''];
  if (row.checkCode === '') return [writeMac(row.mac), ''];
  const inOneCell = [`${row.mac}-${row.checkCode}`, `${groups(row.mac, 2, ':')}-${row.checkCode}`];
  return random() < 0.5 ? [pick(inOneCell), ''] : [writeMac(row.mac), row.checkCode];
}

function writeExtension(index: number): string {
  const extension = String(100 + (index % 900));
  return pick([
    extension,
    extension,
    `0${extension}`,
    `00${index % 10}`,
    `+49 30 5550-${extension}`,
    `+49305550${extension}`,
  ]);
}

function quote(cell: string, separator: string): string {
  return cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function makeMessyList(): string {
  const lines = [HEADER.join(';')];
  for (const [index, row] of makeRows().entries()) {
    const blank = BLANK_LINES.get(index);
    if (blank !== undefined) lines.push(blank);
    if (index === REPEATED_HEADER_BEFORE) lines.push(HEADER.join(';'));
    const [mac, checkCode] = writeLabel(row);
    const room = pick([`E.${index % 40}`, `A ${index % 7}.0${index % 9}`, `2. OG / ${200 + (index % 60)}`, '']);
    const user = random() < 0.9 ? `${pick(LAST_NAMES)}, ${pick(FIRST_NAMES)}` : '';
    const note = random() < 0.15 ? pick(NOTES) : '';
    const cells = [String(index + 1), room, user, writeExtension(index), mac, checkCode, pick(MODELS), note];
    lines.push(cells.map((cell) => quote(cell, ';')).join(';') + (random() < 0.05 ? ';;' : ''));
  }
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function makePracticeList(): string {
  const taken = new Set<string>();
  const rows = Array.from({ length: 24 }, (_, index) => [
    makeMac('7C2F80', '0123456789ABCDEF', taken),
    randomText('0123456789ABCDEF', 4),
    MODELS[index % MODELS.length] ?? '',
    `${FIRST_NAMES[index % FIRST_NAMES.length]} ${LAST_NAMES[index % LAST_NAMES.length]}`,
    String(201 + index),
    `${1 + Math.floor(index / 8)}.${String(1 + (index % 8)).padStart(2, '0')}`,
  ]);
  const lines = [['MAC', 'Check code', 'Model', 'User', 'Extension', 'Room'], ...rows];
  return `${lines.map((cells) => cells.map((cell) => quote(cell, ',')).join(',')).join('\n')}\n`;
}

const problems = Object.values(DAMAGED).reduce((sum, count) => sum + count, 0);
const expected = {
  rows: ROWS,
  devices: ROWS - problems,
  problems,
  blankLines: BLANK_LINES.size,
  repeatedHeaders: 1,
  problemsByReason: DAMAGED,
};
const folder = process.argv[2] ?? import.meta.dirname;
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'messy-500.csv'), makeMessyList());
writeFileSync(join(folder, 'messy-500.expected.json'), `${JSON.stringify(expected, null, 2)}\n`);
writeFileSync(join(folder, 'practice-24.csv'), makePracticeList());
