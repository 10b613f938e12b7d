/** One client's conversation: reads commands in order, lets verbs answer, and tells what changed meanwhile. */
import { MailError } from '../../base/errors.ts';
import type { Around } from '../around.ts';
import { type Channel, TooLong } from '../line/channel.ts';
import type { Connection, Told } from '../line/connection.ts';
import type { Spool } from '../spool/store.ts';
import { rightsOf } from './acl/rights.ts';
import { capabilities } from './capabilities.ts';
import { type Taken, takeCommand } from './grammar/command.ts';
import { type CommandPart, Scanner } from './grammar/scanner.ts';
import { plainText } from './grammar/write.ts';
import { AUTOLOGOUT_MS, BAD_COMMANDS, SIGN_IN_MS } from './limits.ts';
import { placeOf } from './namespace/resolve.ts';
import { tellChanges } from './news.ts';
import { no, Refusal } from './refusal.ts';
import { refusalOf } from './refused.ts';
import type { Selected } from './selected.ts';
import type { Extension, Resolved, Session, State } from './session.ts';
import type { Summaries } from './summary/summaries.ts';
import type { Verb } from './verb.ts';
import { verbs } from './verbs.ts';

export class Dialogue implements Session {
  readonly connection: Connection;
  readonly spool: Spool;
  readonly summaries: Summaries;
  state: State = 'not-authenticated';
  user = '';
  machine: string;
  selected: Selected | null = null;
  readonly enabled = new Set<Extension>();
  #bad = 0;

  constructor(o: { connection: Connection; spool: Spool; summaries: Summaries }) {
    this.connection = o.connection;
    this.spool = o.spool;
    this.summaries = o.summaries;
    this.machine = o.connection.client.name;
  }

  get around(): Around {
    return this.connection.around;
  }
  get channel(): Channel {
    return this.connection.channel;
  }

  /** From the first octet to the last word. `full`: only to say that there is no room. */
  async run(o: { implicitTls: boolean; full: boolean }): Promise<void> {
    try {
      if (o.full) this.bye('[UNAVAILABLE] No line is free');
      else if (await this.#begin(o.implicitTls)) await this.#answerAll();
    } catch (thrown) {
      this.bye(thrown instanceof TooLong ? 'That line is too long' : '[SERVERBUG] A fault of ours');
      if (!(thrown instanceof TooLong)) throw thrown;
    } finally {
      this.leave();
    }
    if (this.channel.why === 'timeout') this.bye('Silent for too long');
    if (this.channel.why === 'stopped') this.bye('The server is going down');
    if (this.state === 'logout') this.channel.why ??= 'quit';
  }

  tell(told: Told): void {
    this.connection.tell(told);
  }

  untagged(...pieces: readonly (string | Uint8Array)[]): void {
    this.channel.write('* ');
    for (const piece of pieces) this.channel.write(piece);
    this.channel.write('\r\n');
  }

  goOn(text: string): void {
    this.channel.write(`+ ${text}\r\n`);
    this.channel.flush();
  }

  bye(text: string): void {
    this.untagged(`BYE ${plainText(text)}`);
    this.state = 'logout';
    this.channel.stop('refused');
  }

  async resolve(name: string): Promise<Resolved | null> {
    const place = placeOf(this, name);
    const mailbox = place === null ? null : await this.spool.open(place.owner, place.name);
    if (place === null || mailbox === null) return null;
    const found = { ...place, mailbox };
    return this.rights(found).includes('l') ? found : null;
  }

  async need(name: string, needed: string): Promise<Resolved> {
    const found = await this.resolve(name);
    if (found === null) throw no('There is no such mailbox', 'NONEXISTENT');
    const rights = this.rights(found);
    for (const right of needed) if (!rights.includes(right)) throw no(`You lack the right "${right}" here`, 'NOPERM');
    return found;
  }

  rights(place: Resolved): string {
    return rightsOf(this, place);
  }

  sync(o: { readonly expunges: boolean }): void {
    if (this.selected !== null) tellChanges(this, this.selected, o.expunges);
  }

  leave(): void {
    this.selected?.close();
    this.selected = null;
    if (this.state === 'selected') this.state = 'authenticated';
  }

  /** To the greeting. False: there will be no conversation. */
  async #begin(implicitTls: boolean): Promise<boolean> {
    const { channel, connection, around } = this;
    const fault = around.faults.at('imap.connect', around.host);
    connection.spoilsTls = fault?.kind === 'bad-tls';
    // Nobody is there, or leaves at once: before any handshake.
    if (fault?.kind === 'dead-host' || (fault?.kind === 'drop' && fault.afterOctets === 0)) channel.cut();
    if (implicitTls && channel.isOpen) await connection.secure();
    if (fault?.kind === 'refuse') this.bye(fault.text);
    else if (fault?.kind === 'defer') this.bye(`[UNAVAILABLE] ${fault.text}`);
    else if (fault?.kind === 'delay') await channel.pause(fault.ms);
    else if (fault?.kind === 'drop') channel.cutAfter(fault.afterOctets);
    if (!channel.isOpen) return false;
    this.untagged(`OK [CAPABILITY ${capabilities(this)}] ${around.host} speaks IMAP4rev1`);
    return true;
  }

