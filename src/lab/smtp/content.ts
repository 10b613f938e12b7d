/** Reads the message after DATA, to CRLF.CRLF and no other end, and gives the answer to it. */
import { DotReader } from './dots.ts';
import { effectAt, suffer } from './faults.ts';
import { failure, Intake } from './intake.ts';
import type { Answer } from './replies.ts';
import type { Session } from './session.ts';
import { envelopeOf, type Transaction } from './transaction.ts';

/** Null: the connection ended before the message did; nothing was taken. */
export async function receive(session: Session, transaction: Transaction): Promise<Answer | null> {
  const intake = await openIntake(session, transaction);
  const dots = new DotReader();
  const give = (piece: Buffer): void => intake.write(piece);
  for (;;) {
    const piece = await session.channel.piece();
    const end = piece === null || overLimit(session, intake, piece) ? null : dots.read(piece, give);
    if (piece === null || end === null) {
      // Whoever ended it with LF.LF hears why it was refused.
      if (session.channel.why === 'timeout' && intake.refusal !== null) session.reply(intake.refusal);
      intake.abort();
      return null;
    }
    look(session, dots, intake);
    if (end < 0) continue;
    session.channel.putBack(piece.subarray(end));
    session.channel.listenFor(session.limits.silenceMs);
    return finish(session, transaction, intake);
  }
}

/** The sink of this message, with the faults that are to strike it. */
export async function openIntake(session: Session, transaction: Transaction): Promise<Intake> {
  const intake = new Intake(session.policy.content(session.peer, envelopeOf(transaction)), session.policy.maxSize());
  const effect = effectAt(session, 'smtp.content', addresses(transaction));
  session.dropAfter = effect?.kind === 'drop' ? effect.afterOctets : effect?.kind === 'dead-host' ? 0 : null;
  if (effect !== null && session.dropAfter === null) {
    const refused = await suffer(session, effect);
    if (refused !== null) intake.refuse(refused);
  }
  return intake;
}

/** 250 is only what `done` gives: the policy says it when the message is durable. */
export async function finish(session: Session, transaction: Transaction, intake: Intake): Promise<Answer | null> {
  if (session.dropAfter !== null) {
    session.channel.cut();
    intake.abort();
    return null;
  }
  const effect = effectAt(session, 'smtp.end-of-data', addresses(transaction));
  const after = effect?.kind === 'delay' || effect?.kind === 'drop' || effect?.kind === 'dead-host';
  if (effect !== null && !after) {
    const refused = await suffer(session, effect);
    if (refused !== null) intake.refuse(refused);
  }
  const answer = await intake.finish();
  // The message is taken, and the client does not hear of it: where duplicates come from, RFC 1047.
  if (effect !== null && after) await suffer(session, effect);
  return answer;
}

const addresses = ({ recipients }: Transaction): string[] => recipients.map(({ address }) => address);

/** True: the connection is cut here, as a fault wants it or because nobody sends that much. */
export function overLimit(session: Session, intake: Intake, piece: Buffer): boolean {
  const { channel, limits } = session;
  if (session.dropAfter !== null) {
    session.dropAfter -= piece.length;
    if (session.dropAfter <= 0) {
      channel.cut();
      return true;
    }
  }
  if (intake.size <= session.policy.maxSize() + limits.readOver) return false;
  session.reply(failure(null));
  channel.stop('refused');
  return true;
}

/** What the reader saw speaks against the message. */
export function look(session: Session, dots: DotReader, intake: Intake): void {
  if (dots.bare !== null) {
    // As Postfix answers since 2024 (smtpd_forbid_bare_newline); every other end than CRLF.CRLF is seen here.
    intake.refuse({ code: 550, text: `5.6.11 A bare ${dots.bare} stands in the message; RFC 5321 section 2.3.8` });
    session.channel.listenFor(session.limits.bareSilenceMs);
  } else if (dots.longestLine > session.limits.contentLine)
    intake.refuse({ code: 554, text: `5.6.0 A line is longer than ${session.limits.contentLine} octets` });
}
