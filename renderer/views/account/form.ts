/** What the add-account dialog holds, its defaults, what is wrong with it, and the settings that it stands for. Pure. */
import type { AccountSettings, Keep, Pin, Security } from '../../../src/contract/account.ts';
import { isAddress } from '../../../src/message/address.ts';

export interface AccountForm {
  readonly name: string;
  readonly email: string;
  readonly protocol: 'imap' | 'pop3';
  readonly host: string;
  readonly port: string;
  readonly security: Security;
  readonly user: string;
  readonly password: string;
  readonly outHost: string;
  readonly outPort: string;
  readonly outSecurity: Security;
  /** Empty: the same as incoming. */
  readonly outUser: string;
  /** The outgoing server takes mail without signing in. */
  readonly outOpen: boolean;
  readonly keep: Keep['policy'];
  readonly days: string;
  readonly ca: { readonly name: string; readonly pem: string } | null;
  readonly pins: readonly Pin[];
}

export type Field = keyof AccountForm;
/** What is wrong, as the end of a key in the language files: `wrong.<value>`. */
export type Wrong = 'email' | 'host' | 'hostOnly' | 'port' | 'user' | 'password' | 'days';
export type Wrongs = Readonly<Partial<Record<Field, Wrong>>>;

export type PortUse = 'imap' | 'pop3' | 'smtp';
/** RFC 8314 for TLS from the start; IMAP RFC 9051 §2.1, POP3 RFC 1939 §3, submission RFC 6409 §3.1 for the others. */
const defaultPorts: Readonly<Record<PortUse, Readonly<Record<Security, string>>>> = {
  imap: { implicit: '993', starttls: '143', none: '143' },
  pop3: { implicit: '995', starttls: '110', none: '110' },
  smtp: { implicit: '465', starttls: '587', none: '587' },
};

export const emptyForm: AccountForm = {
  name: '',
  email: '',
  protocol: 'imap',
  host: '',
  port: defaultPorts.imap.implicit,
  security: 'implicit',
  user: '',
  password: '',
  outHost: '',
  outPort: defaultPorts.smtp.implicit,
  outSecurity: 'implicit',
  outUser: '',
  outOpen: false,
  keep: 'forever',
  days: '14',
  ca: null,
  pins: [],
};

/** The form after a change: what was left at its default follows, what the user typed stays. */
export function changed(form: AccountForm, change: Partial<AccountForm>): AccountForm {
  const next = { ...form, ...change };
  const port =
    change.port === undefined && form.port === defaultPorts[form.protocol][form.security]
      ? defaultPorts[next.protocol][next.security]
      : next.port;
  const outPort =
    change.outPort === undefined && form.outPort === defaultPorts.smtp[form.outSecurity]
      ? defaultPorts.smtp[next.outSecurity]
      : next.outPort;
  const user = change.user === undefined && form.user === form.email.trim() ? next.email.trim() : next.user;
  return { ...next, port, outPort, user };
}

/** Server names that are worth a try, shown as examples only; null before there is a domain. */
export function guesses(form: AccountForm): { incoming: string; outgoing: string } | null {
  const domain = /@(?<domain>[^@\s]+\.[^@\s.]{2,})$/.exec(form.email.trim())?.groups?.['domain'];
  if (domain === undefined) return null;
  return { incoming: `${form.protocol === 'imap' ? 'imap' : 'pop'}.${domain}`, outgoing: `smtp.${domain}` };
}

/** What is wrong, by field. Empty: it can be tested. */
export function wrongs(form: AccountForm): Wrongs {
  return {
    ...(isAddress(form.email.trim()) ? {} : { email: 'email' }),
    ...wrongHost('host', form.host),
    ...wrongHost('outHost', form.outHost),
    ...(isPort(form.port) ? {} : { port: 'port' }),
    ...(isPort(form.outPort) ? {} : { outPort: 'port' }),
    ...(form.user.trim() === '' ? { user: 'user' } : {}),
    ...(form.password === '' ? { password: 'password' } : {}),
    ...(form.protocol === 'pop3' && form.keep === 'days' && !isDays(form.days) ? { days: 'days' } : {}),
  };
}

/** Call it only where `wrongs` is empty. */
export function toSettings(form: AccountForm): AccountSettings {
  const user = form.user.trim();
  return {
    name: form.name.trim(),
    email: form.email.trim(),
    protocol: form.protocol,
    incoming: { host: form.host.trim(), port: Number(form.port), security: form.security, user },
    outgoing: {
      host: form.outHost.trim(),
      port: Number(form.outPort),
      security: form.outSecurity,
      user: form.outOpen ? null : form.outUser.trim() || user,
    },
    keep:
      form.protocol === 'pop3' && form.keep !== 'forever'
        ? form.keep === 'days'
          ? { policy: 'days', days: Number(form.days) }
          : { policy: 'delete' }
        : { policy: 'forever' },
    trust: { ...(form.ca === null ? {} : { ca: form.ca.pem }), pins: [...form.pins] },
  };
}

function wrongHost(field: 'host' | 'outHost', value: string): Wrongs {
  const host = value.trim();
  if (host === '' || host.length > 255) return { [field]: 'host' };
  // A pasted URL or host:port; an IPv6 address keeps its colons.
  if (/[\s/@]/.test(host) || /^[^:]+:\d+$/.test(host)) return { [field]: 'hostOnly' };
  return {};
}

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 65535;
const isDays = (text: string): boolean => /^\d{1,4}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 3650;
