/** POP3 as a scene's mail program speaks it: RFC 1939, STLS of RFC 2595. */
import { createHash } from 'node:crypto';
import { type Door, LineClient, refused } from './line-client.ts';

export class Pop3 {
  private constructor(
    private readonly client: LineClient,
    /** The server's first words; APOP's timestamp stands in them. */
    readonly greeting: string,
  ) {}

  static async open(door: Door): Promise<Pop3> {
    const client = await LineClient.open(door, 'pop3');
    return new Pop3(client, await client.line());
  }

  get octetsIn(): number {
    return this.client.octetsIn;
  }
  get octetsOut(): number {
    return this.client.octetsOut;
  }

  /** The words after +OK. @throws MailError server-refused on -ERR */
  async ask(command: string): Promise<string> {
    const said = await this.try(command);
    if (!said.startsWith('+OK')) throw refused('scene.pop3', said);
    return said.slice(4);
  }

  /** The whole answer, yes or no. */
  async try(command: string): Promise<string> {
    this.client.say(command);
    return this.client.line();
  }

  /** Lines of a long answer, dots unstuffed. RFC 1939 §3. */
  async askLong(command: string): Promise<string[]> {
    await this.ask(command);
    const lines: string[] = [];
    for (let line = await this.client.line(); line !== '.'; line = await this.client.line())
      lines.push(line.startsWith('.') ? line.slice(1) : line);
    return lines;
  }

  async stls(): Promise<void> {
    await this.ask('STLS');
    await this.client.startTls();
  }

  async signIn(user: string, password: string): Promise<void> {
    await this.ask(`USER ${user}`);
    await this.ask(`PASS ${password}`);
  }

  /** RFC 1939 §7: the password itself is never said, only a digest of it with the timestamp of this greeting. */
  async apop(user: string, password: string): Promise<void> {
    const timestamp = /<[^>]+>/.exec(this.greeting)?.[0] ?? '';
    await this.ask(
      `APOP ${user} ${createHash('md5')
        .update(timestamp + password)
        .digest('hex')}`,
    );
  }

  async stat(): Promise<{ readonly mails: number; readonly octets: number }> {
    const [mails, octets] = (await this.ask('STAT')).split(' ').map(Number);
    return { mails: mails ?? 0, octets: octets ?? 0 };
  }

  /** Number of the mail in this session -> its lasting name. */
  async uidl(): Promise<ReadonlyMap<number, string>> {
    const rows = (await this.askLong('UIDL')).map((line) => line.split(' '));
    return new Map(rows.map(([number, name]) => [Number(number), name ?? '']));
  }

  /** The mail, CRLF line ends. */
  async retr(number: number): Promise<string> {
    return `${(await this.askLong(`RETR ${number}`)).join('\r\n')}\r\n`;
  }

  async top(number: number, lines: number): Promise<string> {
    return `${(await this.askLong(`TOP ${number} ${lines}`)).join('\r\n')}\r\n`;
  }

  /** Takes leave: only now is what was marked deleted. */
  async quit(): Promise<void> {
    await this.ask('QUIT');
    await this.client.close();
  }

  /** The line breaks, without a word. */
  cut(): Promise<void> {
    return this.client.close();
  }
}
