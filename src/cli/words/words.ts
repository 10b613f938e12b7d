import type { OptionName } from '../options.ts';
import type { CompareWords } from './compare-words.ts';
import type { LabWords } from './lab-words.ts';

export type CommandName =
  | 'account add'
  | 'account list'
  | 'account remove'
  | 'sync'
  | 'folders'
  | 'list'
  | 'show'
  | 'flag'
  | 'move'
  | 'delete'
  | 'send'
  | 'outbox'
  | 'parse'
  | 'vault check'
  | 'vault rebuild'
  | 'lab'
  | 'demo'
  | 'compare';

/** What the terminal client says, but for the sentences of errors, which are those of the window too (contract/words). */
export interface Words {
  // Help
  readonly usage: string;
  readonly withAny: string;
  readonly passwordFrom: string;
  readonly moreHelp: string;
  readonly does: Readonly<Record<CommandName, string>>;
  readonly option: Readonly<Record<OptionName, string>>;

  // Wrong usage
  /** `command` null: of all. */
  usageHelps(command: string | null): string;
  noCommand(): string;
  unknownCommand(words: string): string;
  unknownOption(option: string): string;
  noValue(option: string): string;
  takesNoValue(option: string): string;
  missing(what: string): string;
  twice(option: string): string;
  tooMany(word: string): string;
  noNumber(what: string, given: string): string;
  notOneOf(what: string, allowed: readonly string[], given: string): string;
  noFlag(given: string): string;
  noKeep(given: string): string;
  noFingerprint(): string;
  noUse(what: string, why: string): string;
  noPem(file: string): string;
  notTogether(a: string, b: string): string;
  noPassword(): string;
  noId(): string;
  noAccountId(): string;

  // Asking and telling
  askPassword(whose: string): string;
  remembered(folder: string): string;
  sides: Readonly<Record<'incoming' | 'outgoing', string>>;
  step(side: string, name: string, said: string): string;
  added(id: number): string;
  removed(id: number): string;
  noAccounts(): string;
  noMail(): string;
  nothingInOutbox(): string;
  notAFolder(path: string): string;
  folder(name: string): string;
  accountFor(address: string): string;
  connecting(): string;
  progress(folder: string, done: string, total: string): string;
  synced(of: {
    account: string;
    added: string;
    updated: string;
    removed: string;
    in: string;
    out: string;
    commands: string;
    seconds: string;
  }): string;
  changed(count: string, waiting: string | null): string;
  saved(file: string, size: string): string;
  outboxState(id: number, state: string, said: string): string;
  readonly states: Readonly<Record<'queued' | 'sending' | 'sent' | 'refused', string>>;
  takenBack(draft: number): string;
  checked(messages: string, files: string, ok: boolean): string;
  checkDatabase(line: string): string;
  checkMissing(id: number): string;
  checkDamaged(id: number): string;
  checkOrphans(count: string): string;
  rebuilt(how: 'repaired' | 'rebuilt', accounts: string, adopted: string, lost: string): string;
  oldDatabase(file: string): string;

  // Heads of columns and fields
  readonly head: Readonly<
    Record<
      | 'id'
      | 'account'
      | 'folder'
      | 'protocol'
      | 'address'
      | 'server'
      | 'unread'
      | 'total'
      | 'role'
      | 'date'
      | 'size'
      | 'from'
      | 'to'
      | 'cc'
      | 'subject'
      | 'attachments'
      | 'state',
      string
    >
  >;
  readonly noSubject: string;
  readonly octets: string;
  readonly problem: string;

  readonly lab: LabWords;
  readonly compare: CompareWords;
}
