/** The part that programs read: message/delivery-status, RFC 3464 §2; with addresses in UTF-8, RFC 6533 §4. */
import type { Report, ReportedRecipient } from './about.ts';
import { WORDS_OCTETS } from './limits.ts';
import { statusOf } from './status.ts';

/** CRLF line ends; a blank line between the blocks. */
export function statusPart(report: Report, utf8: boolean): string {
  const { host, arrived, envid } = report;
  const mail = [
    envid === null ? null : field('Original-Envelope-Id', plain(envid, utf8)),
    field('Reporting-MTA', `dns;${host}`),
    field('Arrival-Date', dateOf(arrived)),
  ];
  const blocks = [mail, ...report.recipients.map((recipient) => block(report, recipient, utf8))];
  return blocks.map((lines) => lines.filter((line) => line !== null).join('')).join('\r\n');
}

function block(report: Report, recipient: ReportedRecipient, utf8: boolean): (string | null)[] {
  const { address, original, action, remote, said, expired } = recipient;
  const status = expired ? '4.4.7' : action === 'failed' || action === 'delayed' ? statusOf(said) : '2.0.0';
  // RFC 3464 §2.3.6: `smtp` only for what came over SMTP; our own words have a type of our own.
  const diagnostic = `${remote === null ? 'x-tegami' : 'smtp'}; ${plain(said, utf8).slice(0, WORDS_OCTETS)}`;
  return [
    original === null ? null : field('Original-Recipient', originalOf(original, utf8)),
    field('Final-Recipient', addressOf(address, utf8)),
    field('Action', action),
    field('Status', status),
    remote === null ? null : field('Remote-MTA', `dns;${remote}`),
    action === 'failed' || action === 'delayed' ? field('Diagnostic-Code', diagnostic) : null,
    field('Last-Attempt-Date', dateOf(report.now)),
    action === 'delayed' ? field('Will-Retry-Until', dateOf(report.until)) : null,
  ];
}

const addressOf = (address: string, utf8: boolean): string =>
  isAscii(address) ? `rfc822;${address}` : utf8 ? `utf-8;${address}` : `rfc822;${plain(address, false)}`;

/** As the sender wrote it. */
const originalOf = (original: string, utf8: boolean): string =>
  isAscii(original) || utf8 ? oneLine(original) : plain(original, false);

export const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);
const oneLine = (text: string): string => text.replace(/[\x00-\x1f\x7f]+/g, ' ').trim();

/** One line; without UTF-8 what is not ASCII is written as RFC 6533 §3 does. */
function plain(text: string, utf8: boolean): string {
  const line = oneLine(text);
  if (utf8 || isAscii(line)) return line;
  return [...line].map((c) => (isAscii(c) ? c : `\\x{${(c.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`)).join('');
}

/** RFC 5322 §2.1.1: lines of at most 78 where there is a space to fold at. */
function field(name: string, value: string): string {
  const lines: string[] = [];
  let line = `${name}:`;
  for (const word of value.split(' ').filter((one) => one !== '')) {
    if (line.length + word.length + 1 > 78 && line.includes(' ')) {
      lines.push(line);
      line = '';
    }
    line += ` ${word}`;
  }
  return `${[...lines, line].join('\r\n')}\r\n`;
}

export const dateOf = (ms: number): string => new Date(ms).toUTCString().replace('GMT', '+0000');
