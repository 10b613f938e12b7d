import type { On } from '../../../contract/compare/step.ts';
import type { StepNames, StepWords } from './step-words.ts';

const list = (all: readonly string[]): string =>
  all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;

/** Who does it, with the verb in its number. */
function who(on: On, names: StepNames, one: string, many: string): string {
  const machines = names.machines(on);
  if (machines === null) return `Every machine ${one}`;
  return `${list(machines)} ${machines.length === 1 ? one : many}`;
}
const whose = (on: On, names: StepNames): string => list(names.machines(on) ?? ['every machine']);
const marks = (flags: readonly string[]): string => flags.map((flag) => `“${flag}”`).join(', ');
const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

export const stepsEn: StepWords = {
  begin: 'Before the first step: nothing has happened yet.',
  mail: (subject) => `“${subject}”`,
  mails: (count) => plural(count, 'mail'),
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
      const boxes = to === undefined ? null : typeof to === 'string' ? [to] : to;
      const where =
        boxes === null ? 'on the server' : `in the mailbox${boxes.length === 1 ? '' : 'es'} ${boxes.join(', ')}`;
      const hanging = attachment === 0 ? '' : ` with an attachment of ${names.size(attachment)}`;
      if (count === 1) return `A mail${hanging} arrives ${where}.`;
      return `${count} mails arrive ${where}${hanging === '' ? '' : `, each${hanging}`}.`;
    },
    sync: ({ on }, names) => `${who(on, names, 'asks', 'ask')} the server for new mail.`,
    together: ({ on }, names) => `${who(on, names, 'fetches', 'fetch')} mail at the same moment.`,
    listen: ({ on }, names) =>
      `${who(on, names, 'stays connected and waits', 'stay connected and wait')} to be told of new mail.`,
    rest: ({ on }, names) => `${who(on, names, 'hangs up', 'hang up')}.`,
    open: ({ on, mails }, names) => `${who(on, names, 'opens', 'open')} ${names.mails(mails)}.`,
    fetch: ({ on, mails }, names) => `${who(on, names, 'fetches', 'fetch')} the attachments of ${names.mails(mails)}.`,
    mark({ on, mails, set, unset }, names) {
      const changes = [
        ...(set.length > 0 ? [`${marks(set)} on`] : []),
        ...(unset.length > 0 ? [`${marks(unset)} off`] : []),
      ];
      return `${who(on, names, 'changes', 'change')} the marks of ${names.mails(mails)}: ${changes.join(', ')}.`;
    },
    'make-folder': ({ on, folder }, names) => `${who(on, names, 'makes', 'make')} the folder “${folder}”.`,
    move: ({ on, mails, to }, names) => `${who(on, names, 'moves', 'move')} ${names.mails(mails)} to “${to}”.`,
    delete: ({ on, mails, forGood }, names) =>
      `${who(on, names, 'deletes', 'delete')} ${names.mails(mails)}${forGood ? ' for good' : ''}.`,
    search({ on, where, from, to, text }, names) {
      const terms = [
        ...(from === undefined ? [] : [`from “${from}”`]),
        ...(to === undefined ? [] : [`to “${to}”`]),
        ...(text === undefined ? [] : [`with “${text}” in it`]),
      ];
      const mail = `mail ${terms.length === 0 ? 'of any kind' : terms.join(', ')}`;
      return where === 'server'
        ? `${who(on, names, 'has', 'have')} the server search for ${mail}.`
        : `${who(on, names, 'searches', 'search')} what is on the machine for ${mail}.`;
    },
    send: ({ on, to }, names) =>
      `${who(on, names, 'sends', 'send')} a mail${to === undefined ? '' : ` to the owner of the mailbox ${to}`}.`,
    share: ({ on, folder, with: other, may }, names) =>
      `${who(on, names, 'lets', 'let')} the owner of the mailbox ${other} ${may === 'read' ? 'read' : 'read and change'} the folder “${folder}”.`,
    offline: ({ on }, names) => `${who(on, names, 'goes', 'go')} offline.`,
    online: ({ on }, names) => `${who(on, names, 'is', 'are')} back online.`,
    wait({ days, hours, minutes }) {
      const all = [
        ...(days > 0 ? [plural(days, 'day')] : []),
        ...(hours > 0 ? [plural(hours, 'hour')] : []),
        ...(minutes > 0 ? [plural(minutes, 'minute')] : []),
      ];
      return `Time passes: ${list(all.length === 0 ? ['no time'] : all)}.`;
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
