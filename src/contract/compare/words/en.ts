import type { On } from '../step.ts';
import { listed, namedMails, type StepNames, type StepWords } from './step-words.ts';

/** Who does it, with the verb in its number. */
function who(on: On, names: StepNames, one: string, many: string): string {
  if (on === 'all') return `Every machine ${one}`;
  return `${names.list(listed(on).map(names.machine))} ${listed(on).length === 1 ? one : many}`;
}

/** As `who`, of a deed that each does alone. */
const each = (on: On, names: StepNames, verb: string): string =>
  on !== 'all' && listed(on).length > 1 ? `Each of ${who(on, names, verb, verb)}` : who(on, names, verb, verb);

const whose = (on: On, names: StepNames): string =>
  on === 'all' ? 'every machine' : names.list(listed(on).map(names.machine));

const mailsOf = (mails: string | readonly string[], names: StepNames): string =>
  listed(mails).length <= namedMails
    ? names.list(listed(mails).map((mail) => `“${names.mail(mail)}”`))
    : plural(listed(mails).length, 'mail');

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

export const en: StepWords = {
  begin: 'Before the first step: nothing has happened yet.',
  kind: {
    deliver: 'Mail arrives',
    sync: 'Fetch mail',
    together: 'Fetch at the same moment',
    listen: 'Wait for news',
    rest: 'Hang up',
    open: 'Open',
    fetch: 'Fetch attachments',
    mark: 'Mark',
    'make-folder': 'Make a folder',
    move: 'Move',
    delete: 'Delete',
    search: 'Search',
    send: 'Send',
    share: 'Share a folder',
    offline: 'Go offline',
    online: 'Come back online',
    wait: 'Let time pass',
    lose: 'Lose the machine',
    replace: 'Replace the machine',
    'fill-disk': 'Fill the disk',
    'free-disk': 'Make room on the disk',
  },
  tell: {
    deliver({ to, count, attachment }, names) {
      const boxes = to === undefined ? [] : listed(to);
      const where =
        boxes.length === 0 ? 'on the server' : `in the mailbox${boxes.length === 1 ? '' : 'es'} ${names.list(boxes)}`;
      const hanging = attachment === 0 ? '' : `with an attachment of ${names.size(attachment)}`;
      if (count === 1) return `A mail ${hanging === '' ? '' : `${hanging} `}arrives ${where}.`;
      return `${count} mails arrive ${where}${hanging === '' ? '' : `, each ${hanging}`}.`;
    },
    sync: ({ on }, names) =>
      `${who(on, names, 'asks the server for new mail', 'ask the server for new mail, one after the other')}.`,
    together: ({ on }, names) => `${who(on, names, 'fetches', 'fetch')} mail at the same moment.`,
    listen: ({ on }, names) =>
      `${who(on, names, 'stays connected and waits', 'stay connected and wait')} to be told of new mail.`,
    rest: ({ on }, names) => `${who(on, names, 'hangs up', 'hang up')}.`,
    open: ({ on, mails }, names) => `${who(on, names, 'opens', 'open')} ${mailsOf(mails, names)}.`,
    fetch: ({ on, mails }, names) =>
      `${who(on, names, 'fetches', 'fetch')} the attachments of ${mailsOf(mails, names)}.`,
    mark({ on, mails, set, unset }, names) {
      const marks = [...set.map((flag) => `+${flag}`), ...unset.map((flag) => `−${flag}`)].join(' ');
      const which = mailsOf(mails, names);
      if (marks === '+seen') return `${who(on, names, 'marks', 'mark')} ${which} as read.`;
      if (marks === '−seen') return `${who(on, names, 'marks', 'mark')} ${which} as unread.`;
      if (marks === '+flagged') return `${who(on, names, 'flags', 'flag')} ${which}.`;
      return `${who(on, names, 'changes', 'change')} the marks of ${which}: ${marks}.`;
    },
    'make-folder': ({ on, folder }, names) => `${who(on, names, 'makes', 'make')} the folder “${folder}”.`,
    move: ({ on, mails, to }, names) => `${who(on, names, 'moves', 'move')} ${mailsOf(mails, names)} to “${to}”.`,
    delete: ({ on, mails, forGood }, names) =>
      `${who(on, names, 'deletes', 'delete')} ${mailsOf(mails, names)}${forGood ? ' for good' : ''}.`,
    search({ on, where, from, to, text }, names) {
      const terms = [
        ...(from === undefined ? [] : [`from “${from}”`]),
        ...(to === undefined ? [] : [`to “${to}”`]),
        ...(text === undefined ? [] : [`with “${text}” in its text`]),
      ];
      const mail = `mail ${terms.length === 0 ? 'of any kind' : names.list(terms)}`;
      return where === 'server'
        ? `${who(on, names, 'has', 'have')} the server search for ${mail}.`
        : `${who(on, names, 'searches its own mail', 'search their own mail')} for ${mail}.`;
    },
    send: ({ on, to }, names) =>
      to === undefined
        ? `${each(on, names, 'writes')} a mail and sends it.`
        : `${each(on, names, 'sends')} a mail to the owner of the mailbox ${to}.`,
    share: ({ on, folder, with: other, may }, names) =>
      `${who(on, names, 'lets', 'let')} the owner of the mailbox ${other} ${may === 'read' ? 'read' : 'read and change'} the folder “${folder}”.`,
    offline: ({ on }, names) => `${who(on, names, 'goes', 'go')} offline.`,
    online: ({ on }, names) => `${who(on, names, 'is', 'are')} back online.`,
    wait({ days, hours, minutes }, names) {
      const all = [
        ...(days > 0 ? [plural(days, 'day')] : []),
        ...(hours > 0 ? [plural(hours, 'hour')] : []),
        ...(minutes > 0 ? [plural(minutes, 'minute')] : []),
      ];
      return `Time passes: ${names.list(all.length === 0 ? [plural(0, 'minute')] : all)}.`;
    },
    lose: ({ on }, names) =>
      `${who(on, names, 'dies, and with it all that only it had', 'die, and with them all that only they had')}.`,
    replace: ({ on }, names) => `A new machine with nothing on it takes the place of ${whose(on, names)}.`,
    'fill-disk': ({ on, leave }, names) =>
      leave === 0
        ? `The disk of ${whose(on, names)} fills up to the last octet.`
        : `The disk of ${whose(on, names)} fills up: ${names.size(leave)} are left.`,
    'free-disk': ({ on }, names) => `There is room again on the disk of ${whose(on, names)}.`,
  },
};
