import type { CompareWords } from './compare-words.ts';

export const compareEn: CompareWords = {
  noExperiment: (given, names) =>
    `There is no experiment "${given}", and no file of that name. Those that come with the program: ${names.join(', ')}.`,
  noSuchFile: (file) => `There is no file ${file}.`,
  noJson: (file, why) => `${file} is not JSON: ${why}.`,
  noMachines: (file) => `${file} holds no list of machines: [{ "id": …, "name": …, "protocol": "imap" }, …].`,
  problem: (where, path, said) => `${where}${path === '' ? '' : `, ${path}`}: ${said}`,
  notAsMany: (option, given, users) =>
    `${option} was given ${given} times and --user ${users} times: give it once, or once for each user.`,
  progress: (name, n, all, done, of) => `${name} (${n} of ${all}): step ${done} of ${of}`,
  finished: (name, n, all, seconds) => `${name} (${n} of ${all}): ${seconds} s`,
  head: {
    machine: 'Machine',
    received: 'Received',
    sent: 'Sent',
    trips: 'Round trips',
    line: 'On the line',
    disk: 'On disk',
    mails: 'Mails',
    unread: 'Unread',
    whole: 'Whole',
  },
  couldNot: (steps, machine, said) => `Step${steps.length === 1 ? '' : 's'} ${steps.join(', ')}, ${machine}: ${said}`,
  forYou: 'POP3 or IMAP for you?',
  notMeasured: 'What was run does not tell which suits you: run read-state and thin-line as well.',
  skipped: (name, why) => `${name} was not run: ${why}`,
  lab: 'a lab of its own',
  took: (experiments, seconds, ground) =>
    `${experiments} experiment${experiments === 1 ? '' : 's'} in ${seconds} s, against ${ground}.`,
  more: '--html FILE writes all of it as a page, --csv FILE as a table, --json as one document.',
};
