/** One mail from its octets. Never throws for what a mail contains: what cannot be taken as it is becomes a Problem. */
import type { Address, Problem } from '../contract/mail.ts';
import { parseAddresses } from './address.ts';
import { toByteString } from './bytes.ts';
import { decodeText } from './charset.ts';
import { parseDate } from './date.ts';
import { type Field, fieldOf, fieldsOf } from './header.ts';
import { limits } from './limits.ts';
import type { AttachmentInfo, HeldMessage, PartInfo, TextPart } from './parsed.ts';
import { previewOf } from './preview.ts';
import { nameForPart, safeName } from './safe-name.ts';
import { type LocalPart, readStructure, type Structure } from './structure.ts';
import { chooseText, type Shown } from './text.ts';
import { messageIds } from './threads.ts';
import { decodeTransfer } from './transfer.ts';
import { decodeEncodedWords, decodeRaw } from './words.ts';

/** `size` is that of the whole mail where `bytes` is only its beginning. */
export function parseMessage(bytes: Uint8Array, size = bytes.length): HeldMessage {
  const cut = bytes.subarray(0, limits.messageOctets);
  const structure = readStructure(cut);
  const problems: Problem[] = [...structure.problems];
  if (cut.length < size && cut.length === limits.messageOctets) problems.push({ code: 'too-large', detail: `${size}` });

  const { root } = structure;
  const { shown, alternatives, files } = chooseText(root);
  const textParts = [shown, ...alternatives].flatMap((s) => (s === null ? [] : [readText(cut, s, problems)]));
  const attachments = files.map((file) => attachmentOf(cut, file, problems));
  const first = textParts[0];
  return {
    ...envelope(root.fields),
    headers: root.fields.map(({ name, value }) => ({ name, value: decodeRaw(value) })),
    parts: leaves(structure).map(partInfo),
    textParts,
    attachments,
    preview: first === undefined ? '' : previewOf(first.text, first.kind),
    problems: distinct(problems),
    size,
    content: (part) => partContent(cut, structure, part),
  };
}

function envelope(fields: readonly Field[]) {
  const people = (name: string): Address[] =>
    fieldsOf(fields, name).flatMap((value) => parseAddresses(decodeRaw(value), decodeEncodedWords));
  const ids = (name: string): string[] => messageIds(fieldOf(fields, name) ?? '');
  const subject = fieldOf(fields, 'subject') ?? '';
  return {
    messageId: ids('message-id')[0] ?? null,
    inReplyTo: ids('in-reply-to')[0] ?? null,
    references: ids('references'),
    from: people('from')[0] ?? null,
    sender: people('sender')[0] ?? null,
    to: people('to').slice(0, limits.addresses),
    cc: people('cc').slice(0, limits.addresses),
    bcc: people('bcc').slice(0, limits.addresses),
    replyTo: people('reply-to').slice(0, limits.addresses),
    subject: decodeEncodedWords(decodeRaw(subject))
      .replace(/[\x00-\x1f\x7f\u2028\u2029]+/g, ' ')
      .trim(),
    date: parseDate(fieldOf(fields, 'date') ?? ''),
  };
}

function readText(bytes: Uint8Array, shown: Shown & { node: LocalPart }, problems: Problem[]): TextPart {
  let raw = bytes.subarray(shown.node.start, shown.node.end);
  if (raw.length > limits.textOctets) {
    raw = raw.subarray(0, limits.textOctets);
    problems.push({ code: 'too-large', detail: `part ${shown.part}` });
  }
  const transferred = decodeTransfer(raw, shown.encoding);
  const decoded = decodeText(transferred.bytes, charsetOf(shown.node, transferred.bytes));
  problems.push(...transferred.problems, ...decoded.problems);
  const text = decoded.text.replace(/\r\n?/g, '\n');
  return { part: shown.part, kind: shown.kind, charset: decoded.charset, text };
}

function attachmentOf(
  bytes: Uint8Array,
  node: LocalPart,
  problems: Problem[],
): AttachmentInfo & { content(): Uint8Array } {
  const raw = bytes.subarray(node.start, node.end);
  const decoded = decodeTransfer(raw, node.encoding);
  problems.push(...decoded.problems);
  return {
    part: node.part,
    name: safeName(node.name ?? subjectOf(node), nameForPart(node.part, node.type)),
    type: node.type,
    size: decoded.bytes.length,
    disposition: node.disposition,
    ...(node.id === null ? {} : { cid: node.id }),
    content: () => decodeTransfer(raw, node.encoding).bytes,
  };
}

/** A forwarded message is offered under its subject. */
function subjectOf(node: LocalPart): string | null {
  const fields = node.type === 'message/rfc822' ? node.children[0]?.fields : undefined;
  const subject = fields === undefined ? null : fieldOf(fields, 'subject');
  if (subject === null) return null;
  const text = decodeEncodedWords(decodeRaw(subject)).replace(/[/\\]/g, '_').trim();
  return text === '' ? null : `${text}.eml`;
}

/** Decoded octets of one part; text as UTF-8, so that nobody behind needs to know charsets. */
function partContent(bytes: Uint8Array, structure: Structure, part: string): Uint8Array | null {
  const node = leaves(structure).find((leaf) => leaf.part === part);
  if (node === undefined) return null;
  const decoded = decodeTransfer(bytes.subarray(node.start, node.end), node.encoding).bytes;
  if (!node.type.startsWith('text/')) return decoded;
  return Buffer.from(decodeText(decoded, charsetOf(node, decoded)).text, 'utf8');
}

/** The label of the field, else the one that an HTML part gives itself. */
function charsetOf(node: LocalPart, bytes: Uint8Array): string | null {
  const label = node.parameters.charset;
  if (label !== undefined || node.type !== 'text/html') return label ?? null;
  const head = toByteString(bytes.subarray(0, 4096));
  return /<meta\s[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{2,40})/i.exec(head)?.[1] ?? null;
}

/** Every part that has a number and content, in the mail's order: all but multiparts. */
function leaves(structure: Structure): LocalPart[] {
  const found: LocalPart[] = [];
  const visit = (node: LocalPart): void => {
    if (!node.type.startsWith('multipart/') || node.children.length === 0) found.push(node);
    for (const child of node.children) visit(child);
  };
  visit(structure.root);
  return found;
}

function partInfo(node: LocalPart): PartInfo {
  const { part, type, encoding, size, disposition, name, id } = node;
  return { part, type, charset: node.parameters.charset ?? null, encoding, size, disposition, name, cid: id };
}

function distinct(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, detail }) => {
    const key = `${code} ${detail ?? ''}`;
    return !seen.has(key) && seen.add(key) && seen.size <= 20;
  });
}
