/** The TRANSACTION state of RFC 1939 §5: one thing after another, pipelined inside where the server allows it. */
import { MailError } from '../base/errors.ts';
import type { Conversation } from './conversation.ts';
import { limits } from './limits.ts';
import { parseListing } from './listing.ts';
import type { Reply } from './reply.ts';

export interface Pop3Session {
  /** In upper case: keywords, and each with each parameter (`SASL`, `SASL PLAIN`). Empty where the server does not tell. */
  readonly capabilities: ReadonlySet<string>;
  stat(): Promise<{ count: number; octets: number }>;
  /** Null where the server has no UIDL. Names are as the server gives them, one character for each octet. */
  uidl(): Promise<{ n: number; uidl: string }[] | null>;
  list(): Promise<{ n: number; octets: number }[]>;
  /** The header and so many lines of the body, dot-unstuffed. */
  top(n: number, lines: number): Promise<Buffer>;
  /**
   * Hands over each message in order, dot-unstuffed, line ends as they came; pipelined where offered. The socket waits for a slow
   * `take`. What it does not read is skipped; what it throws ends the connection and is thrown.
   * @throws MailError the first refusal, after all others were handed over (facts: n, the refused one; refused, how many)
   */
  retr(ns: readonly number[], take: (n: number, content: AsyncIterable<Buffer>) => Promise<void>): Promise<void>;
  /** Marks for deletion; done when quit() resolves. @throws MailError the first refusal, after all were asked */
  dele(ns: readonly number[]): Promise<void>;
  /** Resolves only on +OK: deletions took effect. @throws MailError where they may not have */
  quit(): Promise<void>;
  /** Ends the connection at once; nothing is deleted, what is under way fails as `cancelled`. */
  close(): void;
}

export class Session implements Pop3Session {
  readonly capabilities: ReadonlySet<string>;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly talk: Conversation,
    capabilities: ReadonlySet<string> | null,
  ) {
    this.capabilities = capabilities ?? new Set();
  }

  stat(): Promise<{ count: number; octets: number }> {
    return this.#inTurn(async () => {
      const { text, line } = await this.talk.ask('pop3.stat', 'STAT');
      const found = /^(\d{1,15})\s+(\d{1,15})/.exec(text);
      return found ? { count: Number(found[1]), octets: Number(found[2]) } : this.talk.broken(Buffer.from(line));
    });
  }

  uidl(): Promise<{ n: number; uidl: string }[] | null> {
    return this.#inTurn(async () => {
      this.talk.begin('pop3.uidl');
      this.talk.send('UIDL');
      const reply = await this.talk.reply();
      if (reply.status !== 'ok') {
        if (reply.code !== null || this.capabilities.has('UIDL')) throw this.talk.refused(reply);
        return null;
      }
      return (await this.#listing()).map(({ n, rest }) => ({ n, uidl: rest }));
    });
  }

  list(): Promise<{ n: number; octets: number }[]> {
    return this.#inTurn(async () => {
      await this.talk.ask('pop3.list', 'LIST');
      return (await this.#listing()).map(({ n, rest }) => {
        const octets = /^\d{1,15}(?!\S)/.exec(rest);
        return octets ? { n, octets: Number(octets[0]) } : this.talk.broken(Buffer.from(`${n} ${rest}`));
      });
    });
  }

  top(n: number, lines: number): Promise<Buffer> {
    return this.#inTurn(async () => {
      await this.talk.ask('pop3.top', `TOP ${whole(n)} ${whole(lines)}`);
      return this.talk.whole(limits.top);
    });
  }

  retr(ns: readonly number[], take: (n: number, content: AsyncIterable<Buffer>) => Promise<void>): Promise<void> {
    return this.#each('pop3.retr', 'RETR', ns, limits.retrWindow, async (n) => {
      const content = this.talk.content();
      // An early `break` in take would end the generator, and with it our place in the stream.
      await this.talk.guard(take(n, { [Symbol.asyncIterator]: () => ({ next: () => content.next() }) }));
      for await (const _ of content);
    });
  }

  dele(ns: readonly number[]): Promise<void> {
    return this.#each('pop3.dele', 'DELE', ns, limits.deleWindow, async () => {});
  }

  quit(): Promise<void> {
    return this.#inTurn(async () => {
      try {
        await this.talk.ask('pop3.quit', 'QUIT');
      } finally {
        this.talk.incoming.end();
      }
    });
  }

  close(): void {
    const { incoming, wire } = this.talk;
    const { at } = incoming;
    incoming.end(
      new MailError({ kind: 'unreachable', at, reason: 'cancelled', advice: 'retry-later', peer: wire.peer }),
    );
  }

  /** Commands about many messages, so many on their way at once, answers in order (RFC 2449 §6.6). */
  #each(
    at: string,
    verb: string,
    ns: readonly number[],
    window: number,
    accepted: (n: number) => Promise<void>,
  ): Promise<void> {
    const commands = ns.map((n) => `${verb} ${whole(n)}`);
    const most = this.capabilities.has('PIPELINING') ? window : 1;
    return this.#inTurn(async () => {
      this.talk.begin(at);
      let sent = 0;
      let first: { n: number; reply: Reply } | null = null;
      let refused = 0;
      for (const [i, n] of ns.entries()) {
        // Refilled by halves: fewer writes, and never an empty pipe.
        if (sent - i <= most >> 1 && sent < commands.length) {
          const upTo = Math.min(commands.length, i + most);
          this.talk.send(commands.slice(sent, upTo).join('\r\n'));
          sent = upTo;
        }
        const reply = await this.talk.reply();
        if (reply.status === 'ok') await accepted(n);
        else {
          first ??= { n, reply };
          refused++;
        }
      }
      if (first) throw this.talk.refused(first.reply, false, { n: first.n, refused });
    });
  }

  async #listing() {
    const listed = parseListing(await this.talk.whole(limits.listing));
    return typeof listed === 'string' ? this.talk.broken(Buffer.from(listed, 'latin1')) : listed;
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(step);
    this.#turn = result.catch(() => {});
    return result;
  }
}

/** @throws MailError bad-value */
function whole(n: number): number {
  if (Number.isSafeInteger(n) && n >= 0) return n;
  throw new MailError({ kind: 'bad-input', at: 'pop3', reason: 'bad-value', advice: 'report', facts: { n } });
}
