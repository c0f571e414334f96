/** What Electron's own parts of the window say, in English. */
export const words = {
  menu: {
    file: 'File',
    close: 'Close window',
    quit: 'Quit Rollcall',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    'select-all': 'Select all',
    view: 'View',
    reload: 'Reload',
    'zoom-in': 'Larger',
    'zoom-out': 'Smaller',
    'zoom-reset': 'Actual size',
    'full-screen': 'Full screen',
    tools: 'Developer tools',
    window: 'Window',
    minimize: 'Minimize',
    help: 'Help',
    about: 'About Rollcall',
  },
  closing: {
    question: 'A run is going. Close all the same?',
    explanation: 'It stops at a safe place. What was done is kept, and the run can be continued at the next start.',
    close: 'Stop and close',
    stay: 'Keep running',
  },
  ended: {
    title: 'The run has ended',
    text: 'See in Rollcall what was done and what is left.',
  },
  failed: {
    title: 'Rollcall can’t start',
  },
} as const;
