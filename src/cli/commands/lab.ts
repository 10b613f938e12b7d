/** `tegami lab`: the lab for any mail program, until it is interrupted. */
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { MailError } from '../../base/errors.ts';
import type { World } from '../../contract/lab/world.ts';
import type { Lang } from '../../contract/words/index.ts';
import { type Lab, parseWorld, startLab } from '../../lab/index.ts';
import { type Command, type Given, text } from '../command.ts';
import { eventLine } from '../look/event.ts';
import { table } from '../look/table.ts';
import { columnsOf, cut } from '../look/width.ts';
import { wrap } from '../look/wrap.ts';
import { profileFolder } from '../profile.ts';
import type { Words } from '../words/index.ts';
import { examples } from './lab-examples.ts';

/** Columns of a line of what happens, where there is no terminal to ask: a public key is not worth more. */
const longest = 200;

export const lab: Command = {
  name: 'lab',
  usage: '[--world FILE] [--data DIR]',
  options: ['world', 'data'],
  words: 0,
  async run(given, { words, lang, width, note }) {
    const file = text(given, 'world');
    const world = file === undefined ? undefined : await worldOf(file, words, lang, note);
    const folder = await profileFolder(path.resolve(dataFolder(given)), words);
    const running = await startLab({ folder, ...(world === undefined ? {} : { world }) });
    const ca = path.join(folder, 'tls', 'ca.pem');
    const all = given.options['verbose'] === true;
    return {
      json: document(running, ca),
      lines: welcome(running, folder, ca, words, width),
      goOn(tell) {
        running.trace.listen((event) => {
          const line = eventLine(event, words, all);
          if (line !== null) tell(cut(line, width ?? longest));
        });
      },
      close: () => running.close(),
    };
  },
};

/** `--data`, else beside the profile that was named, else where this system keeps data of programs. */
function dataFolder(given: Given): string {
  const named = text(given, 'data');
  if (named !== undefined && named !== '') return named;
  const profile = text(given, 'profile');
  if (profile !== undefined) return path.join(profile, 'lab');
  const home = os.homedir();
  const env = process.env;
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Tegami', 'lab');
  if (process.platform === 'win32')
    return path.join(env['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local'), 'Tegami', 'lab');
  return path.join(env['XDG_DATA_HOME'] || path.join(home, '.local', 'share'), 'tegami', 'lab');
}

/** Tells each place of the file that cannot be. @throws MailError no-such-file, bad-value with the first of them */
async function worldOf(file: string, words: Words, lang: Lang, note: (line: string) => void): Promise<World> {
  const content = await readFile(file, 'utf8').catch(() => null);
  if (content === null) throw refusal('no-such-file', undefined, { file });
  const checked = parseWorld(content);
  if ('world' in checked) return checked.world;
  const said = checked.problems.map((each) => words.lab.problem(file, placeOf(each.path), each[lang]));
  for (const line of said.slice(1)) note(line);
  throw refusal('bad-value', said[0], { problems: said.length });
}

/** `hosts[2].address` */
const placeOf = (parts: readonly (string | number)[]): string =>
  parts.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`)).join('');

function refusal(
  reason: 'no-such-file' | 'bad-value',
  said: string | undefined,
  facts: Record<string, string | number>,
): MailError {
  return new MailError({ kind: 'bad-input', at: 'cli.world', reason, advice: 'check-input', said, facts });
}

function document(running: Lab, ca: string): unknown {
  const { dns, hosts, users } = running.status();
  return {
    dns,
    ca,
    hosts: hosts.map(({ name, address, smtp, submission, submissions, pop3, pop3s, imap, imaps }) => ({
      ...{ name, address, smtp, submission, submissions, pop3, pop3s, imap, imaps },
    })),
    users: users.map(({ address, user, password, host }) => ({ address, user, password, host })),
  };
}

function welcome(running: Lab, folder: string, ca: string, words: Words, width: number | null): string[] {
  const status = running.status();
  const { dns, hosts, users, clock } = status;
  const { head } = words.lab;
  const port = (number: number | null): string => (number === null ? '–' : String(number));
  const services = ['smtp', 'submission', 'submissions', 'pop3', 'pop3s', 'imap', 'imaps'] as const;
  const portNames = [...services, 'dns'];
  const rows = hosts.map((host) => [
    services.some((service) => host[service] !== null) || host.address === dns.address
      ? host.name
      : `${host.name} (${words.lab.notListening})`,
    host.address,
    ...services.map((service) => port(host[service])),
    host.address === dns.address ? port(dns.port) : '–',
  ]);
  const hostTable = (ports: readonly number[]): string[] =>
    table(
      [{ head: head.host }, { head: head.address }, ...ports.map((n) => ({ head: portNames[n] ?? '', right: true }))],
      rows.map((row) => [...row.slice(0, 2), ...ports.map((n) => row[n + 2] ?? '')]),
      null,
    );
  return [
    words.lab.running(running.world().name),
    words.lab.loopback,
    words.lab.clock(clock.mode, clock.rate),
    '',
    ...asWide(width, hostTable(portNames.map((_, n) => n)), [
      ...hostTable([0, 1, 2, 7]),
      '',
      ...hostTable([3, 4, 5, 6]),
    ]),
    '',
    ...table(
      [{ head: head.user }, { head: head.password }, { head: head.name }, { head: head.host }],
      users.map(({ user, password, name, host }) => [user, password, name, host]),
      width,
    ),
    '',
    ...wrap(words.lab.ways, width ?? longest),
    '',
    ...words.lab.kept(path.join(folder, 'hosts'), path.join(folder, 'trace')),
    words.lab.ca(ca),
    '',
    words.lab.tryIt,
    ...examples(status, ca, words).flatMap(({ what, commands }) => [
      '',
      `  # ${what}`,
      ...commands.map((c) => `  ${c}`),
    ]),
    '',
    ...wrap(words.lab.ends, width ?? longest),
  ];
}

/** A port that is cut off is of no use: where the table is too wide, it is two. */
const asWide = (width: number | null, one: string[], two: string[]): string[] =>
  width === null || one.every((each) => columnsOf(each) <= width) ? one : two;
