import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ParsedMessage } from '../../src/message/index.ts';

const folder = fileURLToPath(new URL('../messages/', import.meta.url));

/** The mails that lie in test/messages, by name. */
export function mails(): { name: string; bytes: Buffer }[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.eml'))
    .map((file) => ({ name: file.slice(0, -4), bytes: readFileSync(folder + file) }));
}

export function expectedFile(name: string): string {
  return `${folder}${name}.expected.json`;
}

/** What an expected.json holds: what a person would see, and the parts. */
export function digest(m: ParsedMessage): object {
  const who = ({ name, address }: { name: string; address: string }): string => `${name} <${address}>`;
  return {
    subject: m.subject.length > 300 ? `${m.subject.slice(0, 40)}… (${m.subject.length})` : m.subject,
    from: m.from === null ? null : who(m.from),
    to: m.to.map(who),
    date: m.date === null ? null : new Date(m.date).toISOString(),
    messageId: m.messageId,
    inReplyTo: m.inReplyTo,
    references: m.references,
    preview: m.preview,
    texts: m.textParts.map(({ part, kind, charset, text }) => ({
      part,
      kind,
      charset,
      text: text.length > 2000 ? `${text.slice(0, 40)}… (${text.length})` : text,
    })),
    attachments: m.attachments.map(({ part, name, type, size, cid }) => [part, name, type, size, cid ?? null]),
    parts: m.parts.map(({ part, type, encoding, size }) => [part, type, encoding, size]),
    problems: m.problems.map(({ code, detail }) => [code, detail ?? null]),
  };
}
