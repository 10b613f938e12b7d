/** The mails of a `deliver` step: letters as people write them, the same octets for the same seed. */
import { MailError } from '../../base/errors.ts';
import type { StepOf } from '../../contract/compare/step.ts';
import type { Address } from '../../contract/mail.ts';
import { isAddress, parseAddresses } from '../../message/address.ts';
import { letters } from './letters.ts';
import type { RawMail } from './mail.ts';
import { type Entity, encodedWords, fileEntity, mailbox, mailDate, multipart, textEntity } from './mime.ts';
import { chance, digest, noise, pick } from './random.ts';
import { html, letter, plain } from './text.ts';

type Deliver = StepOf<'deliver'>;

/**
 * `to`: address of the mailbox that they come into; `at`: ms since 1970, when the last of them was written, the others each a minute
 * before. Two mailboxes get the same letter under one name, each with a Message-ID of its own, which follows from seed, name and `to`
 * alone. @throws MailError bad-address where `from` or `addressed` is none
 */
export function makeMails(step: Deliver, to: string, seed: number, at: number): readonly RawMail[] {
  const subjects = { en: subjectsInTurn('en', seed, step.as), ja: subjectsInTurn('ja', seed, step.as) };
  return Array.from({ length: step.count }, (_, i) => {
    const mail = step.count === 1 ? step.as : `${step.as}${i + 1}`;
    return makeMail(step, mail, to, seed, at - (step.count - 1 - i) * 60_000, subjects);
  });
}

type Subjects = Readonly<Record<'en' | 'ja', () => string>>;

function makeMail(step: Deliver, mail: string, to: string, seed: number, at: number, subjects: Subjects): RawMail {
  const random = chance('letter', seed, mail);
  const lang = langOf(step.subject, random);
  const { people, files } = letters[lang];
  const from = step.from === undefined ? pick(random, people) : person(step.from);
  const addressee = step.addressed === undefined ? { name: '', address: to } : person(step.addressed);
  const subject = step.subject ?? subjects[lang]();
  const id = digest('message-id', seed, mail, to).slice(0, 20);
  const messageId = `<${mail}.${id}@letters.example>`;

  const name = from.name || (from.address.split('@')[0] ?? '');
  const paragraphs = letter({ lang, octets: step.text, word: step.word, name }, random);
  const text = textEntity('text/plain', plain(paragraphs, lang, step.word));
  const written: Entity =
    step.shape === 'plain'
      ? text
      : multipart('alternative', `=_a-${id}`, [text, textEntity('text/html', html(paragraphs, lang, subject))]);
  const file = (): Entity => fileEntity(pick(random, files), noise(step.attachment, 'file', seed, mail));
  const whole = step.attachment === 0 ? written : multipart('mixed', `=_m-${id}`, [written, file()]);

  const fields = [
    `From: ${mailbox(from)}`,
    `To: ${mailbox(addressee)}`,
    `Subject: ${encodedWords(subject)}`,
    `Date: ${mailDate(at)}`,
    `Message-ID: ${messageId}`,
    'MIME-Version: 1.0',
    `${whole.fields}\r\n`,
  ].join('\r\n');
  const raw = Buffer.concat([Buffer.from(fields), whole.body]);
  return { mail, messageId, subject, from: from.address, attachment: step.attachment, raw };
}

/** No two alike, so that a list of them can be told apart: all in a shuffled order, then the same again with a number. */
function subjectsInTurn(lang: 'en' | 'ja', seed: number, as: string): () => string {
  const random = chance('subjects', seed, as, lang);
  const order = letters[lang].subjects
    .map((subject) => ({ subject, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ subject }) => subject);
  let given = 0;
  return () => {
    const round = Math.floor(given / order.length) + 1;
    const subject = order[given % order.length] ?? letters[lang].subjects[0];
    given += 1;
    return round === 1 ? subject : `${subject} (${round})`;
  };
}

/** As its subject is; without one, a third of them is Japanese. */
function langOf(subject: string | undefined, random: () => number): 'en' | 'ja' {
  const drawn = random() < 1 / 3;
  return (subject === undefined ? drawn : /[\u3040-\u30ff\u4e00-\u9fff]/.test(subject)) ? 'ja' : 'en';
}

function person(text: string): Pick<Address, 'name' | 'address'> {
  const [found] = parseAddresses(text);
  if (found !== undefined && isAddress(found.address)) return found;
  throw new MailError({
    kind: 'bad-input',
    at: 'compare.deliver',
    reason: 'bad-address',
    advice: 'check-address',
    facts: { address: text },
  });
}
