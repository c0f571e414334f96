import oui from '../../assets/data/oui.json' with { type: 'json' };

const GIGASET = new Set(Object.keys(oui.vendors.gigaset).map((prefix) => prefix.toLowerCase()));

/** Says whether a MAC (12 lower-case hex digits or more) lies in a block of Gigaset's. */
export function isGigasetMac(digits: string): boolean {
  for (const length of [6, 7, 8, 9]) if (GIGASET.has(digits.slice(0, length))) return true;
  return false;
}
