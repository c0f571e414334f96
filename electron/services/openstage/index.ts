import type { PhoneSystem } from '../phone-service.ts';
import type { Service } from '../service.ts';
import { makeStationCertificate } from './certificate.ts';
import { openStation } from './listener.ts';
import { callsBackWhenIdle, compareVersions, parseFirmwareVersion } from './version.ts';

export { buildDhcpOption, type DhcpOption, type DhcpWish, isDhcpHost } from './dhcp.ts';

/** OpenStage and OpenScape Desk Phone IP and CP phones, spoken with as their provisioning service. */
export const openstage = {
  description: {
    id: 'openstage',
    title: 'OpenStage',
    kind: 'phones',
    defaultUrl: '',
    vendors: ['unify'],
    limits: { concurrency: 16, batch: 1, maxBatch: 1 },
  },
  loadPractice: async () => (await import('./practice.ts')).practice,
} as const satisfies Service;

/** How the core talks with these phones. */
export const openstagePhones: PhoneSystem = {
  openStation,
  makeCertificate: makeStationCertificate,
  callsBackWhenIdle,
  isSameVersion: (first, second) => {
    const [a, b] = [parseFirmwareVersion(first), parseFirmwareVersion(second)];
    return a === null || b === null ? null : compareVersions(a, b) === 0;
  },
};
