import type { SameWords } from '../../shared/words/tree.ts';
import type { server as english } from './server.en.ts';

/** What the window says of the update server for own codes, in German. */
export const server: SameWords<typeof english> = {
  server: {
    title: 'Update-Server',
    banner: 'Der Update-Server läuft: Telefone dieses Netzes erreichen diesen Rechner unter {{address}}.',
    look: 'Ansehen',
    start: 'Update-Server starten',
    stop: 'Update-Server beenden',
    experimental:
      'Experimentell: wie ein echtes Telefon einen eingetippten Code übergibt, ist nicht dokumentiert. Was das erste Telefon sendet, steht unten wörtlich.',
    text: 'Telefone, die auf diesen Rechner zeigen, fragen nach einem Code eines Rollouts und bekommen, was für sie bestimmt ist. Codes werden im Reiter Codes eines Rollouts ausgegeben. Der Server endet mit Rollcall.',
    address: 'Adresse dieses Rechners',
    port: 'Port',
    'bad-port': 'Eine Zahl bis 65535; 0 für einen beliebigen freien.',
    allow: 'Nur einlassen',
    'allow-hint': 'MACs oder die ersten sechs Stellen von MACs; leer: Telefone von innovaphone',
    'allow-usual': 'Telefone von innovaphone werden eingelassen.',
    allowed: 'Eingelassen: {{allow}}.',
    running: 'Der Server läuft',
    phones_one: '{{n}} Telefon hat bisher gefragt.',
    phones_other: '{{n}} Telefone haben bisher gefragt.',
    locked:
      '{{address}} hat zu viele falsche Codes gesendet und ist ausgesperrt. Dieses Telefon ansehen, bevor es neu versuchen darf.',
    unlock: 'Neu versuchen lassen',
    leave: 'Telefone wegschicken',
    stay: 'Telefone behalten',
    'leave-text':
      'Am Ende eines Rollouts: jedes Telefon, das fragt, soll diesen Rechner nicht mehr fragen, damit keines weiter nach ihm sucht.',
    leaving: 'Jedes Telefon, das jetzt fragt, soll diesen Rechner nicht mehr fragen.',
    seen_one: '{{n}} Telefon gesehen',
    seen_other: '{{n}} Telefone gesehen',
    none: 'Noch kein Telefon hat gefragt. Telefone über DHCP (Unteroption 215) oder ihre Update-URL hierher zeigen lassen.',
    version: 'Firmware',
    last: 'Zuletzt gesehen',
    request: 'Letzte Anfrage',
    show: 'Zeigen, mit Codes',
    log: 'Letzte Anfragen',
    outcome: {
      prompt: 'nach einem Code gefragt',
      redeemed: 'Code eingelöst',
      'wrong-code': 'falscher Code',
      slow: 'zu viele Versuche, nicht angesehen',
      locked: 'ausgesperrt',
      jobs: 'hat seine Aufträge bekommen',
      leave: 'weggeschickt',
      uploaded: 'hat eine Datei abgelegt',
      'not-allowed': 'nicht eingelassen',
      'no-such-page': 'keine solche Seite',
      failed: 'konnte nicht beantwortet werden',
    },
  },
};
