/** IMAP as a scene's mail program speaks it: tagged commands, one at a time, and whatever the server tells before the tagged answer. RFC 3501. */
import { type Door, LineClient, refused } from './line-client.ts';

/** One untagged response. Literals are cut out of the text and stand beside it, in order. */
export interface Untagged {
  readonly text: string;
  readonly literals: readonly string[];
}

export interface Answer {
  readonly status: 'OK' | 'NO' | 'BAD';
  /** What stands after the status. */
  readonly said: string;
  readonly untagged: readonly Untagged[];
}

export class Imap {
  #tag = 0;

  private constructor(
    private readonly client: LineClient,
    readonly greeting: string,
  ) {}

  static async open(door: Door): Promise<Imap> {
    const client = await LineClient.open(door, 'imap');
    return new Imap(client, await client.line());
  }

  get octetsIn(): number {
    return this.client.octetsIn;
  }
  get octetsOut(): number {
    return this.client.octetsOut;
  }

  /** @throws MailError server-refused on NO and BAD */
  async ask(command: string): Promise<Answer> {
    const answer = await this.try(command);
    if (answer.status !== 'OK') throw refused('scene.imap', `${answer.status} ${answer.said}`);
    return answer;
  }

  async try(command: string): Promise<Answer> {
    const tag = `a${++this.#tag}`;
    this.client.say(`${tag} ${command}`);
    const untagged: Untagged[] = [];
    for (;;) {
      const response = await this.#response();
      if (response.text.startsWith('* ')) untagged.push({ ...response, text: response.text.slice(2) });
      const end = new RegExp(`^${tag} (OK|NO|BAD) ?(.*)$`).exec(response.text);
      if (end !== null) return { status: end[1] as Answer['status'], said: end[2] ?? '', untagged };
    }
  }

  signIn(user: string, password: string): Promise<Answer> {
    return this.ask(`LOGIN ${quoted(user)} ${quoted(password)}`);
  }

  /** Numbers of a SEARCH. */
  async search(criteria: string): Promise<number[]> {
    const { untagged } = await this.ask(`UID SEARCH ${criteria}`);
    const line = untagged.find(({ text }) => /^SEARCH\b/i.test(text))?.text ?? '';
    return line.split(' ').slice(1).filter(Boolean).map(Number);
  }

  async logout(): Promise<void> {
    await this.ask('LOGOUT');
    await this.client.close();
  }

  async #response(): Promise<Untagged> {
    const literals: string[] = [];
    for (let text = ''; ; ) {
      text += await this.client.line();
      const size = /\{(\d+)\}$/.exec(text)?.[1];
      if (size === undefined) return { text, literals };
      literals.push(await this.client.take(Number(size)));
    }
  }
}

/** RFC 3501 §4.3. */
export const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
