/** Why a list can't be read at all: what it is, and what to do about it. */
export const files = {
  failure: {
    empty: '{{file}} holds no rows. Check that it is the right file and was saved with its contents.',
    'unreadable-file':
      'What is in {{file}} is no list that Rollcall can read; the file may be damaged. Save the list as CSV or XLSX and import that.',
    'encrypted-file':
      '{{file}} is protected by a password. Open it in the spreadsheet program, save a copy without the password, and import the copy.',
    'old-workbook':
      '{{file}} is a workbook in the old XLS format. Open it in the spreadsheet program, save it as XLSX or CSV, and import that.',
    'other-workbook':
      '{{file}} is an archive or a document, but no XLSX workbook. Save the list as XLSX or CSV and import that.',
    'too-large':
      '{{file}} is larger than {{limit}} MiB, or would be when unpacked. Copy the columns that matter into a new file, or split it, and import that.',
    'too-many-rows': '{{file}} has more than {{limit}} lines. Split it and import the parts one after the other.',
    'no-sheets': '{{file}} is no workbook, so it has no sheet “{{sheet}}”. Import it without naming a sheet.',
    'unknown-sheet': '{{file}} has no sheet “{{sheet}}”. Its sheets: {{sheets}}. Name one of them.',
    'unknown-field': 'There is no field “{{field}}”. Fields are: {{fields}}. Correct the mapping.',
    'unknown-column':
      'There is no column “{{column}}” for the field {{field}} in {{file}}. Its columns: {{columns}}. Name one of them, or give its letter or number.',
    'no-mac-column':
      'No column of {{file}} holds MAC addresses. Its columns: {{columns}}. Say which one holds the MACs (field mac), or check that it is the right file.',
    'no-user-column':
      'No column of {{file}} tells who the phones are for: no name, extension or login. Its columns: {{columns}}. Name one of them user, extension or login.',
    'holds-no-phones':
      '{{file}} holds no phones to import, only a call of {{method}}. Choose the list with the phones.',
    'holds-no-phones_command':
      '{{file}} holds no phones to import, only a call of {{method}}. To list what an account holds, use the command registered.',
  },
} as const;
