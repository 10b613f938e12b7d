/**
 * Results of experiments without a server: machines and mailboxes as plain values, and numbers that look like measured ones. For the stand-in
 * of the comparison's process and for pictures. What it says is made up; only its shape is the contract's.
 */

import { nothingOf } from '../../../src/compare/run/cells.ts';
import { differencesOf } from '../../../src/compare/run/differences.ts';
import type { Experiment } from '../../../src/contract/compare/experiment.ts';
import type { Machine } from '../../../src/contract/compare/machine.ts';
import type { Cell, ExperimentResult, MailInfo, Outcome, StepResult } from '../../../src/contract/compare/result.ts';
import type { Step } from '../../../src/contract/compare/step.ts';
import { inLang } from '../../../src/contract/compare/text.ts';
import type { WireLine } from '../../../src/contract/wire.ts';

interface OnServer {
  readonly mail: string;
  folder: string;
  readonly uid: number;
  flags: string[];
}
interface Box {
  folders: string[];
  mails: OnServer[];
}
interface Here {
  holds: Cell['holds'];
  read: boolean;
  folder: string;
  local: boolean;
  flags: string[];
  attachments: number;
}
interface Station {
  readonly plan: Machine;
  state: Outcome['state'];
  mails: Map<string, Here>;
  folders: { path: string; local: boolean }[];
  cells: Cell[];
  connected: boolean;
}

const people = [
  ['Mika Sato <mika@sora.test>', 'Photographs from the harbour'],
  ['山田 太郎 <taro@sora.test>', '会議の件、ご確認ください'],
  ['Library of Hana <desk@library.hana.test>', 'Your books are due on 2 December'],
  ['Carol Ngata <carol@umi.test>', 'Re: Plan for the reading room'],
  ['郵便局 <office@post.hana.test>', 'お荷物のお届けについて'],
  ['Ben Ito <ben@umi.test>', 'Friday: lunch by the river?'],
  ['Build <build@umi.test>', 'All tests passed on main'],
] as const;

export class CompareWorld {
  readonly #boxes = new Map<string, Box>();
  readonly #stations: Station[];
  readonly #mails: MailInfo[] = [];
  readonly #steps: StepResult[] = [];
  #at = 0;
  #line = 0;
  #uid = 1;

