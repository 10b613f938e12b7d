/** BDAT, RFC 3030 §2: the message in counted pieces. The octets follow the command at once, wanted or not, so they are always read. */

import { finish, look, openIntake, overLimit } from '../content.ts';
import { DotReader } from '../dots.ts';
import { fault } from '../faults.ts';
import { type Answer, mistake } from '../replies.ts';
import type { Session } from '../session.ts';
import { allowed, outOfOrder } from '../states.ts';
import type { Verb } from './verb.ts';

export const bdat: Verb = {
  name: 'BDAT',
  usage: 'BDAT size [LAST]',
  async run(session, argument) {
    const found = /^(\d{1,15})(?:[ \t]+(LAST))?$/i.exec(argument);
    // Where the octets end that follow now cannot be known: none of them may be taken for a command.
    if (found === null) return { code: 501, text: '5.5.4 It is written BDAT size [LAST]', next: 'close' };
    const size = Number(found[1]);
    const refused = await begin(session);
    if (refused !== null) return (await readOver(session, size)) ? refused : null;
    if (!(await take(session, size))) return null;
    return found[2] === undefined ? goOn(session, size) : last(session);
  },
};

/** Null: there is somewhere to put it. */
async function begin(session: Session): Promise<Answer | null> {
  const { transaction } = session;
  if (transaction === null || !allowed[session.state].has('BDAT'))
    return outOfOrder(session.state, 'BDAT', (transaction?.tried ?? 0) > 0);
  if (session.chunks !== null) return null;
  const struck = await fault(session, 'smtp.data');
  if (struck !== null) return struck;
  session.chunks = { intake: await openIntake(session, transaction), lines: new DotReader(false) };
  session.state = 'chunks';
  return null;
}

/** False: the connection is over. */
async function take(session: Session, size: number): Promise<boolean> {
  const { chunks, channel } = session;
  if (chunks === null) return false;
  const give = (piece: Buffer): void => chunks.intake.write(piece);
  return channel.pieces(size, (piece) => {
    if (overLimit(session, chunks.intake, piece)) return false;
    chunks.lines.read(piece, give);
    look(session, chunks.lines, chunks.intake);
    channel.listenFor(session.limits.silenceMs);
    return true;
  });
}

async function readOver(session: Session, size: number): Promise<boolean> {
  if (size <= session.policy.maxSize() + session.limits.readOver) return session.channel.pieces(size, () => true);
  session.reply(mistake(421, '4.3.4 That is too much to read over'));
  session.channel.stop('refused');
  return false;
}

const goOn = (session: Session, size: number): Answer =>
  session.chunks?.intake.refusal ?? { code: 250, text: `2.0.0 ${size} octets` };

async function last(session: Session): Promise<Answer | null> {
  const { chunks, transaction } = session;
  if (chunks === null || transaction === null) return null;
  session.chunks = null;
  // A message is lines (RFC 5321 §2.3.8), and the next server may be told it by DATA.
  if (!chunks.lines.wholeLines) {
    const give = (piece: Buffer): void => chunks.intake.write(piece);
    chunks.lines.read(Buffer.from('\r\n'), give);
    look(session, chunks.lines, chunks.intake);
  }
  const answer = await finish(session, transaction, chunks.intake);
  return answer === null ? null : { ...answer, next: 'forget' };
}
