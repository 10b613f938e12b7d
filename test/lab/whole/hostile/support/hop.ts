/** A next hop that takes mail as any server, but for what the script says to a command ('' is the greeting, '.' the end of a message). */
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface NextHop {
  readonly port: number;
  /** Messages up to their dots. */
  readonly mails: readonly string[];
  readonly connections: () => number;
}

/** Null: as usual. 'cut': the connection is cut there. */
export async function hop(
  answer: (command: string, socket: Socket) => string | 'cut' | null,
  offer: readonly string[] = ['PIPELINING'],
): Promise<NextHop> {
  const mails: string[] = [];
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    let buffer = '';
    let content = false;
    const say = (command: string): void => {
      const said = answer(command, socket) ?? usual(command, offer);
      if (said === 'cut') socket.destroy();
      else if (said !== '') socket.write(`${said}\r\n`);
      content = command === 'DATA' && said.startsWith('354');
    };
    socket.on('data', (chunk: Buffer) => {
      buffer += chunk.toString('latin1');
      for (;;) {
        const mark = content ? (buffer.startsWith('.\r\n') ? '.\r\n' : '\r\n.\r\n') : '\r\n';
        const end = buffer.indexOf(mark);
        if (end < 0 || socket.destroyed) return;
        const command = buffer.slice(0, end);
        buffer = buffer.slice(end + mark.length);
        // To nobody it is empty, RFC 2920 §3.1.
        if (content && command !== '') mails.push(command);
        say(content ? '.' : command);
      }
    });
    say('');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const bound = server.address();
  return { port: typeof bound === 'object' && bound !== null ? bound.port : 0, mails, connections: () => connections };
}

function usual(command: string, offer: readonly string[]): string {
  const verb = command.slice(0, 4).toUpperCase();
  if (command === '') return '220 other.test ESMTP';
  if (verb === 'EHLO') return ['250-other.test', ...offer.map((one) => `250-${one}`), '250 HELP'].join('\r\n');
  if (verb === 'DATA') return '354 go on';
  if (verb === 'QUIT') return '221 bye';
  return '250 2.0.0 fine';
}
