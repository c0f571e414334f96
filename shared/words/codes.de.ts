import type { code as english } from './codes.en.ts';
import type { SameWords } from './tree.ts';

/** How codes stand, and what is odd about a user's phone, in German. */
export const code: SameWords<typeof english> = {
  state: {
    draft: 'Kein Code',
    requesting: 'Wird angefordert',
    unknown: 'Antwort verloren',
    pending: 'Ausstehend',
    contacted: 'Telefon gesehen',
    provisioned: 'Code eingelöst',
    assigned: 'In der PBX zugeordnet',
    registered: 'Registriert',
    tested: 'Getestet',
    expired: 'Abgelaufen',
    reissued: 'Ersetzt',
    failed: 'Gescheitert',
    cancelled: 'Abgebrochen',
  },
  customer: { pending: 'Ausstehend', registered: 'Registriert', expired: 'Abgelaufen' },
  warning: {
    'other-model': 'Anderes Modell gekommen als geplant',
    'other-mac': 'Anderes Telefon gekommen als geplant',
    'mac-twice': 'Dasselbe Telefon steht bei zwei Benutzern',
    'two-phones': 'Für diesen Benutzer kamen zwei Telefone',
    'old-code-used': 'Ein ersetzter Code wurde eingelöst',
    'before-monday': 'Endet vor Montag, 8:00',
  },
};