  constructor(machines: readonly Machine[], others: readonly string[] = []) {
    for (const name of [...machines.map(({ mailbox }) => mailbox), ...others])
      this.#boxes.set(name, { folders: ['INBOX', 'Sent', 'Trash'], mails: [] });
    this.#stations = machines.map((plan) => ({
      plan,
      state: 'on',
      mails: new Map(),
      folders: ['Inbox', 'Sent', 'Trash'].map((path) => ({
        path,
        local: plan.protocol === 'pop3' && path !== 'Inbox',
      })),
      cells: [],
      connected: false,
    }));
    this.#steps.push(this.#result(null, new Map()));
  }

  get mails(): readonly MailInfo[] {
    return this.#mails;
  }
  get steps(): readonly StepResult[] {
    return this.#steps;
  }

  do(step: Step): StepResult {
    this.#at += step.do === 'wait' ? step.days * 86_400_000 + step.hours * 3_600_000 + step.minutes * 60_000 : 1200;
    const acted = new Map<string, Partial<Outcome>>();
    if (step.do === 'deliver') this.#deliver(step);
    else if (step.do !== 'wait')
      for (const station of this.#on(step)) {
        this.#spoken = [];
        const part = this.#act(station, step);
        acted.set(station.plan.id, { ...part, transcript: this.#spoken });
      }
    const result = this.#result(step, acted);
    this.#steps.push(result);
    return result;
  }

  #spoken: WireLine[] = [];

  #on(step: Exclude<Step, { do: 'deliver' | 'wait' }>): Station[] {
    const ids = step.on === 'all' ? null : typeof step.on === 'string' ? [step.on] : step.on;
    return this.#stations.filter(({ plan }) => ids === null || ids.includes(plan.id));
  }

  #deliver(step: Extract<Step, { do: 'deliver' }>): void {
    const boxes = step.to === undefined ? [...this.#boxes.keys()] : typeof step.to === 'string' ? [step.to] : step.to;
    for (const mailbox of boxes)
      for (let n = 1; n <= step.count; n++) {
        const mail = step.count === 1 ? step.as : `${step.as}${n}`;
        const known = new Set(this.#mails.map((one) => one.mail)).size;
        const [from, subject] =
          people[(this.#mails.some((one) => one.mail === mail) ? n - 1 : known) % people.length] ?? people[0];
        this.#mails.push({
          mail,
          mailbox,
          messageId: `<${mail}.${mailbox}@hana.test>`,
          subject: step.subject ?? this.#mails.find((one) => one.mail === mail)?.subject ?? subject,
          from: step.from ?? from,
          size: Math.round(step.text * 1.1 + step.attachment * 1.37) + 690 + n * 13,
          attachment: step.attachment,
        });
        this.#boxes.get(mailbox)?.mails.push({ mail, folder: 'INBOX', uid: this.#uid++, flags: [] });
      }
  }

  #act(station: Station, step: Exclude<Step, { do: 'deliver' | 'wait' }>): Partial<Outcome> {
    const box = this.#boxes.get(station.plan.mailbox) ?? { folders: [], mails: [] };
    const pop = station.plan.protocol === 'pop3';
    const named = 'mails' in step ? (typeof step.mails === 'string' ? [step.mails] : step.mails) : [];
    if (station.state !== 'on' && !['online', 'replace', 'lose'].includes(step.do))
      return {
        error: {
          kind: 'unreachable',
          at: 'net.connect',
          reason: 'no-route',
          advice: 'check-server',
          peer: 'mail.hana.test:993',
        },
      };
    switch (step.do) {
      case 'sync':
      case 'together':
      case 'listen':
        return pop ? this.#popSync(station, box) : this.#imapSync(station, box);
      case 'open':
        return this.#each(station, named, (mail, here) => this.#open(box, mail, here, pop));
      case 'fetch':
        return this.#each(station, named, (mail, here) => {
          const size = this.#info(mail)?.attachment ?? 0;
          if (here.attachments > 0 || size === 0) return 0;
          here.attachments = 1;
          here.holds = 'whole';
          return pop ? 0 : size * 1.37;
        });
      case 'mark':
        return this.#each(station, named, (mail, here) => {
          here.read = step.set.includes('seen') || (here.read && !step.unset.includes('seen'));
          here.flags = [
            ...here.flags.filter((flag) => !step.unset.includes(flag)),
            ...step.set.filter((flag) => flag !== 'seen'),
          ];
          const there = box.mails.find((one) => one.mail === mail);
          if (!pop && there !== undefined)
            there.flags = [...(here.read ? ['\\Seen'] : []), ...here.flags.map((f) => `\\${f}`)];
          return pop ? 0 : 40;
        });
      case 'move':
      case 'delete':
        return this.#each(station, named, (mail, here) => {
          here.folder = step.do === 'move' ? step.to : 'Trash';
          here.local = pop;
          const there = box.mails.find((one) => one.mail === mail);
          if (!pop && there !== undefined) there.folder = here.folder;
          return pop ? 0 : 60;
        });
      case 'make-folder':
        station.folders.push({ path: step.folder, local: pop });
        if (!pop) box.folders.push(step.folder);
        return pop ? {} : traffic(90, 40, 1);
      case 'search':
        if (step.where === 'server' && pop)
          return {
            error: {
              kind: 'refused',
              at: 'pop3.search',
              reason: 'server-refused',
              advice: 'check-server',
              said: 'POP3 has no search',
            },
          };
        return {
          ...traffic(pop ? 0 : 160, pop ? 0 : 60, pop ? 0 : 1),
          found: box.mails.map(({ mail }) => mail).slice(0, 2),
        };
      case 'share':
        return pop
          ? {
              error: {
                kind: 'refused',
                at: 'pop3.share',
                reason: 'server-refused',
                advice: 'check-server',
                said: 'POP3 has no folders',
              },
            }
          : traffic(50, 60, 1);
      case 'send':
        return traffic(420, 900, 8);
      case 'offline':
        station.state = 'offline';
        return {};
      case 'online':
        station.state = 'on';
        return {};
      case 'lose':
        station.state = 'lost';
        station.connected = false;
        station.mails.clear();
        return {};
      case 'replace':
        station.state = 'on';
        station.mails.clear();
        return {};
      default:
        return {};
    }
  }

  #info(mail: string): MailInfo | undefined {
    return this.#mails.find((one) => one.mail === mail);
  }

  #say(station: Station, who: WireLine['who'], text: string): void {
    const { protocol } = station.plan;
    this.#line += 1;
    this.#spoken.push({
      n: this.#line,
      at: 1_795_252_000_000 + this.#at + this.#line,
      account: 1,
      connection: this.#steps.length,
      protocol,
      peer: protocol === 'pop3' ? '127.44.0.21:2995' : '127.44.0.21:2993',
      who,
      text,
    });
  }

  #popSync(station: Station, box: Box): Partial<Outcome> {
    const waiting = box.mails.filter(({ mail, folder }) => folder === 'INBOX' && !station.mails.has(mail));
    this.#say(station, '*', 'connected, TLS 1.3');
    this.#say(station, 'S', '+OK POP3 ready');
    this.#say(station, 'C', 'UIDL');
    this.#say(station, 'S', `+OK ${box.mails.length} messages`);
    for (const [n, { mail, uid }] of box.mails.entries()) this.#say(station, 'S', `${n + 1} ${uidl(uid, mail)}`);
    let octets = 900 + box.mails.length * 24;
    for (const there of waiting) {
      const info = this.#info(there.mail);
      this.#say(station, 'C', `RETR ${box.mails.indexOf(there) + 1}`);
      this.#say(station, 'S', `+OK ${info?.size ?? 0} octets`);
      this.#say(station, 'S', `[${info?.size ?? 0} octets of message]`);
      octets += info?.size ?? 0;
      station.mails.set(there.mail, {
        holds: 'whole',
        read: false,
        folder: 'Inbox',
        local: false,
        flags: [],
        attachments: (info?.attachment ?? 0) > 0 ? 1 : 0,
      });
    }
    if (station.plan.keep.policy === 'delete') {
      for (const there of [...box.mails]) this.#say(station, 'C', `DELE ${box.mails.indexOf(there) + 1}`);
      box.mails = box.mails.filter(({ folder }) => folder !== 'INBOX');
    }
    this.#say(station, 'C', 'QUIT');
    this.#say(station, 'S', '+OK bye');
    return traffic(octets, 240 + waiting.length * 9, 8 + waiting.length, 1);
  }

  #imapSync(station: Station, box: Box): Partial<Outcome> {
    this.#say(station, '*', 'connected, TLS 1.3');
    this.#say(station, 'S', '* OK [CAPABILITY IMAP4rev1 CONDSTORE QRESYNC IDLE] ready');
    this.#say(station, 'C', 'A2 SELECT INBOX (CONDSTORE)');
    this.#say(station, 'S', `* ${box.mails.length} EXISTS`);
    let octets = 1600;
    const fetched = box.mails.filter(({ mail }) => !station.mails.has(mail));
    if (fetched.length > 0) this.#say(station, 'C', 'A3 UID FETCH 1:* (UID FLAGS ENVELOPE BODYSTRUCTURE RFC822.SIZE)');
    for (const there of box.mails) {
      const info = this.#info(there.mail);
      const old = station.mails.get(there.mail);
      const read = there.flags.includes('\\Seen');
      if (old === undefined || old.read !== read)
        this.#say(
          station,
          'S',
          `* ${box.mails.indexOf(there) + 1} FETCH (UID ${there.uid} FLAGS (${there.flags.join(' ')}) ENVELOPE ("…" "${info?.subject ?? ''}" …))`,
        );
      if (old === undefined) octets += 520;
      const everything = station.plan.fetch === 'everything';
      if (old === undefined && station.plan.fetch !== 'list') octets += everything ? (info?.size ?? 0) : 700;
      station.mails.set(there.mail, {
        holds: old?.holds ?? (everything ? 'whole' : station.plan.fetch === 'text' ? 'text' : 'listed'),
        read,
        folder: there.folder === 'INBOX' ? 'Inbox' : there.folder,
        local: false,
        flags: there.flags.filter((flag) => flag !== '\\Seen').map((flag) => flag.slice(1).toLowerCase()),
        attachments: old?.attachments ?? (everything && (info?.attachment ?? 0) > 0 ? 1 : 0),
      });
    }
    for (const mail of station.mails.keys())
      if (!box.mails.some((one) => one.mail === mail)) station.mails.delete(mail);
    const first = !station.connected;
    station.connected = true;
    return traffic(octets, 430 + fetched.length * 4, first ? 11 : 4, first ? 1 : 0);
  }

  #open(box: Box, mail: string, here: Here, pop: boolean): number {
    here.read = true;
    const there = box.mails.find((one) => one.mail === mail);
    if (pop) return 0;
    if (there !== undefined && !there.flags.includes('\\Seen')) there.flags.push('\\Seen');
    if (here.holds !== 'listed') return 60;
    here.holds = 'text';
    return 760;
  }

  #each(station: Station, mails: readonly string[], act: (mail: string, here: Here) => number): Partial<Outcome> {
    let octets = 0;
    for (const mail of mails) {
      const here = station.mails.get(mail);
      if (here === undefined)
        return { error: { kind: 'bad-input', at: 'compare', reason: 'not-found', advice: 'check-input' } };
      octets += act(mail, here);
      const uid = this.#boxes.get(station.plan.mailbox)?.mails.find((one) => one.mail === mail)?.uid;
      if (station.plan.protocol === 'imap' && uid !== undefined) {
        this.#say(station, 'C', `A${this.#line} UID FETCH ${uid} (BODY.PEEK[1])`);
        this.#say(station, 'S', `* 1 FETCH (UID ${uid} BODY[1] {412}`);
        this.#say(station, 'C', `A${this.#line} UID STORE ${uid} +FLAGS.SILENT (\\Seen)`);
        this.#say(station, 'S', `A${this.#line - 1} OK done`);
      }
    }
    return octets === 0
      ? {}
      : traffic(
          octets + mails.length * 80,
          mails.length * 70,
          mails.length * 2,
          station.plan.protocol === 'imap' ? 0 : 1,
        );
  }

  #result(step: Step | null, acted: ReadonlyMap<string, Partial<Outcome>>): StepResult {
    const n = this.#steps.length;
    const names = [...new Set(this.#mails.map(({ mail }) => mail))];
    const outcomes = this.#stations.map((station): Outcome => {
      const before = station.cells;
      station.cells = names.map((mail) => this.#cell(station, mail, before, n, step));
      const part = acted.get(station.plan.id);
      const known = [...station.mails.values()];
      const mailOctets = sum(
        [...station.mails].map(([mail, here]) => (here.holds === 'whole' ? (this.#info(mail)?.size ?? 0) : 0)),
      );
      const moved = part?.traffic ?? { bytesIn: 0, bytesOut: 0, connections: 0, roundTrips: 0, commands: 0 };
      const { link } = station.plan;
      const octets = moved.bytesIn + moved.bytesOut;
      return {
        machine: station.plan.id,
        acted: part !== undefined,
        state: station.state,
        traffic: moved,
        line: { bytesIn: moved.bytesIn, bytesOut: moved.bytesOut },
        lineMs:
          (link.kbitPerSecond === null ? 0 : (octets * 8) / link.kbitPerSecond) + moved.roundTrips * link.delayMs * 2,
        ms: part === undefined ? 0 : 120,
        verbs: {},
        disk:
          station.state === 'lost'
            ? { total: 0, mail: 0, parts: 0, database: 0, other: 0 }
            : {
                total: 225_280 + mailOctets + known.length * 900,
                mail: mailOctets,
                parts: known.filter(({ holds }) => holds === 'text').length * 420,
                database: 221_184 + known.length * 480,
                other: 4096,
              },
        messages: {
          known: known.length,
          unread: known.filter(({ read }) => !read).length,
          fresh: station.cells.filter(({ fresh }) => fresh).length,
          attachmentsHeld: sum(known.map(({ attachments }) => attachments)),
        },
        folders: station.folders,
        found: part?.found ?? null,
        error: part?.error ?? null,
        cells: station.cells,
        transcript: part?.transcript ?? [],
      };
    });
    const shown = this.#stations.map(({ plan, cells }) => ({ machine: plan.id, mailbox: plan.mailbox, cells }));
    return {
      n,
      step,
      at: this.#at,
      outcomes,
      server: [...this.#boxes].map(([mailbox, box]) => ({
        mailbox,
        folders: box.folders.map((path) => ({
          path,
          mails: box.mails
            .filter(({ folder }) => folder === path)
            .map(({ mail, uid, flags }) => ({ mail, uid, flags: [...flags] })),
        })),
      })),
      differences: differencesOf(shown),
    };
  }

  #cell(station: Station, mail: string, before: readonly Cell[], n: number, step: Step | null): Cell {
    const here = station.mails.get(mail);
    const old = before.find((cell) => cell.mail === mail);
    const all = (this.#info(mail)?.attachment ?? 0) > 0 ? 1 : 0;
    const uid = this.#boxes.get(station.plan.mailbox)?.mails.find((one) => one.mail === mail)?.uid ?? 0;
    const cell: Cell =
      here === undefined
        ? nothingOf(mail)
        : {
            mail,
            holds: here.holds,
            read: here.read,
            fresh: !here.read && (old === undefined || old.holds === 'nothing'),
            folder: here.folder,
            local: here.local,
            flags: [...(here.read ? ['seen'] : []), ...here.flags],
            attachments: { held: here.attachments, all },
            why: [],
            since: null,
          };
    const told = (one: Cell | undefined): string =>
      one === undefined
        ? told(nothingOf(''))
        : JSON.stringify([one.holds, one.read, one.folder, one.flags, one.attachments.held]);
    if (told(old) === told(cell) || (old === undefined && here === undefined))
      return { ...cell, since: old?.since ?? null };
    const arrived = old === undefined || old.holds === 'nothing';
    const cause = arrived
      ? station.plan.protocol === 'pop3'
        ? `POP3 RETR 1 (UIDL ${uidl(uid, mail)}) from 127.44.0.21`
        : `IMAP FETCH UID ${uid} from "INBOX" at 127.44.0.21`
      : step !== null && 'on' in step && step.do !== 'sync'
        ? 'done here, by hand'
        : `IMAP FETCH FLAGS of UID ${uid}`;
    const what = arrived ? 'added' : old.read === cell.read ? 'fetched' : 'flags [] -> ["seen"]';
    return { ...cell, since: n, why: here === undefined ? [] : [{ what, cause }] };
  }
}

