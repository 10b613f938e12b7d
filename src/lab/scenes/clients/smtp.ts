/** SMTP by hand, as a program speaks it that sends what it likes: the forger and the spammer of scenes 8 and 9. RFC 5321. */
import { type Door, LineClient } from './line-client.ts';

export interface Reply {
  readonly code: number;
  /** All lines, codes included. */
  readonly said: string;
}

export class Smtp {
  private constructor(
    private readonly client: LineClient,
    readonly greeting: Reply,
  ) {}

  static async open(door: Door): Promise<Smtp> {
    const client = await LineClient.open(door, 'smtp');
    return new Smtp(client, await replyOf(client));
  }

  async ask(command: string): Promise<Reply> {
    this.client.say(command);
    return replyOf(this.client);
  }

  /** After 354: the message with its dots stuffed, and the final one. */
  async send(message: string): Promise<Reply> {
    const stuffed = message.replace(/^\./gm, '..');
    this.client.write(`${stuffed}${stuffed.endsWith('\r\n') ? '' : '\r\n'}.\r\n`);
    return replyOf(this.client);
  }

  async quit(): Promise<void> {
    await this.ask('QUIT');
    await this.client.close();
  }

  get octetsOut(): number {
    return this.client.octetsOut;
  }
}

/** RFC 5321 §4.2.1: all lines but the last have a hyphen after the code. */
async function replyOf(client: LineClient): Promise<Reply> {
  const lines: string[] = [];
  for (;;) {
    const line = await client.line();
    lines.push(line);
    if (line[3] !== '-') return { code: Number(line.slice(0, 3)), said: lines.join(' ') };
  }
}
