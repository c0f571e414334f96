import type { CodeService, CodeServiceDescription } from '../code-service.ts';
import { openSession } from './client-session.ts';

const DESCRIPTION: CodeServiceDescription = {
  id: 'innovaphone',
  title: 'innovaphone',
  kind: 'codes',
  // every customer has an App Platform and a PBX of his own
  defaultUrl: '',
  vendors: ['innovaphone'],
  addressForms: [
    { id: 'pbx-user', example: 'https://pbx.example.com' },
    { id: 'pbx-app', example: 'https://pbx.example.com/PBX0/APPS/websocket' },
    { id: 'platform', example: 'https://ap.example.com/example.com/devices/' },
  ],
  // nobody documents a limit; each code costs the platform a round trip to the Internet
  limits: { concurrency: 2, batch: 1, maxBatch: 1 },
};

/**
 * innovaphone's App Platform and PBX: codes from Devices, users and registrations from the PBX, over AppWebsockets.
 *
 * Where each fact comes from is in this folder's README.md.
 */
export const innovaphone: CodeService = {
  description: DESCRIPTION,
  connect: (account, directory) => openSession(account, directory),
  loadPractice: async () => (await import('./practice.ts')).practice,
};
