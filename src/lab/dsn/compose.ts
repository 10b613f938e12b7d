/** A delivery status notification as a message: multipart/report of three parts. RFC 3464, RFC 6522; with UTF-8, RFC 6533. */
import type { Report } from './about.ts';
import { encodedWords } from './encoded-word.ts';
import { returnedPart } from './returned.ts';
import { dateOf, isAscii, statusPart } from './status-part.ts';
import { humanPart, subjectOf } from './words.ts';

export interface ComposedReport {
  readonly content: Buffer;
  /** Its own header or addresses need SMTPUTF8. */
  readonly smtputf8: boolean;
}

export function composeReport(report: Report): ComposedReport {
  const addresses = [report.to, ...report.recipients.flatMap(({ address, original }) => [address, original ?? ''])];
  const utf8 = !addresses.every(isAscii);
  const returned = returnedPart(report, utf8);
  const human = Buffer.from(humanPart(report));
  const status = Buffer.from(statusPart(report, utf8));
  const boundary = boundaryFor(report.id, [human, status, returned.octets]);
  const header = [
    `From: Mail Delivery System <MAILER-DAEMON@${report.host}>`,
    `To: <${report.to}>`,
    `Subject: ${encodedWords(subjectOf(report))}`,
    `Date: ${dateOf(report.now)}`,
    `Message-ID: <${report.id}@${report.host}>`,
    // RFC 3834 §5: no program must answer it.
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    // RFC 2045 §6.4: a multipart is what its widest part is.
    `Content-Transfer-Encoding: ${encodingOf([human, status, returned.octets])}`,
    'Content-Type: multipart/report; report-type=delivery-status;',
    `\tboundary="${boundary}"`,
    '',
    'This is a report in three parts: for people, for programs, and the mail itself.',
    '',
  ];
  const parts = [
    part(boundary, 'text/plain; charset=utf-8', human, ['Content-Language: en, ja']),
    part(boundary, utf8 ? 'message/global-delivery-status' : 'message/delivery-status', status),
    part(boundary, returned.type, returned.octets),
  ];
  const end = Buffer.from(`--${boundary}--\r\n`);
  return {
    content: Buffer.concat([Buffer.from(`${header.join('\r\n')}\r\n`), ...parts.flat(), end]),
    smtputf8: !isAscii(report.to),
  };
}

function part(boundary: string, type: string, octets: Buffer, more: readonly string[] = []): Buffer[] {
  const header = [
    ...[`--${boundary}`, `Content-Type: ${type}`, ...more],
    ...[`Content-Transfer-Encoding: ${encodingOf([octets])}`, '', ''],
  ];
  const ends = octets.subarray(-2).toString('latin1') === '\r\n';
  return [Buffer.from(header.join('\r\n')), octets, Buffer.from(ends ? '\r\n' : '\r\n\r\n')];
}

const encodingOf = (parts: readonly Buffer[]): string =>
  parts.some((octets) => octets.some((octet) => octet > 127)) ? '8bit' : '7bit';

/** One that stands in none of the parts. RFC 2046 §5.1.1. */
function boundaryFor(id: string, parts: readonly Buffer[]): string {
  for (let n = 0; ; n++) {
    const boundary = `=_report_${id}${n === 0 ? '' : `_${n}`}`;
    if (!parts.some((octets) => octets.includes(boundary))) return boundary;
  }
}
