/** Mails made to hurt a parser. */

export function deepMail(levels: number): Buffer {
  const lines = ['From: a@example.org', 'Subject: deep', 'MIME-Version: 1.0'];
  for (let i = 0; i < levels; i++) lines.push(`Content-Type: multipart/mixed; boundary="b${i}x"`, '', `--b${i}x`);
  lines.push('Content-Type: text/plain', '', 'the bottom');
  for (let i = levels - 1; i >= 0; i--) lines.push(`--b${i}x--`);
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}

export function deepMessages(levels: number): Buffer {
  const lines: string[] = [];
  for (let i = 0; i < levels; i++) lines.push(`Subject: ${i}`, 'Content-Type: message/rfc822', '');
  lines.push('Subject: innermost', '', 'the bottom', '');
  return Buffer.from(lines.join('\r\n'));
}

export function manyParts(count: number): Buffer {
  const head =
    'From: a@example.org\r\nSubject: many\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n';
  const part = (i: number): string => `--m\r\nContent-Type: text/plain; name="n${i}.txt"\r\n\r\npart ${i}\r\n`;
  return Buffer.from(`${head}${Array.from({ length: count }, (_, i) => part(i)).join('')}--m--\r\n`);
}

export function bigHeader(octets: number): Buffer {
  return Buffer.from(`From: a@example.org\r\nX-Big: ${'x'.repeat(octets)}\r\nSubject: behind\r\n\r\nbody\r\n`);
}

/** `octets` of a base64 attachment behind a line of text. */
export function withAttachment(octets: number): Buffer {
  const data = Buffer.alloc(octets, 'some data that is not all the same ').toString('base64');
  const lines = (data.match(/.{1,76}/g) ?? []).join('\r\n');
  return Buffer.from(
    `From: a@example.org\r\nSubject: big\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n\r\ntext\r\n--m\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines}\r\n--m--\r\n`,
  );
}
