/** LIST and LSUB. RFC 3501 §6.3.8, §6.3.9; selection and return options: RFC 5258; STATUS: RFC 5819; SPECIAL-USE: RFC 6154. */
import type { Scanner } from '../grammar/scanner.ts';
import { writeMailbox } from '../grammar/write.ts';
import { matcher } from '../namespace/pattern.ts';
import type { Listed } from '../namespace/place.ts';
import { subscriptions, visible } from '../namespace/resolve.ts';
import { bad } from '../refusal.ts';
import type { Session } from '../session.ts';
import { signedIn, type Verb } from '../verb.ts';
import { readStatusItems, tellStatus } from './status.ts';

interface Options {
  readonly select: ReadonlySet<string>;
  readonly returns: ReadonlySet<string>;
  readonly status: readonly string[];
}

export const list: Verb = {
  name: 'LIST',
  states: signedIn,
  async run(session, args) {
    args.sp();
    const extended = args.peek() === '(';
    const select = extended ? readSelection(args) : new Set<string>();
    if (extended) args.sp();
    const reference = args.mailbox();
    args.sp();
    const many = args.peek() === '(';
    const patterns = many ? args.list(() => args.pattern()) : [args.pattern()];
    const { returns, status } = args.take(' ') ? readReturn(args) : { returns: new Set<string>(), status: [] };
    args.end();
    if (!many && patterns[0] === '') {
      // RFC 3501 §6.3.8: the separator and the root are asked for.
      session.untagged('LIST (\\Noselect) "/" ""');
      return 'The separator';
    }
    await tellMatching(session, { reference, patterns, options: { select, returns, status } });
    return 'Listed';
  },
};

export const lsub: Verb = {
  name: 'LSUB',
  states: signedIn,
  async run(session, args) {
    args.sp();
    const reference = args.mailbox();
    args.sp();
    const pattern = args.pattern();
    args.end();
    const matches = matcher(reference, pattern);
    const known = new Map((await visible(session)).map((entry) => [entry.path, entry]));
    const told = new Set<string>();
    // RFC 3501 §6.3.9: also what is not there (any more); only the user takes a name off the list.
    for (const path of subscriptions(session)) {
      if (matches(path)) {
        told.add(path);
        session.untagged(
          `LSUB (${known.get(path)?.selectable === false ? '\\Noselect' : ''}) "/" ${writeMailbox(path)}`,
        );
      } else {
        // A parent that `%` names is told for the sake of what is below it.
        const parent = parentsOf(path).find((each) => matches(each));
        if (parent === undefined || told.has(parent)) continue;
        told.add(parent);
        session.untagged(`LSUB (\\Noselect) "/" ${writeMailbox(parent)}`);
      }
    }
    return 'Listed';
  },
};

function readSelection(args: Scanner): Set<string> {
  const known = ['SUBSCRIBED', 'REMOTE', 'RECURSIVEMATCH', 'SPECIAL-USE'];
  const select = new Set(args.list(() => args.word()));
  for (const option of select) if (!known.includes(option)) throw bad(`LIST cannot select by ${option}`);
  if (select.has('RECURSIVEMATCH') && !select.has('SUBSCRIBED')) throw bad('RECURSIVEMATCH needs SUBSCRIBED');
  return select;
}

function readReturn(args: Scanner): { returns: Set<string>; status: string[] } {
  args.expect('RETURN');
  args.sp();
  const returns = new Set<string>();
  let status: string[] = [];
  args.list(() => {
    const option = args.word();
    if (option === 'STATUS') {
      args.sp();
      status = readStatusItems(args);
    } else if (!['SUBSCRIBED', 'CHILDREN', 'SPECIAL-USE'].includes(option)) throw bad(`LIST cannot return ${option}`);
    returns.add(option);
  });
  return { returns, status };
}

interface Asked {
  readonly reference: string;
  readonly patterns: readonly string[];
  readonly options: Options;
}

async function tellMatching(session: Session, { reference, patterns, options }: Asked): Promise<void> {
  const all = await visible(session);
  const each = patterns.map((pattern) => matcher(reference, pattern));
  const matches = (path: string): boolean => each.some((fits) => fits(path));
  const parents = new Set(all.flatMap((entry) => parentsOf(entry.path)));
  const { select } = options;
  const chosen = (entry: Listed): boolean =>
    (!select.has('SUBSCRIBED') || entry.subscribed) && (!select.has('SPECIAL-USE') || entry.specialUse !== null);
  // RFC 5258 §3.5: a parent that does not meet the criteria, of children that do and that the patterns leave out.
  const above = new Map<string, boolean>();
  if (select.has('RECURSIVEMATCH'))
    for (const entry of all)
      if (chosen(entry) && !matches(entry.path)) for (const parent of parentsOf(entry.path)) above.set(parent, true);
  for (const entry of all) {
    if (!matches(entry.path) || !(chosen(entry) || above.has(entry.path))) continue;
    const info = above.has(entry.path) ? ' ("CHILDINFO" ("SUBSCRIBED"))' : '';
    const attributes = attributesOf(entry, options, parents.has(entry.path));
    session.untagged(`LIST (${attributes.join(' ')}) "/" ${writeMailbox(entry.path)}${info}`);
    if (options.status.length > 0 && entry.selectable) await tellStatusOf(session, entry, options.status);
  }
}

function attributesOf(entry: Listed, { select, returns }: Options, hasChildren: boolean): string[] {
  const attributes: string[] = [];
  if (!entry.selectable) attributes.push('\\Noselect');
  if ((select.has('SUBSCRIBED') || returns.has('SUBSCRIBED')) && entry.subscribed) attributes.push('\\Subscribed');
  attributes.push(hasChildren ? '\\HasChildren' : '\\HasNoChildren');
  if (entry.specialUse !== null) attributes.push(entry.specialUse);
  return attributes;
}

/** RFC 5819 §2: where it cannot be told, it is left out. */
async function tellStatusOf(session: Session, entry: Listed, items: readonly string[]): Promise<void> {
  const found = await session.resolve(entry.path);
  if (found !== null && session.rights(found).includes('r')) tellStatus(session, entry.path, found.mailbox, items);
}

/** `a/b/c` -> `a`, `a/b`. */
function parentsOf(path: string): string[] {
  const levels = path.split('/');
  return levels.slice(1).map((_level, at) => levels.slice(0, at + 1).join('/'));
}