  async #answerAll(): Promise<void> {
    while (this.channel.isOpen && this.state !== 'logout') {
      this.channel.listenFor(this.user === '' ? SIGN_IN_MS : AUTOLOGOUT_MS);
      const taken = await takeCommand({
        input: this.channel,
        goOn: () => this.goOn('OK'),
        signedIn: this.user !== '',
        largestMessage: this.around.world().queue.maxSize,
      });
      if (taken === null) return;
      await this.#answer(taken);
    }
  }

  async #answer(taken: Taken): Promise<void> {
    if (taken.kind === 'hopeless') {
      this.bye(taken.text);
      return;
    }
    if (taken.kind === 'refused') {
      this.tell({ kind: 'command', text: `${taken.tag} (not understood)` });
      this.#tagged(taken.tag, taken.status, taken.text);
    } else {
      this.tell({ kind: 'command', text: `${taken.tag} ${taken.name}${abbreviated(taken.parts)}` });
      await this.#carryOut(taken.tag, taken.name, taken.parts);
    }
    await this.channel.ready();
  }

  async #carryOut(tag: string, name: string, parts: readonly CommandPart[]): Promise<void> {
    const verb = verbs.get(name);
    try {
      if (verb === undefined) throw new Refusal('BAD', `${plainText(name)} is no command here`);
      if (!verb.states.includes(this.state)) throw new Refusal('BAD', `${name} is not for now (${this.state})`);
      const text = await verb.run(this, new Scanner(parts), tag);
      this.#bad = 0;
      this.#news(verb);
      if (text !== '') this.#tagged(tag, 'OK', text);
    } catch (thrown) {
      const refusal = refusalOf(thrown);
      if (refusal.status === 'NO' && verb !== undefined) this.#news(verb);
      const code = refusal.code === null ? '' : `[${refusal.code}] `;
      this.#tagged(tag, refusal.status, `${code}${refusal.message}`);
      if (refusal.code === 'SERVERBUG' && !(thrown instanceof MailError)) this.channel.note(String(thrown));
      this.#countBad(refusal);
    }
  }

  #news(verb: Verb): void {
    this.sync({ expunges: verb.keepsNumbers !== true });
  }

  #countBad(refusal: Refusal): void {
    if (refusal.status !== 'BAD') return;
    this.#bad += 1;
    if (this.#bad >= BAD_COMMANDS) this.bye('Too many commands that are none');
  }

  #tagged(tag: string, status: 'OK' | 'NO' | 'BAD', text: string): void {
    if (this.state === 'logout' && status !== 'OK') return;
    const line = `${tag} ${status} ${plainText(text)}`;
    this.channel.say(`${line}\r\n`);
    this.tell({ kind: 'reply', text: line, outcome: status === 'OK' ? 'passed' : 'refused' });
  }
}

/** The command as one line: a literal as its size. */
function abbreviated(parts: readonly CommandPart[]): string {
  return plainText(parts.map((part) => (typeof part === 'string' ? part : ` <${part.length} octets>`)).join('')).slice(
    0,
    2000,
  );
}
