/** ENVELOPE (RFC 9051 §7.5.2) as we keep it. */
import type { Address } from '../contract/mail.ts';
import { parseDate } from '../message/index.ts';
import type { Value } from './fetch-row.ts';
import type { Envelope } from './types.ts';
import { words } from './words.ts';

/** @param referencesField the References field as it stands in the header, or null */
export function readEnvelope(value: Value | undefined, referencesField: Buffer | null): Envelope {
  const e = Array.isArray(value) ? value : [];
  const from = addresses(e[2])[0] ?? addresses(e[3])[0] ?? null;
  return {
    messageId: ids(e[9])[0] ?? bare(e[9]),
    inReplyTo: ids(e[8])[0] ?? null,
    references: referencesField ? references(referencesField) : [],
    from,
    to: addresses(e[5]),
    cc: addresses(e[6]),
    bcc: addresses(e[7]),
    replyTo: replyTo(e[4], from),
    subject:
      typeof e[1] === 'string'
        ? words(e[1])
            .replace(/[\p{Cc}]+/gu, ' ')
            .trim()
        : '',
    date: typeof e[0] === 'string' ? parseDate(e[0]) : null,
  };
}

/** RFC 5322 §3.6.4 asks for few; a hostile field has thousands. The first and the newest matter. */
const mostReferences = 100;

function references(field: Buffer): string[] {
  const all = field.toString('latin1').match(/<[^<>\s]{1,998}>/g) ?? [];
  return all.length <= mostReferences ? all : [all[0] as string, ...all.slice(1 - mostReferences)];
}

/** Servers fill Reply-To with From where the field is missing; then it says nothing. */
function replyTo(value: Value | undefined, from: Address | null): Address[] {
  const list = addresses(value);
  return list.length === 1 && from && list[0]?.address === from.address && list[0].name === from.name ? [] : list;
}

function addresses(value: Value | undefined): Address[] {
  if (!Array.isArray(value)) return [];
  const list: Address[] = [];
  for (const one of value) {
    if (!Array.isArray(one)) continue;
    const [name, , mailbox, host] = one;
    // A NIL host begins a group, a NIL mailbox ends it (RFC 9051 §7.5.2): neither is an address.
    if (typeof mailbox !== 'string' || typeof host !== 'string') continue;
    const shown =
      typeof name === 'string'
        ? words(name)
            .replace(/[\p{Cc}]+/gu, ' ')
            .trim()
        : '';
    list.push({ name: shown, address: address(mailbox, host) });
  }
  return list;
}

/** Dovecot and Cyrus put placeholders where an address has no domain or no local part. */
function address(mailbox: string, host: string): string {
  if (mailbox === 'MISSING_MAILBOX') return '';
  const local = words(mailbox);
  return host === 'MISSING_DOMAIN' || host === '.MISSING-HOST-NAME.' || host === '' ? local : `${local}@${words(host)}`;
}

function ids(value: Value | undefined): string[] {
  return typeof value === 'string' ? (value.match(/<[^<>\s]{1,998}>/g) ?? []) : [];
}

/** A Message-ID without its angle brackets is still the message's id. */
function bare(value: Value | undefined): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return text && text.length <= 998 && !/[<>\s]/.test(text) ? `<${text}>` : null;
}
