/**
 * Why a row of a list did not become a device (`problem`), and what is odd about one that did (`warning`).
 *
 * Each says what happened and what to do. Placeholders are the `detail` of the problem or the warning.
 */
export const problems = {
  problem: {
    'mac-missing': 'This row has no MAC. Add it from the label.',
    'mac-length':
      'A MAC has 12 hex digits, {{length}} were found here. Compare with the label, or scan the label again.',
    'mac-length_suggestion':
      'A MAC has 12 hex digits, {{length}} were found here. If the last four are a check code, write {{suggestion}}; compare with the label.',
    'mac-lookalike':
      '“{{found}}” (character {{position}}) is not a hex digit and looks like one. Perhaps {{suggestion}} is meant: compare with the label.',
    'mac-exponent': 'A spreadsheet turned this MAC into a number; its digits are lost. Scan the label again.',
    'mac-lost-zeros':
      'Only {{length}} of 12 digits are here; the zeros at the front are probably lost. Scan the label again, and format the column as text.',
    'mac-number-cell':
      'This cell holds a number instead of text; digits may be lost. Format the column as text and scan the label again.',
    'mac-multicast': 'This is a group address (multicast), which no phone has. Compare with the label.',
    'mac-zero': 'This MAC is all zeros, which no phone has. Read it from the label.',
    'mac-several':
      'Two different MACs or check codes stand here: {{first}} and {{second}}. Keep the right one, or give each phone its own row.',
    'mac-unreadable': 'No MAC can be read here. Copy it from the label: 12 digits from 0 to 9 and A to F.',
    'check-code-bad_differs':
      'This check code, {{found}}, differs from the one beside the MAC, {{first}}. Compare both with the label.',
    'check-code-bad':
      '“{{found}}” is not a check code. Read the four letters or digits after the MAC on the label again.',
    'url-bad': 'This URL cannot be used. Write it with http:// or https:// and a host.',
    'url-bad_start': 'This URL does not begin with http:// or https://. Add what is missing.',
    'url-bad_host': 'This URL names no host after http:// or https://. Add it.',
    'url-bad_space':
      'This URL holds a blank or an invisible character (character {{position}}). Remove it; Rollcall changes nothing in a URL.',
    'url-masked':
      'The password in this URL was masked by an export, so the URL no longer works. Enter the whole URL again.',
    'address-bad': 'This is no address of a phone. Write an IP address or a host name, for instance 192.0.2.77.',
    'item-masked':
      'This value was masked by an export, and no other is known for this phone. Enter the value again, or leave the cell empty.',
    duplicate: 'This MAC is in row {{first}} already. Remove one of the two rows, or correct its MAC.',
    'vault-locked':
      'The URL in this row holds a password, and the vault is locked. Unlock it with the passphrase and import again.',
    'user-missing': 'This row names nobody: no name, no extension and no login. Add one of them.',
    'user-duplicate':
      'This user is in row {{first}} already, by login, extension or name. Remove one of the two rows, or correct it.',
    'code-bad':
      'A provisioning code has 12 digits, {{length}} were found here. Copy it again from where it was issued; format the column as text.',
    'code-number-cell':
      'This cell holds a number instead of text; zeros at the front of the code may be lost. Format the column as text and copy the code again.',
    'code-duplicate':
      'This code is in row {{first}} already; a code is good for one phone. Check which row it belongs to.',
    'language-unknown':
      'Sheets can be printed in German and in English. Write de or en, or leave the cell empty: then the language of the print counts.',
  },
  warning: {
    'check-code-missing':
      'The four characters after the MAC are missing. Some Gigaset accounts need them: add them from the label if the service refuses this phone.',
    'other-vendor': 'By its MAC this phone comes from {{vendor}}. Check that this is the right service for it.',
    'other-service':
      'By its MAC this {{vendor}} phone asks another redirection service, {{service}}. Check that it is registered at the right one.',
    'locally-administered': 'This MAC was made up locally, not given by a manufacturer. Compare with the label.',
    'foreign-placeholder':
      'Only phones from {{vendor}} fill in {{token}}; these leave it as it is. Use the placeholder of their own vendor.',
  },
} as const;
