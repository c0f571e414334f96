/** A firmware version as numbers, the most important one first: `V3 R5.21.0` is `[3, 0, 5, 21, 0]`. */
export type FirmwareVersion = readonly number[];

/**
 * Reads a firmware version: as a phone reports it (`V3 R5.21.0`, `V1.2 R0.12.2`), or with nothing but dots (`3.5.21.0`).
 *
 * @returns `null` for any other text.
 * Source: vendor guide A31003-S2000-R102-16-7620, samples of `software-version` and `file-sw-version`.
 */
export function parseFirmwareVersion(text: string): FirmwareVersion | null {
  const named = /^\s*v\s*(\d{1,4})(?:\.(\d{1,4}))?\s*r\s*(\d{1,4}(?:\.\d{1,4}){0,3})\s*$/i.exec(text);
  if (named !== null) {
    const [, major = '', sub = '0', rest = ''] = named;
    return [Number(major), Number(sub), ...padded(rest.split('.').map(Number))];
  }
  const dotted = /^\s*(\d{1,4})\.(\d{1,4}(?:\.\d{1,4}){1,3})\s*$/.exec(text);
  if (dotted === null) return null;
  const [, major = '', rest = ''] = dotted;
  return [Number(major), 0, ...padded(rest.split('.').map(Number))];
}

function padded(numbers: readonly number[]): readonly number[] {
  return [0, 1, 2].map((at) => numbers[at] ?? 0);
}

/** Compares two versions: below 0 when the first is older, 0 when they are the same. */
export function compareVersions(first: FirmwareVersion, second: FirmwareVersion): number {
  for (const [at, number] of first.entries()) {
    const difference = number - (second[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Tells whether firmware calls back by itself once it is idle, when it was asked to: V3 R3 and later. */
export function callsBackWhenIdle(softwareVersion: string): boolean {
  const version = parseFirmwareVersion(softwareVersion);
  return version !== null && compareVersions(version, [3, 0, 3, 0, 0]) >= 0;
}