const uidl = (uid: number, mail: string): string => `${(uid * 7919 + 4096).toString(16)}${mail}`;
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
function traffic(bytesIn: number, bytesOut: number, roundTrips: number, connections = 0): Partial<Outcome> {
  return {
    traffic: {
      bytesIn: Math.round(bytesIn) + (connections > 0 ? 3100 : 0),
      bytesOut: Math.round(bytesOut) + (connections > 0 ? 900 : 0),
      roundTrips: roundTrips + connections * 3,
      connections,
      commands: Math.max(0, roundTrips - 1),
    },
  };
}

const answers: Readonly<Record<string, { en: string; ja: string }>> = {
  'read-state': {
    en: 'Over POP3 yes: 4 of the 4 mails that were read at the office were new again at home, for each PC keeps its own marks. Over IMAP no: the marks lie on the server, and none of the 4 was new again.',
    ja: 'POP3 では「はい」です。職場で読んだ 4 通は、自宅でも 4 通とも新着になりました。印がマシンごとに別々だからです。IMAP では「いいえ」です。印はサーバーにあり、新着に戻ったメールは 0 通でした。',
  },
  loss: {
    en: 'With IMAP nothing is lost: 5 of 5 mails came back on the new machine. With POP3 it is what was left on the server: 5 of 5, or 0 of 5 where the machine had taken them away.',
    ja: 'IMAP では何も失われず、新しいマシンに 5 通中 5 通が戻りました。POP3 では、サーバーに残していれば 5 通中 5 通、消していれば 0 通でした。',
  },
  'thin-line': {
    en: '13.7 MB over POP3, 6.1 kB over IMAP: on this line 28 minutes against 2 seconds.',
    ja: 'POP3 では 13.7 MB、IMAP では 6.1 kB です。この回線では 28 分と 2 秒の違いになります。',
  },
};

export function resultOf(
  experiment: Experiment,
  lang: 'en' | 'ja',
  world = new CompareWorld(experiment.machines, boxesIn(experiment)),
): ExperimentResult {
  for (const step of experiment.steps.slice(world.steps.length - 1)) world.do(step);
  return {
    name: experiment.name,
    title: inLang(experiment.title, lang),
    question: inLang(experiment.question, lang),
    answer: inLang(
      answers[experiment.name] ?? {
        en: `Over IMAP the machines agree about every mail; over POP3 they differ in ${world.steps.at(-1)?.differences.length ?? 0} places.`,
        ja: `IMAP では、どのマシンも同じ内容を示します。POP3 では ${world.steps.at(-1)?.differences.length ?? 0} か所で違いがあります。`,
      },
      lang,
    ),
    experiment,
    machines: experiment.machines,
    mails: [...world.mails],
    steps: [...world.steps],
    facts: {},
    ms: 4200,
  };
}

/** Mailboxes that only steps name. */
function boxesIn({ steps }: Experiment): string[] {
  return steps.flatMap((step) =>
    step.do === 'deliver' && step.to !== undefined ? step.to : step.do === 'share' ? [step.with] : [],
  );
}
