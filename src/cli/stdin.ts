import { createInterface } from 'node:readline';

/** One line of standard input, without its line end; null at its end. On a terminal it asks, and what is typed does not show. */
export async function readLine(question: string): Promise<string | null> {
  if (process.stdin.isTTY) return readHidden(question);
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  return null;
}

export async function readAll(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function readHidden(question: string): Promise<string | null> {
  process.stderr.write(question);
  process.stdin.setRawMode(true);
  process.stdin.setEncoding('utf8');
  return new Promise((resolve) => {
    let typed = '';
    const finish = (value: string | null): void => {
      process.stdin.off('data', hear);
      process.stdin.setRawMode(false);
      process.stdin.pause();
      process.stderr.write('\n');
      resolve(value);
    };
    const hear = (text: string): void => {
      for (const letter of text) {
        if (letter === '\r' || letter === '\n' || letter === '\u0003' || letter === '\u0004') {
          finish(letter === '\r' || letter === '\n' ? typed : null);
          return;
        }
        typed = letter === '\u007f' ? typed.slice(0, -1) : typed + letter;
      }
    };
    process.stdin.on('data', hear);
  });
}
