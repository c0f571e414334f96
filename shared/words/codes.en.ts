/** How codes stand, and what is odd about a user's phone. */
export const code = {
  state: {
    draft: 'No code',
    requesting: 'Being asked for',
    unknown: 'Answer lost',
    pending: 'Pending',
    contacted: 'Phone seen',
    provisioned: 'Code redeemed',
    assigned: 'Assigned in the PBX',
    registered: 'Registered',
    tested: 'Tested',
    expired: 'Expired',
    reissued: 'Replaced',
    failed: 'Failed',
    cancelled: 'Cancelled',
  },
  customer: { pending: 'Pending', registered: 'Registered', expired: 'Expired' },
  warning: {
    'other-model': 'Another model came than planned',
    'other-mac': 'Another phone came than planned',
    'mac-twice': 'The same phone stands with two users',
    'two-phones': 'Two phones came for this user',
    'old-code-used': 'A replaced code was redeemed',
    'before-monday': 'Ends before Monday, 8:00',
  },
} as const;
