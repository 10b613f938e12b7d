import { createReadStream } from 'node:fs';
import { copyFile, readFile, stat } from 'node:fs/promises';
import { asMailError, MailError } from '../../base/errors.ts';
import type { OpenMessage } from '../../contract/mail.ts';
import type { Engine } from '../../engine/index.ts';
import { type Command, type Result, type Surroundings, text, UsageError, whole } from '../command.ts';
import { size } from '../look/measures.ts';
import { readable } from '../readable.ts';
import { listed } from './list.ts';

export const show: Command = {
  name: 'show',
  usage: 'ID [--raw [--out FILE] | --part N --out FILE]',
  options: ['raw', 'part', 'out'],
  words: 1,
  async run(given, around) {
    const [word] = given.words;
    if (word === undefined) throw new UsageError((w) => w.noId());
    const id = whole(word, 'ID');
    const raw = given.options['raw'] === true;
    const part = text(given, 'part');
    const out = text(given, 'out');
    if (raw && part !== undefined) throw new UsageError((w) => w.notTogether('--raw', '--part'));
    if (part !== undefined && !out) throw new UsageError((w) => w.missing('--out FILE'));
    if (out !== undefined && part === undefined && !raw) throw new UsageError((w) => w.missing('--part N'));
    const engine = await around.engine();
    if (part !== undefined && out !== undefined) return savePart(engine, id, part, out, around);
    if (raw) return rawOf(engine, id, out, around);
    return opened(engine, id, around);
  },
};

/** The mail in the same form as `parse` gives it, and where it lies. Of several forms of its text each is fetched: a terminal wants the plain one. */
async function opened(engine: Engine, id: number, { words, lang }: Surroundings): Promise<Result> {
  const { parts, handlers } = engine;
  const mail = await handlers['messages.open']({ id });
  const record = parts.vault.messages.get(id);
  const textOf = async (kind: 'text' | 'html'): Promise<string | null> => {
    const found = textParts(mail).find((each) => each.kind === kind);
    return found === undefined ? null : readFile((await parts.bodies.part(id, found.part)).file, 'utf8');
  };
  const json = {
    ...listed(mail.row, parts.vault.folders.get(mail.row.folder)),
    inReplyTo: record.inReplyTo,
    references: mail.references,
    cc: mail.row.cc,
    bcc: mail.bcc,
    replyTo: mail.replyTo,
    shown: mail.shown,
    alternatives: mail.alternatives,
    text: await textOf('text'),
    html: await textOf('html'),
    problems: mail.problems,
  };
  return { json, lines: readable({ ...json, date: mail.row.date }, words, lang) };
}

function textParts(mail: OpenMessage): readonly { part: string; kind: 'html' | 'text' }[] {
  return mail.shown === null ? mail.alternatives : [mail.shown, ...mail.alternatives];
}

async function savePart(engine: Engine, id: number, part: string, out: string, around: Surroundings): Promise<Result> {
  const located = await engine.parts.bodies.part(id, part);
  await copyTo(located.file, out);
  return {
    json: { id, part, out, size: located.size, type: located.type, name: located.name },
    lines: [around.words.saved(out, size(located.size, around.lang))],
  };
}

async function rawOf(engine: Engine, id: number, out: string | undefined, around: Surroundings): Promise<Result> {
  const { file } = await engine.parts.bodies.raw(id);
  if (out === undefined) return { bytes: createReadStream(file) };
  await copyTo(file, out);
  const octets = (await stat(out)).size;
  return { json: { id, out, size: octets }, lines: [around.words.saved(out, size(octets, around.lang))] };
}

/** @throws MailError disk-full, disk-failed with the system's words. */
async function copyTo(file: string, out: string): Promise<void> {
  try {
    await copyFile(file, out);
  } catch (thrown) {
    const error = asMailError(thrown, 'cli.out');
    if (error.reason === 'disk-full') throw error;
    const said = thrown instanceof Error && 'code' in thrown ? `${out}: ${thrown.code}` : out;
    throw new MailError(
      { kind: 'not-stored', at: 'cli.out', reason: 'disk-failed', advice: 'check-input', said },
      thrown,
    );
  }
}
