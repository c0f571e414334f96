import type { PracticeProgramFault, PracticeProgramSetting } from '../../practice-program.ts';

function whole(least: number, most: number): (value: string) => boolean {
  return (value) => /^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most;
}

function oneOf(...words: readonly string[]): (value: string) => boolean {
  return (value) => words.includes(value);
}

const nothing = oneOf('');
const share = (value: string): boolean => /^(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)$/.test(value);
const someText = (value: string): boolean => value !== '' && value.length <= 200;
const slips = (value: string): boolean =>
  value.split(',').every(oneOf('all', 'categories', 'device', 'challenge', 'src'));

function fault(
  name: string,
  values: string,
  initial: string | null,
  accepts: (value: string) => boolean,
  en: string,
  de: string,
): PracticeProgramFault {
  return { name, values, default: initial, accepts, meaning: { en, de } };
}

/** The faults and variants of the practice platform. */
export const PLATFORM_FAULTS: readonly PracticeProgramFault[] = [
  fault(
    'cloud-down',
    '',
    '',
    nothing,
    'The code service on the Internet is unreachable: no codes are issued and phones get no answer from it.',
    'Der Code-Dienst im Internet ist nicht erreichbar: Codes werden nicht ausgegeben, Telefone erhalten dort keine Antwort.',
  ),
  fault(
    'drop-after-issue',
    'SHARE (0..1)',
    '1',
    share,
    'The connection breaks after a code was issued and before the answer with it.',
    'Die Verbindung bricht ab, nachdem ein Code ausgegeben wurde und bevor die Antwort mit ihm kommt.',
  ),
  fault(
    'drop-before-issue',
    'SHARE (0..1)',
    '1',
    share,
    'The connection breaks when a code is asked for; none is issued.',
    'Die Verbindung bricht ab, wenn ein Code verlangt wird; keiner wird ausgegeben.',
  ),
  fault(
    'category-gone',
    'NAME',
    null,
    someText,
    'This category is still listed, but gone when a code is asked for.',
    'Diese Kategorie steht noch in der Liste, ist aber verschwunden, wenn ein Code verlangt wird.',
  ),
  fault(
    'expires-before-use',
    '',
    '',
    nothing,
    'Every code expires in the moment in which a phone redeems it.',
    'Jeder Code läuft in dem Moment ab, in dem ein Telefon ihn einlöst.',
  ),
  fault(
    'wrong-model',
    'MODEL',
    'IP101',
    someText,
    'Every phone that redeems a code turns out to be of this model.',
    'Jedes Telefon, das einen Code einlöst, erweist sich als eines dieses Modells.',
  ),
  fault(
    'no-registration',
    '',
    '',
    nothing,
    'Phones are provisioned but never register at the PBX.',
    'Telefone werden eingerichtet, melden sich aber nie an der Anlage an.',
  ),
  fault(
    'lost-update',
    '',
    '',
    nothing,
    'The PBX says yes to a changed user object and changes nothing.',
    'Die Anlage bestätigt die Änderung eines Benutzerobjekts und ändert nichts.',
  ),
  fault(
    'merge-devices',
    '',
    '',
    nothing,
    'An update of a user object adds its devices to those that are there, instead of replacing them.',
    'Beim Ändern eines Benutzerobjekts kommen dessen Geräte zu den vorhandenen hinzu, statt sie zu ersetzen.',
  ),
  fault('refuse-login', '', '', nothing, 'No password is right any more.', 'Kein Kennwort stimmt mehr.'),
  fault(
    'no-right',
    'devices|admin',
    'devices',
    oneOf('devices', 'admin'),
    'The PBX grants no access to Devices, or to the administration of its users.',
    'Die Anlage gewährt keinen Zugang zu Devices oder zur Verwaltung ihrer Benutzer.',
  ),
  fault(
    'two-factor',
    'wait|auto',
    'wait',
    oneOf('wait', 'auto'),
    'A user has to confirm the login with a number; "auto": somebody does so at once, else POST /practice/authorize.',
    'Die Anmeldung ist mit einer Zahl zu bestätigen; „auto“: geschieht sofort, sonst durch POST /practice/authorize.',
  ),
  fault(
    'redirect',
    '',
    '',
    nothing,
    'The PBX sends users to another one for their login.',
    'Die Anlage schickt Benutzer zur Anmeldung zu einer anderen.',
  ),
  fault(
    'old-apps',
    '',
    '',
    nothing,
    'The PBX lists its apps in one message, as old ones do.',
    'Die Anlage nennt ihre Apps in einer Nachricht, wie alte es tun.',
  ),
  fault(
    'old-release',
    'silent|error',
    'silent',
    oneOf('silent', 'error'),
    'Devices knows GetLoginInfo and not GetUserInfo (13r1), which it passes over or answers with an error.',
    'Devices kennt GetLoginInfo, nicht GetUserInfo (13r1), und übergeht dieses oder antwortet mit einem Fehler.',
  ),
  fault(
    'login-app',
    'NAME',
    'innovaphone-devices-api',
    someText,
    'Devices takes a password only with this app name.',
    'Devices nimmt ein Kennwort nur mit diesem App-Namen an.',
  ),
  fault(
    'app-url',
    'stripped|whole',
    'whole',
    oneOf('stripped', 'whole'),
    'Devices answers only at its address without the last part, or only at the whole one.',
    'Devices antwortet nur unter seiner Adresse ohne den letzten Teil oder nur unter der ganzen.',
  ),
  fault(
    'slips',
    'all|categories|device|challenge|src[,…]',
    'all',
    slips,
    'Answers as the documentation slips: categories without "Result", a device as a list, the challenge as a number, no "src".',
    'Antworten, wie die Dokumentation sie verwechselt: Kategorien ohne „Result“, ein Gerät als Liste, die Challenge als Zahl, kein „src“.',
  ),
  fault(
    'valid-until',
    's|ms',
    'ms',
    oneOf('s', 'ms'),
    'The expiry is told in seconds (so also without this) or in milliseconds.',
    'Das Ablaufdatum kommt in Sekunden (auch ohne dies) oder in Millisekunden.',
  ),
  fault(
    'valid-minutes',
    'MINUTES (1..10080)',
    '15',
    whole(1, 10_080),
    'A single code is valid for so long; 10 minutes without this.',
    'Ein einzelner Code gilt so lange; ohne dies 10 Minuten.',
  ),
  fault(
    'delay',
    'MS (0..60000)',
    '1000',
    whole(0, 60_000),
    'Each answer comes so much later.',
    'Jede Antwort kommt um so viel später.',
  ),
];

