/** One setting of a configuration file, whatever its format. */
export interface ConfigEntry {
  /** As the file names it; several names of one setting are separate entries. */
  readonly key: string;
  readonly value: string;
}

/** Settings that hold a password: never shown, only whether there is one and how long it is. */
const SECRET_KEYS = /pass(?:word|wd)?|pswd|secret|^pin$|^p2$|^p34$|admin_pw|user_pass|token|^p(?:2|34)_/i;

/** Says whether a setting's value is a secret by its name. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEYS.test(key);
}

/** Shows a value as anybody may see it: of a secret only its length. */
export function maskValue({ key, value }: ConfigEntry): string {
  return isSecretKey(key) ? `(${value.length})` : value.slice(0, 120);
}
