import type { SameWords } from '../../shared/words/tree.ts';
import type { configs as english, configCommands as englishCommands } from './configs-words.en.ts';

/** The German texts of `configs-words.en.ts`. */
export const configs: SameWords<typeof english> = {
  scheme: '--scheme nimmt http, https oder tftp, mit :PORT, wo er nicht der übliche ist, nicht „{{text}}“.',
  checked_one: 'Für {{count}} Datei gefragt, {{open}} anzusehen.',
  checked_other: 'Für {{count}} Dateien gefragt, {{open}} anzusehen.',
  following: '{{file}} wird verfolgt. Strg+C beendet es.',
  lines:
    '{{lines}} Zeilen: {{others}} über anderes, {{notHttp}} kein HTTP (TLS am HTTP-Port), {{unreadable}} nicht verstanden.',
  'no-model': 'Der Katalog hat kein Modell „{{text}}“.',
};

/** What the commands are for, in German. */
export const configCommands: SameWords<typeof englishCommands> = {
  'configs check':
    'Fragt einen Konfigurationsserver nach den Dateien jedes Telefons, wie das Telefon es tut, und vergleicht ihren Inhalt mit der Liste. Ändert nichts. --scheme http|https|tftp auch mehrfach, mit :PORT, wo er nicht der übliche ist; --path für weitere Pfade mit {mac} darin.',
  'configs watch':
    'Liest ein Zugriffsprotokoll (nginx, Apache) aus einer Datei oder mit - von der Standardeingabe und sagt für jedes Telefon, ob es seine Konfiguration geholt hat. --follow liest weiter; mit --rollout wird der Stand seiner Telefone behalten.',
  'configs catalogue': 'Zeigt Modelle des Katalogs in jeder Schreibung: Dateien, Wege, User-Agent, Firmware.',
};
