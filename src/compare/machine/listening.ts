/** A machine that stays connected. */
import { MailError } from '../../base/errors.ts';
import type { Site } from './acts/act.ts';
import { fetchAhead } from './ahead.ts';
import { rowsOf } from './rows.ts';
import { until } from './until.ts';

/** Until a program that was just opened listens. */
const beginMs = 30_000;
/** Until a mail that came in is told; a server that tells at all does so at once. */
const toldMs = 8_000;

type Status = Site['program']['runner']['status'];
type Listener = Pick<Site, 'plan' | 'program' | 'spoken' | 'ending'>;

/**
 * Resolves when it is in step with the server and waits for its word. `past`: a status from before there was a reason to try again.
 * @throws MailError why it cannot be
 */
export async function listening(site: Listener, past?: Status): Promise<void> {
  const { runner } = site.program;
  const failed = () => runner.status !== past && runner.status.error !== undefined;
  await until(() => waits(site) || failed(), nudges(site), beginMs, site.ending);
  const { error } = runner.status;
  if (error !== undefined) throw new MailError(error);
  await fetchAhead(site);
}

/** Resolves once it knows these mails and waits again, or when it was told nothing for some seconds. */
export async function told(site: Listener, mails: readonly string[]): Promise<void> {
  const knows = () => rowsOf(site.program, mails).size === new Set(mails).size;
  if (!(await until(() => knows() && waits(site), nudges(site), toldMs, site.ending))) return;
  await fetchAhead(site);
}

const waits = ({ program, spoken }: Listener): boolean => program.runner.status.state === 'up-to-date' && spoken.idles;

const nudges = ({ program, spoken }: Listener) => [
  (hear: () => void) => program.vault.onChange(hear),
  (hear: () => void) => program.onStatus(hear),
  (hear: () => void) => spoken.onLine(hear),
];
