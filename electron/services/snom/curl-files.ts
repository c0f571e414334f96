import { failure, type Result, success } from '../../../shared/result.ts';
import type { CallFile } from '../service.ts';

/**
 * Adds to each call a configuration file for `curl -K` and, once, a README.txt that says how to use them.
 *
 * A configuration names address, header, body file and user, never the password: curl asks for it.
 * @returns `validation`, reason `auth-failed`, aspect `user`, for a user name with a colon: in HTTP Basic the password
 * begins there.
 * Source: curl manual, "--config" and "--user"; snom wiki, XML-RPC API (POST, Content-Type, HTTP Basic).
 */
export function addCurlFiles(
  calls: readonly CallFile[],
  account: { readonly url: string; readonly user: string },
): Result<readonly CallFile[]> {
  if (account.user.includes(':')) {
    return failure({ kind: 'validation', reason: 'auth-failed', aspect: 'user', sent: 'no', concernsAccount: true });
  }
  if (calls.length === 0) return success([]);
  const files = calls.flatMap((call) => [call, { name: curlNameOf(call), content: configure(call, account) }]);
  return success([...files, { name: 'README.txt', content: README }]);
}

function curlNameOf({ name }: CallFile): string {
  return name.replace(/\.xml$/, '.curl');
}

function configure(call: CallFile, { url, user }: { readonly url: string; readonly user: string }): string {
  const options = [
    ['url', url],
    ['user', user],
    ['header', 'Content-Type: text/xml'],
    ['data-binary', `@${call.name}`],
    ['write-out', '\n'],
  ] as const;
  return options.map(([name, value]) => `${name} = ${quote(value)}\n`).join('');
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['"', '\\"'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\v', '\\v'],
]);

/** Quotes a value of a curl configuration. Source: curl manual, "--config". */
function quote(value: string): string {
  return `"${value.replace(/[\\"\t\n\r\v]/g, (character) => ESCAPES.get(character) ?? character)}"`;
}

const README = `Each .curl file makes one call at snom's redirection service. In this folder, in the order of the numbers:

    curl -K 0001-NAME.curl

curl asks for the account's password; none is in these files. The answer is printed.

Jede .curl-Datei ist ein Aufruf beim Weiterleitungsdienst von snom. In diesem Ordner, in der Reihenfolge der Nummern:

    curl -K 0001-NAME.curl

curl fragt nach dem Passwort des Kontos; in den Dateien steht keines. Die Antwort wird angezeigt.
`;
