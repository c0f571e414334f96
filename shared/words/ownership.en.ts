/** The words of phones that another account owns: where they stand, and what own accounts said of them. */
export const ownership = {
  standing: {
    unlooked: 'own accounts not looked at yet',
    held: 'in own account {{account}}',
    foreign: 'in no own account',
    foreign_asked: 'in no own account ({{accounts}})',
    free: 'free now',
    open: 'not certain: an account could not be asked',
  },
  finding: {
    held: 'is here',
    foreign: 'belongs to somebody else',
    absent: 'not here',
    refused: 'not accepted by the service',
    unclear: 'answer not understood',
    failed: 'no usable answer',
  },
} as const;
