/** Which of the ways suits a person, and why. */
import type { UnitCosts } from './costs.ts';
import {
  daysUntilFull,
  fitsServer,
  type Needs,
  type Pop3Keeps,
  pop3Keeps,
  type Reckoned,
  reckon,
  type Way,
} from './numbers.ts';

/** Why, and what is to be minded. Each has its sentence in words.ts. */
export type Reason =
  | 'shared'
  | 'several-machines'
  | 'thin-line'
  | 'server-keeps'
  | 'read-offline'
  | 'does-not-fit'
  | 'cheaper-whole'
  | 'simple-enough'
  | 'little-disk';
export type Caution = 'server-fills' | 'only-copy' | 'copy-is-only-copy' | 'first-visit' | 'not-offline';

export interface ForYou {
  readonly needs: Needs;
  readonly choice: Way;
  readonly reasons: readonly Reason[];
  readonly cautions: readonly Caution[];
  readonly numbers: Readonly<Record<Way, Reckoned>>;
  readonly pop3Keeps: Pop3Keeps;
  readonly fits: boolean;
  /** Days after which the provider's room would be full; null: never. */
  readonly daysUntilFull: number | null;
}

export function forYou(needs: Needs, costs: UnitCosts): ForYou {
  const numbers = reckon(needs, costs);
  const fits = fitsServer(needs);
  const choice = choose(needs, numbers, fits);
  return {
    needs,
    choice,
    reasons: reasonsFor(choice, needs, numbers, fits),
    cautions: cautionsFor(choice, needs, fits),
    numbers,
    pop3Keeps: pop3Keeps(needs),
    fits,
    daysUntilFull: daysUntilFull(needs),
  };
}

function choose(needs: Needs, numbers: ForYou['numbers'], fits: boolean): Way {
  const { machines, shared, thinLine, readOffline, mustSurvive } = needs;
  const saves = numbers.imap.month.octets < numbers.pop3.month.octets;
  if (thinLine && saves) return 'imap';
  // Only one server keeps what several people or machines see as one.
  if (shared || machines > 1) return !fits || readOffline ? 'imap-copy' : 'imap';
  if (!fits) return 'pop3';
  if (readOffline)
    return mustSurvive || numbers['imap-copy'].month.octets <= numbers.pop3.month.octets ? 'imap-copy' : 'pop3';
  if (!mustSurvive && !saves) return 'pop3';
  return 'imap';
}

function reasonsFor(choice: Way, needs: Needs, numbers: ForYou['numbers'], fits: boolean): Reason[] {
  const saves = numbers.imap.month.octets < numbers.pop3.month.octets;
  const isTrue: Readonly<Record<Reason, boolean>> = {
    shared: choice !== 'pop3' && needs.shared,
    'several-machines': choice !== 'pop3' && needs.machines > 1,
    'thin-line': choice === 'imap' && needs.thinLine && saves,
    'server-keeps': choice !== 'pop3' && needs.mustSurvive && fits,
    'read-offline': choice !== 'imap' && needs.readOffline,
    'does-not-fit': choice !== 'imap' && !fits,
    'cheaper-whole': choice === 'pop3' && cheaper(needs, numbers),
    'simple-enough': choice === 'pop3' && needs.machines === 1 && !needs.shared,
    'little-disk': choice === 'imap' && numbers.imap.machine < numbers.pop3.machine,
  };
  return (Object.keys(isTrue) as Reason[]).filter((reason) => isTrue[reason]);
}

/** Against the form of IMAP that gives the same. */
const cheaper = ({ readOffline }: Needs, numbers: ForYou['numbers']): boolean =>
  numbers.pop3.month.octets < numbers[readOffline ? 'imap-copy' : 'imap'].month.octets;

function cautionsFor(choice: Way, needs: Needs, fits: boolean): Caution[] {
  const isTrue: Readonly<Record<Caution, boolean>> = {
    'server-fills': choice === 'imap' && !fits,
    'only-copy': choice === 'pop3' && pop3Keeps(needs).policy !== 'forever',
    'copy-is-only-copy': choice === 'imap-copy' && !fits,
    'first-visit': choice === 'imap-copy' && needs.thinLine,
    'not-offline': choice === 'imap' && needs.readOffline,
  };
  return (Object.keys(isTrue) as Caution[]).filter((caution) => isTrue[caution]);
}
