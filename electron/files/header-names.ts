import { DEVICE_FIELDS, type DeviceField } from '../../shared/domain/device.ts';

/** What people call the columns, in German and English; see {@link normalizeName} for the spelling. */
const NAMES: Readonly<Record<DeviceField, string>> = {
  mac: 'mac macs macadresse macadressen macaddress macaddresses macaddr macadr macid macnr macnummer macnumber lanmac hardwareaddress hardwareadresse hwaddress hwadresse hwaddr ethernetadresse ethernetaddress physischeadresse physicaladdress',
  'check-code':
    'checkcode pruefcode prufcode pruefzeichen pruefziffer pruefziffern crc macidcrc checkdigit checkdigits checksum pruefsumme',
  serial: 'serial serialnumber serialno serialnr serialnum seriennummer seriennr serien sernr serno snr sn',
  pin: 'pin pincode geraetepin devicepin telefonpin',
  vendor: 'vendor hersteller brand marke manufacturer make fabrikat',
  model:
    'model modell modellname modelname typ type geraet geraetetyp geraetemodell telefontyp telefonmodell device devicetype devicemodel phonetype phonemodel product produkt',
  user: 'user benutzer benutzername name username teilnehmer teilnehmername nutzer mitarbeiter displayname anzeigename fullname employee person',
  extension:
    'extension ext nebenstelle nst durchwahl dw rufnummer nummer number telefonnummer phonenumber internenummer internerufnummer',
  room: 'room raum raumnummer raumnr roomnumber zimmer zimmernummer zimmernr standort location ort buero office arbeitsplatz',
  note: 'note notes notiz notizen bemerkung bemerkungen comment comments kommentar anmerkung hinweis remark remarks beschreibung description',
  url: 'url provisionierungsurl provisioningurl provurl provisionierungsserver provisioningserver redirect redirecturl redirection redirectionurl umleitung umleitungsurl weiterleitung zielurl targeturl serverurl',
  address: 'address adresse ip ipaddress ipadresse ipaddr ipv4 ipv4address telefonip phoneip hostname',
  server: 'server sipserver registrar sipregistrar pbx telefonanlage',
};

/** Columns that an export or a file of problem rows has besides a device's fields. */
const OUTCOME_NAMES = 'account outcome reason message service time row column value';

const FIELD_OF_NAME: ReadonlyMap<string, DeviceField | null> = new Map([
  ...OUTCOME_NAMES.split(' ').map((name): [string, null] => [name, null]),
  ...DEVICE_FIELDS.flatMap((field) => NAMES[field].split(' ').map((name): [string, DeviceField] => [name, field])),
]);

const LONGEST_NAME = 60;
const FOLDED: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** Spells a header so that case, blanks, punctuation and umlauts make no difference: `Prüf-Code` becomes `pruefcode`. */
export function normalizeName(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => FOLDED[letter] ?? letter)
    .replace(/[^\p{Letter}\p{Number}]/gu, '');
}

/**
 * Gives the field that a header names.
 *
 * @returns `null` for the other columns of our own exports, `undefined` for a name nobody knows.
 */
export function fieldOfName(name: string): DeviceField | null | undefined {
  return name.length > LONGEST_NAME ? undefined : FIELD_OF_NAME.get(normalizeName(name));
}

/** Tells whether a text is the name of a device's field. */
export function isHeaderName(name: string): boolean {
  return fieldOfName(name) !== undefined;
}
