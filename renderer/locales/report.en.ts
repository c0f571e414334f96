/** What the report screen says, in English. */
export const report = {
  report: {
    title: 'Hand-over',
    text: 'What was done, phone by phone, what is open and what to do about it, and room for two signatures.',
    site: 'Site',
    address: 'Address',
    customer: 'Customer',
    technician: 'Technician',
    remarks: 'Remarks',
    language: 'Language of the report',
    pdf: 'Save report as PDF',
    html: 'Save as page (.html)',
    making: 'Making the report …',
    tables: 'Results as a table',
    'tables-text': 'One row a phone, with its fields and its latest result.',
    table: 'Save .{{format}}',
    state: 'How it stands',
    empty: 'This rollout has no phones yet. Import a list or scan them first.',
    'no-run': 'No run was made yet, so the report has no results to show.',
  },
} as const;
