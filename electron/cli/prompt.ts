import { createInterface } from 'node:readline';
import { text as readAll } from 'node:stream/consumers';

/** Whether there is a person to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks for a line on the terminal; what is typed is shown. Ctrl+C answers with nothing. */
export function ask(question: string): Promise<string> {
  return new Promise((resolve) => {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    terminal.on('SIGINT', () => terminal.close());
    terminal.on('close', () => resolve(''));
    terminal.question(question, (answer) => {
      resolve(answer);
      terminal.close();
    });
  });
}

/** Whether an answer means yes, in either language. */
export function isYes(answer: string): boolean {
  return /^(j|ja|y|yes)$/i.test(answer.trim());
}

/** Asks for a secret on the terminal; what is typed is not shown. `null`: Ctrl+C or Ctrl+D. */
export function askSecret(question: string): Promise<string | null> {
  const { stdin } = process;
  return new Promise((resolve) => {
    let typed = '';
    const end = (answer: string | null) => {
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
      process.stderr.write('\n');
      resolve(answer);
    };
    const onData = (chunk: Buffer) => {
      for (const character of chunk.toString('utf8')) {
        if (character === '\r' || character === '\n') return end(typed);
        if (character === '\u0003' || character === '\u0004') return end(null);
        if (character === '\u007f' || character === '\b') typed = [...typed].slice(0, -1).join('');
        else typed += character;
      }
    };
    stdin.setRawMode(true);
    stdin.resume();
    stdin.on('data', onData);
    // Only now: the terminal would still show what is typed at once.
    process.stderr.write(question);
  });
}

/** Reads a secret from standard input to its end, without the line end after it. */
export async function readSecretFromInput(): Promise<string> {
  return (await readAll(process.stdin)).replace(/\r?\n$/, '');
}
