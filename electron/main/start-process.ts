import { createInterface } from 'node:readline';
import { utilityProcess } from 'electron';
import type { StartProcess } from '../api/practice-process.ts';

/** Starts a script in a process of Electron's own kind: its program runs no scripts by itself once it is packaged. */
export const startWithElectron: StartProcess = (script, words) => {
  const child = utilityProcess.fork(script, [...words], { stdio: ['ignore', 'pipe', 'ignore'] });
  const { stdout } = child;
  return {
    firstLine: new Promise((resolve) => {
      if (stdout !== null) createInterface({ input: stdout as NodeJS.ReadableStream }).once('line', resolve);
      child.once('exit', () => resolve(null));
    }),
    ended: new Promise((resolve) => {
      child.once('exit', () => resolve());
    }),
    stop: () => {
      child.kill();
    },
  };
};
