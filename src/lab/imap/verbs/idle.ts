/** IDLE: what changes is told at once. RFC 2177. */
import { bad } from '../refusal.ts';
import { signedIn, type Verb } from '../verb.ts';

export const idle: Verb = {
  name: 'IDLE',
  states: signedIn,
  async run(session, args) {
    args.end();
    const { channel, selected } = session;
    channel.write('+ idling\r\n');
    const tell = (): void => {
      session.sync({ expunges: true });
      channel.flush();
    };
    tell();
    let due: NodeJS.Immediate | null = null;
    // What comes in one go is told in one go.
    const soon = (): void => {
      due ??= setImmediate(() => {
        due = null;
        tell();
      });
    };
    if (selected !== null) selected.onChange = soon;
    try {
      const line = await channel.line(100);
      if (line === null) return '';
      if (line.toString('latin1').trim().toUpperCase() !== 'DONE') throw bad('Only DONE ends IDLE');
    } finally {
      if (selected !== null) selected.onChange = null;
      if (due !== null) clearImmediate(due);
    }
    return 'No longer idling';
  },
};
