/** What only paper says, in English. */
export const words = {
  sheet: {
    'page-before': 'page ',
    'page-between': ' of ',
    printed: 'printed {{time}}',
  },
} as const;
