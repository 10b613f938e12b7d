/** Mail without pause: a few sessions of plain SMTP at the exchangers and at submission, that note exactly what was answered 250. */
import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import type { LabProcess } from './process.ts';

interface Wanted {
  readonly from: string;
  readonly to: readonly string[];
  readonly id: string;
  readonly body: string;
}

interface Given<W extends Wanted> {
  next(n: number): W;
  accepted(mail: W & { readonly route: W }): void;
  /** The server's words where it did not take a mail. */
  refused?(said: string): void;
}

export interface Load {
  untilAccepted(count: number): Promise<void>;
  /** Gives how many mails were handed over and never answered. */
  stop(): Promise<number>;
}

const SESSIONS = 5;

export function load<W extends Wanted>(status: LabProcess['status'], given: Given<W>): Load {
  const ca = status.ca.includes('BEGIN') ? status.ca : readFileSync(status.ca, 'utf8');
  let n = 0;
  let count = 0;
  let unanswered = 0;
  let stopped = false;
  let heard: () => void = () => {};

  const session = async (): Promise<void> => {
    while (!stopped) {
      const mail = given.next(n++);
      const user = status.users.find(({ address }) => address === mail.from);
      const domain = mail.from.split('@')[1];
      const host = status.hosts.find(({ name }) => name === user?.host);
      if (user === undefined || host?.submissions === null || host === undefined)
        throw new Error(`nobody takes mail of ${domain}`);
      const handed = await submit(
        { host: host.address, port: host.submissions, ca, user: user.user, password: user.password },
        mail,
        given.refused,
      );
      if (handed === 'accepted') {
        count += 1;
        given.accepted({ ...mail, route: mail });
        heard();
      } else if (handed === 'unknown') unanswered += 1;
      else if (!stopped) await new Promise((done) => setImmediate(done));
    }
  };
  const sessions = Array.from({ length: SESSIONS }, () => session());
  return {
    async untilAccepted(wanted) {
      while (count < wanted && !stopped)
        await new Promise<void>((done) => {
          heard = done;
        });
    },
    async stop() {
      stopped = true;
      await Promise.all(sessions);
      return unanswered;
    },
  };
}

interface At {
  readonly host: string;
  readonly port: number;
  readonly ca: string;
  readonly user: string;
  readonly password: string;
}

/** One mail in one session. `unknown`: the final dot was sent, and no answer came. */
function submit(
  at: At,
  { from, to, id, body }: Wanted,
  refused?: (said: string) => void,
): Promise<'accepted' | 'unknown' | 'not'> {
  const sasl = Buffer.from(`\0${at.user}\0${at.password}`).toString('base64');
  const message = `From: <${from}>\r\nTo: ${to.map((each) => `<${each}>`).join(', ')}\r\nMessage-ID: ${id}\r\nDate: Sat, 21 Nov 2026 09:00:00 +0000\r\nSubject: load\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${body}`;
  const says = [
    'EHLO load.test',
    `AUTH PLAIN ${sasl}`,
    `MAIL FROM:<${from}> BODY=8BITMIME`,
    ...to.map((each) => `RCPT TO:<${each}>`),
    'DATA',
    `${message}.`,
    'QUIT',
  ];
  return new Promise((tell) => {
    let said = 0;
    let line = '';
    let handed = false;
    const socket = tls.connect({ host: at.host, port: at.port, ca: at.ca });
    const over = (): void => {
      socket.destroy();
      tell(handed ? 'unknown' : 'not');
    };
    socket.on('error', over);
    socket.on('close', over);
    socket.on('data', (chunk: Buffer) => {
      line += chunk.toString('utf8');
      for (let end = line.indexOf('\r\n'); end >= 0; end = line.indexOf('\r\n')) {
        const reply = line.slice(0, end);
        line = line.slice(end + 2);
        if (reply[3] === '-') continue;
        if (handed && reply.startsWith('250')) {
          tell('accepted');
          socket.destroy();
          return;
        }
        if (!/^[23]/.test(reply)) {
          refused?.(reply);
          handed = false;
          return over();
        }
        const next = says[said++] ?? '';
        if (next.startsWith('From: ')) handed = true;
        socket.write(`${next}\r\n`);
      }
    });
  });
}
