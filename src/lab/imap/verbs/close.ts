/** CLOSE and UNSELECT: out of the mailbox, with and without expunging. RFC 3501 §6.4.2, RFC 3691. */
import { expungeDeleted } from '../expunging.ts';
import { inMailbox, type Verb } from '../verb.ts';

export const close: Verb = {
  name: 'CLOSE',
  states: inMailbox,
  async run(session, args) {
    args.end();
    const { selected } = session;
    let code = '';
    if (selected !== null && !selected.readOnly && session.rights(selected.place).includes('e')) {
      const gone = await expungeDeleted(session, selected, null);
      if (gone.length > 0 && session.enabled.has('QRESYNC'))
        code = `[HIGHESTMODSEQ ${selected.mailbox.highestModseq}] `;
    }
    session.leave();
    return `${code}Left`;
  },
};

export const unselect: Verb = {
  name: 'UNSELECT',
  states: inMailbox,
  async run(session, args) {
    args.end();
    session.leave();
    return 'Left';
  },
};
