/** What a person or a script hands in: one secret line, or everything. */
import { openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ReadStream } from 'node:tty';

let taken = false;
/** Return, Ctrl+C, Ctrl+D. */
const ends = new Set(['\r', '\n', '\u0003', '\u0004']);

/** One line without its line end, null where there is none. From a terminal it is asked for, and what is typed does not show. */
export async function readSecret(question: string): Promise<string | null> {
  if (process.stdin.isTTY && !taken) return readHidden(process.stdin, question);
  if (taken) return readFromTerminal(question); // as in: echo text | tegami send --text - --wait
  taken = true;
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    lines.close();
    return line || null;
  }
  return null;
}

export async function readAll(): Promise<Uint8Array> {
  taken = true;
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function readFromTerminal(question: string): Promise<string | null> {
  let terminal: ReadStream;
  try {
    terminal = new ReadStream(openSync('/dev/tty', 'r'));
  } catch {
    return null; // a script, or no terminal at all
  }
  try {
    return await readHidden(terminal, question);
  } finally {
    terminal.destroy();
  }
}

function readHidden(terminal: ReadStream, question: string): Promise<string | null> {
  terminal.setRawMode(true); // first: who types at once must not be read by others
  process.stderr.write(question);
  terminal.setEncoding('utf8');
  terminal.resume();
  return new Promise((resolve) => {
    let typed = '';
    const finish = (value: string | null): void => {
      terminal.off('data', hear);
      terminal.setRawMode(false);
      terminal.pause();
      process.stderr.write('\n');
      resolve(value);
    };
    const hear = (text: string | Buffer): void => {
      for (const letter of String(text)) {
        if (ends.has(letter)) {
          finish(letter === '\r' || letter === '\n' ? typed || null : null);
          if (letter === '\u0003') process.kill(process.pid, 'SIGINT'); // raw mode took Ctrl+C for a letter
          return;
        }
        typed = letter === '\u007f' || letter === '\b' ? [...typed].slice(0, -1).join('') : typed + letter;
      }
    };
    terminal.on('data', hear);
  });
}
