/** The words of the closed lists: outcomes, plan groups, actions and the column titles of device fields. */
export const terms = {
  outcome: {
    done: 'done',
    unchanged: 'unchanged',
    refused: 'refused',
    failed: 'failed',
    unknown: 'unknown',
    skipped: 'skipped',
    cancelled: 'cancelled',
  },
  group: {
    new: 'new',
    're-point': 're-point',
    deregister: 'deregister',
    registered: 'registered',
    unchanged: 'unchanged',
    'owned-by-other': 'owned by another account',
    'not-on-service': 'not on the service',
    invalid: 'invalid',
    unreadable: 'unreadable',
  },
  action: { register: 'Register', deregister: 'Deregister', check: 'Check' },
  field: {
    mac: 'MAC',
    'check-code': 'Check code',
    serial: 'Serial number',
    pin: 'PIN',
    vendor: 'Vendor',
    model: 'Model',
    user: 'User',
    extension: 'Extension',
    room: 'Room',
    note: 'Note',
    url: 'URL',
    address: 'Address',
    server: 'Server',
  },
  /** What an outcome means for the phone, put where a sentence has `{{effect}}`. */
  effect: {
    none: 'Nothing was changed.',
    unknown: 'It is not known whether the phone is registered now. Rollcall reads it back before it tries again.',
    skipped: 'Nothing was sent for this phone.',
  },
  /** The sentence of an outcome that comes without a reason. */
  ended: {
    refused: 'The service said no. Nothing was changed. Its words are quoted.',
    failed: 'This phone could not be dealt with. Nothing was changed. Try again.',
    unknown:
      'The request went out, no answer came. It is not known whether the phone is registered now. Rollcall reads it back before it tries again.',
    skipped: 'This phone was left out. Nothing was sent for it.',
    cancelled: 'The run was stopped before the turn of this phone. It was not touched.',
  },
  /** What stands in a sentence for a value that isn't known. */
  missing: {
    url: 'unknown',
    port: '(unknown)',
    service: 'unknown',
    path: '(no name)',
    endings: 'a known one',
    host: 'the service',
    issuer: 'unknown',
    status: 'unknown',
    seconds: 'a few',
    mac: 'of the phone',
  },
} as const;
