/** One client's conversation: reads commands in order, lets verbs answer, and tells what changed meanwhile. */
import { setTimeout as wait } from 'node:timers/promises';
import { MailError } from '../../base/errors.ts';
import type { FaultEffect } from '../../contract/lab/world.ts';
import type { Around } from '../around.ts';
import type { Spool } from '../spool/store.ts';
import { rightsOf } from './acl/rights.ts';
import { capabilities } from './capabilities.ts';
import type { Channel } from './channel.ts';
import { type Taken, takeCommand } from './grammar/command.ts';
import { type CommandPart, Scanner } from './grammar/scanner.ts';
import { plainText } from './grammar/write.ts';
import { TooLong } from './input.ts';
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

export type Ending = 'quit' | 'dropped' | 'timeout' | 'refused' | 'stopped';

export class Dialogue implements Session {
  readonly around: Around;
  readonly spool: Spool;
  readonly channel: Channel;
  readonly summaries: Summaries;
  readonly connection: string;
  state: State = 'not-authenticated';
  user = '';
  machine: string;
  selected: Selected | null = null;
  readonly enabled = new Set<Extension>();
  ending: Ending = 'dropped';
  #bad = 0;

  constructor(o: {
    around: Around;
    spool: Spool;
    channel: Channel;
    summaries: Summaries;
    connection: string;
    machine: string;
  }) {
    this.around = o.around;
    this.spool = o.spool;
    this.channel = o.channel;
    this.summaries = o.summaries;
    this.connection = o.connection;
    this.machine = o.machine;
  }

  /** Until the end of the connection. */
  async run(): Promise<void> {
    try {
      if (!(await this.#greet())) return;
      while (this.channel.isOpen && this.state !== 'logout') {
        this.#watchSilence();
        const taken = await takeCommand({
          input: this.channel.input,
          goOn: () => this.goOn('OK'),
          signedIn: this.user !== '',
          largestMessage: this.around.world().queue.maxSize,
        });
        if (taken === null) break;
        await this.#answer(taken);
      }
    } catch (thrown) {
      this.ending = 'refused';
      this.bye(thrown instanceof TooLong ? 'That line is too long' : '[SERVERBUG] A fault of ours');
      if (!(thrown instanceof TooLong)) throw thrown;
    } finally {
      this.leave();
      this.channel.close();
    }
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

  /** Goodbye, at any time. */
  bye(text: string): void {
    this.untagged(`BYE ${plainText(text)}`);
    this.state = 'logout';
    this.channel.close();
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

  async #greet(): Promise<boolean> {
    const fault = this.around.faults.at('imap.connect', this.around.host);
    if (fault !== null && !(await this.#struck(fault))) return false;
    if (!this.channel.isOpen) return false;
    this.untagged(`OK [CAPABILITY ${capabilities(this)}] ${this.around.host} speaks IMAP4rev1`);
    this.channel.flush();
    return true;
  }

  /** False: there will be no conversation. */
  async #struck(fault: FaultEffect): Promise<boolean> {
    if (fault.kind === 'delay') await wait(fault.ms, undefined, { ref: false });
    else if (fault.kind === 'drop') this.channel.cutAfter(fault.afterOctets);
    else if (fault.kind === 'refuse' || fault.kind === 'defer') {
      this.ending = 'refused';
      this.bye(`${fault.kind === 'defer' ? '[UNAVAILABLE] ' : ''}${fault.text}`);
      return false;
    } else if (fault.kind === 'dead-host') {
      this.channel.cut();
      return false;
    }
    return true;
  }

  async #answer(taken: Taken): Promise<void> {
    if (taken.kind === 'hopeless') {
      this.ending = 'refused';
      this.bye(taken.text);
      return;
    }
    if (taken.kind === 'refused') {
      this.#tell(`${taken.tag} (not understood)`);
      this.#tagged(taken.tag, taken.status, taken.text);
    } else {
      this.#tell(`${taken.tag} ${taken.name}${abbreviated(taken.parts)}`);
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
    if (this.#bad < BAD_COMMANDS) return;
    this.ending = 'refused';
    this.bye('Too many commands that are none');
  }

  #tagged(tag: string, status: 'OK' | 'NO' | 'BAD', text: string): void {
    if (this.state === 'logout' && status !== 'OK') return;
    const line = `${tag} ${status} ${plainText(text)}`;
    this.channel.write(`${line}\r\n`);
    const outcome = status === 'OK' ? 'passed' : 'refused';
    this.around.trace.tell({
      kind: 'reply',
      host: this.around.host,
      connection: this.connection,
      text: line,
      outcome,
    });
  }

  #tell(text: string): void {
    this.around.trace.tell({ kind: 'command', host: this.around.host, connection: this.connection, text });
  }

  #watchSilence(): void {
    this.channel.quietAfter(this.user === '' ? SIGN_IN_MS : AUTOLOGOUT_MS, () => {
      this.ending = 'timeout';
      this.bye('Silent for too long');
    });
  }
}

/** The command as one line: a literal as its size. */
function abbreviated(parts: readonly CommandPart[]): string {
  return plainText(parts.map((part) => (typeof part === 'string' ? part : ` <${part.length} octets>`)).join('')).slice(
    0,
    2000,
  );
}
