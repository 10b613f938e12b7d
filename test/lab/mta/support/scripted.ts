/** A server that says what a script says, as a program that is not of the lab. */
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Scripted {
  readonly port: number;
  /** What each connection said, command by command; a message is one. */
  readonly heard: string[][];
}

/** `answer` gives the reply to a command (the greeting's is ''); null cuts the connection. */
export async function scripted(answer: (command: string, connection: number) => string | null): Promise<Scripted> {
  const heard: string[][] = [];
  const server = createServer((socket: Socket) => {
    const mine: string[] = [];
    const connection = heard.push(mine);
    let buffer = '';
    let inContent = false;
    const say = (command: string): void => {
      const reply = answer(command, connection);
      if (reply === null) socket.destroy();
      else socket.write(reply);
    };
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      buffer += chunk.toString('latin1');
      for (;;) {
        const mark = inContent ? '\r\n.\r\n' : '\r\n';
        const end = buffer.indexOf(mark);
        if (end < 0) return;
        const command = buffer.slice(0, end);
        buffer = buffer.slice(end + mark.length);
        mine.push(command);
        const wasContent = inContent;
        inContent = false;
        const reply = answer(wasContent ? '.' : command, connection);
        if (reply === null) return void socket.destroy();
        if (command === 'DATA' && reply.startsWith('354')) inContent = true;
        socket.write(reply);
      }
    });
    say('');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const bound = server.address();
  return { port: typeof bound === 'object' && bound !== null ? bound.port : 0, heard };
}

/** Says yes to everything. */
export const usual = (offer: readonly string[]) => (command: string) => {
  const verb = command.slice(0, 4).toUpperCase();
  if (command === '') return '220-welcome\r\n220 other.test ESMTP\r\n';
  if (verb === 'EHLO') return `${['250-other.test', ...offer.map((one) => `250-${one}`), '250 HELP'].join('\r\n')}\r\n`;
  if (verb === 'DATA') return '354 go on\r\n';
  if (verb === 'QUIT') return '221 bye\r\n';
  return '250 2.0.0 fine\r\n';
};
