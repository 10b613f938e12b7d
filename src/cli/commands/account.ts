import { MailError } from '../../base/errors.ts';
import { AccountSettings, type Keep } from '../../contract/account.ts';
import { stepName } from '../../contract/words/index.ts';
import { isAddress } from '../../message/address.ts';
import { type Command, type Given, oneOf, required, text, UsageError, whole } from '../command.ts';
import { table } from '../look/table.ts';
import { line } from '../look/width.ts';
import { securities, trustOf } from '../servers.ts';

export const accountAdd: Command = {
  name: 'account add',
  usage:
    '--name N --email A --protocol imap|pop3 --host H --port N --tls implicit|starttls|none --user U --smtp-host H --smtp-port N ' +
    '--smtp-tls implicit|starttls|none [--smtp-user U] [--keep forever|delete|days:N] [--ca FILE | --trust sha256/HEX] [--remember] [--no-check]',
  options: [
    'name',
    'email',
    'protocol',
    'host',
    'port',
    'tls',
    'user',
    'smtp-host',
    'smtp-port',
    'smtp-tls',
    'smtp-user',
    'keep',
    'ca',
    'trust',
    'remember',
    'no-check',
  ],
  words: 0,
  async run(given, { engine, password, note, lang, words, profile }) {
    const settings = await settingsOf(given);
    await profile();
    const secret = await password(settings.email);
    if (secret === null) throw new UsageError((w) => w.noPassword());
    const { handlers, parts } = await engine();
    const steps: string[] = [];
    if (given.options['no-check'] !== true) {
      const report = await handlers['accounts.test']({ settings, password: secret });
      const failed = report.steps.find((step) => step.state === 'failed');
      if (failed?.error !== undefined) throw new MailError(failed.error);
      for (const step of report.steps)
        steps.push(words.step(words.sides[step.side], stepName(step.step, lang), line(step.said ?? '')));
    }
    const remember = given.options['remember'] === true;
    const { id } = await handlers['accounts.add']({
      settings,
      password: secret,
      secret: remember ? 'unsafe-file' : 'session',
    });
    if (remember) note(words.remembered(parts.vault.root));
    return {
      json: { id, email: settings.email, protocol: settings.protocol, remembered: remember },
      lines: [...steps, words.added(id)],
    };
  },
};

export const accountList: Command = {
  name: 'account list',
  usage: '',
  options: [],
  words: 0,
  async run(_given, { engine, words, width }) {
    const rows = (await engine()).parts.vault.accounts.list();
    const columns = [
      { head: words.head.id, right: true },
      { head: words.head.protocol },
      { head: words.head.address },
      { head: words.head.server },
    ];
    const cells = rows.map(({ id, settings: { protocol, email, incoming } }) => [
      String(id),
      protocol.toUpperCase(),
      email,
      `${incoming.host}:${incoming.port}`,
    ]);
    return {
      json: rows.map(({ id, settings: { trust: _trust, ...settings } }) => ({ id, ...settings })),
      lines: rows.length === 0 ? [words.noAccounts()] : table(columns, cells, width),
    };
  },
};

export const accountRemove: Command = {
  name: 'account remove',
  usage: 'ID',
  options: [],
  words: 1,
  async run(given, { engine, words }) {
    const [word] = given.words;
    if (word === undefined) throw new UsageError((w) => w.noAccountId());
    const id = whole(word, 'ID');
    await (await engine()).handlers['accounts.remove']({ id });
    return { json: { removed: id }, lines: [words.removed(id)] };
  },
};

async function settingsOf(given: Given): Promise<AccountSettings> {
  const host = required(given, 'host');
  const smtpHost = required(given, 'smtp-host');
  const user = required(given, 'user');
  const smtpUser = text(given, 'smtp-user') ?? user;
  const email = required(given, 'email');
  if (!isAddress(email)) throw new UsageError((w) => w.noUse('--email', email));
  const settings = AccountSettings.safeParse({
    name: required(given, 'name'),
    email,
    protocol: oneOf(required(given, 'protocol'), ['imap', 'pop3'], '--protocol'),
    incoming: {
      host,
      port: whole(required(given, 'port'), '--port'),
      security: oneOf(required(given, 'tls'), securities, '--tls'),
      user,
    },
    outgoing: {
      host: smtpHost,
      port: whole(required(given, 'smtp-port'), '--smtp-port'),
      security: oneOf(required(given, 'smtp-tls'), securities, '--smtp-tls'),
      user: smtpUser === '' ? null : smtpUser,
    },
    keep: keepOf(text(given, 'keep') ?? 'forever'),
    trust: await trustOf(given, [host, smtpHost]),
  });
  const issue = settings.error?.issues[0];
  if (settings.data === undefined)
    throw new UsageError((w) => w.noUse(issue?.path.join('.') ?? 'account add', issue?.message ?? ''));
  return settings.data;
}

function keepOf(word: string): Keep {
  if (word === 'forever' || word === 'delete') return { policy: word };
  const days = Number(/^days:([1-9]\d{0,3})$/.exec(word)?.[1]);
  if (!(days <= 3650)) throw new UsageError((w) => w.noKeep(word));
  return { policy: 'days', days };
}