/** The faults that are on. */
export class PlatformFaults {
  #on: ReadonlyMap<string, string> = new Map();

  /** Switches on these and all others off. */
  set(settings: readonly PracticeProgramSetting[]): void {
    this.#on = new Map(settings.map(({ name, value }) => [name, value]));
  }

  /** The value of a fault that is on; `null` when it is off. */
  value(name: string): string | null {
    return this.#on.get(name) ?? null;
  }

  isOn(name: string): boolean {
    return this.#on.has(name);
  }

  /** Whether a fault that strikes by chance strikes now. */
  strikes(name: string): boolean {
    const chance = this.#on.get(name);
    return chance !== undefined && Math.random() < Number(chance);
  }

  /** Whether answers have this slip of the documentation. */
  slips(name: 'categories' | 'device' | 'challenge' | 'src'): boolean {
    const words = this.#on.get('slips')?.split(',') ?? [];
    return words.includes('all') || words.includes(name);
  }
}

/**
 * Reads faults as the control interface gets them: `NAME` or `NAME=VALUE`.
 *
 * @returns an English sentence in place of the settings when one isn't understood.
 */
export function readSettings(texts: readonly string[]): readonly PracticeProgramSetting[] | string {
  const settings: PracticeProgramSetting[] = [];
  for (const text of texts) {
    const [, name = '', given] = /^([a-z0-9-]+)(?:=(.*))?$/s.exec(text.trim()) ?? [];
    const known = PLATFORM_FAULTS.find((each) => each.name === name);
    const value = given ?? known?.default ?? null;
    if (known === undefined || value === null || !known.accepts(value)) return `Not a fault: ${text}`;
    settings.push({ name, value });
  }
  return settings;
}
